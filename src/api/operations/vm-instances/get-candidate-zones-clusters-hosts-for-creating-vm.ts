import {
  clusterInventory,
  toClusterInventory,
} from '../../../contract/inventories/cluster-inventory.js';
import { anyHostInventory, toHostInventory } from '../../../contract/inventories/host-inventory.js';
import { toZoneInventory, zoneInventory } from '../../../contract/inventories/zone-inventory.js';
import { apiError } from '../../../core/api-error.js';
import {
  clusterOf,
  diskOfferingOf,
  imageOf,
  instanceOfferingOf,
  zoneOf,
} from '../../../services/resources/lookup.js';
import { hostsForThoughtVm } from '../../../services/vm-instances/candidates.js';
import { defineSync } from '../../define-operation.js';
import { optionalText, requiredList, requiredText, textList, wholeNumber } from '../../params.js';

const BYTES = { numberRangeUnit: ['byte', 'bytes'], description: 'bytes' } as const;

export const getCandidateZonesClustersHostsForCreatingVm = defineSync({
  name: 'GetCandidateZonesClustersHostsForCreatingVm',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/candidate-destinations'],
  auth: true,
  summary: 'Finds where a VM of an image could be made',
  params: {
    instanceOfferingUuid: optionalText({ resourceType: 'InstanceOffering', checkAccount: true }),
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    l3NetworkUuids: requiredList({ resourceType: 'L3Network', checkAccount: true, nonempty: true }),
    rootDiskOfferingUuid: optionalText({ resourceType: 'DiskOffering', checkAccount: true }),
    rootDiskSize: wholeNumber('Long', { numberRange: [1, 2 ** 63], ...BYTES }),
    dataDiskOfferingUuids: textList({
      resourceType: 'DiskOffering',
      checkAccount: true,
      nonempty: true,
    }),
    cpuNum: wholeNumber('Integer', { numberRange: [1, 1024] }),
    memorySize: wholeNumber('Long', { numberRange: [1, 2 ** 63], ...BYTES }),
    zoneUuid: optionalText(),
    clusterUuid: optionalText(),
    defaultL3NetworkUuid: optionalText(),
  },
  returns: {
    zones: zoneInventory.array(),
    clusters: clusterInventory.array(),
    hosts: anyHostInventory.array(),
  },
  run(world, params) {
    const { rootDiskSize, zoneUuid, clusterUuid, instanceOfferingUuid } = params;
    const { cpuNum, memorySize } =
      instanceOfferingUuid === null ? params : instanceOfferingOf(world, instanceOfferingUuid);
    if (cpuNum === null || memorySize === null) {
      throw apiError('SYS.1006', 'Missing CPU/memory settings');
    }
    const image = imageOf(world, params.imageUuid);
    const { name, uuid } = image;
    const isIso = image.mediaType === 'ISO';
    if (isIso && params.rootDiskOfferingUuid === null && (rootDiskSize ?? 0) <= 0) {
      throw apiError(
        'SYS.1007',
        `the image[name:${name}, uuid:${uuid}] is an ISO, rootDiskSize must be set`,
      );
    }
    if (world.repositories.images.listRefs(uuid).length !== 1 && zoneUuid === null) {
      throw apiError(
        'SYS.1007',
        `zoneUuid must be set because the image[name:${name}, uuid:${uuid}] is on multiple backup storage`,
      );
    }
    const offerings = [...(params.dataDiskOfferingUuids ?? [])];
    if (isIso && params.rootDiskOfferingUuid !== null) offerings.push(params.rootDiskOfferingUuid);
    const own = isIso
      ? params.rootDiskOfferingUuid === null
        ? (rootDiskSize ?? 0)
        : 0
      : image.size;
    // As the real system asks its database: an offering that is named twice counts once.
    const diskSize = [...new Set(offerings)].reduce(
      (sum, one) => sum + diskOfferingOf(world, one).diskSize,
      own,
    );
    const { l3NetworkUuids } = params;
    const vm = { cpuNum, memorySize, diskSize, zoneUuid, clusterUuid, l3NetworkUuids };
    const hosts = hostsForThoughtVm(world, image, vm);
    const clusters = [...new Set(hosts.map((host) => host.clusterUuid))];
    const zones = [...new Set(hosts.map((host) => host.zoneUuid))];
    return {
      zones: zones.map((one) => toZoneInventory(zoneOf(world, one))),
      clusters: clusters.map((one) => toClusterInventory(clusterOf(world, one))),
      hosts: hosts.map(toHostInventory),
    };
  },
});
