import * as z from 'zod';
import {
  primaryStorageInventory,
  toPrimaryStorageInventory,
} from '../../../contract/inventories/primary-storage-inventory.js';
import { apiError } from '../../../core/api-error.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import { diskOfferingOf, imageOf } from '../../../services/resources/lookup.js';
import {
  clustersOnNetworks,
  storagesForData,
  storagesForRoot,
} from '../../../services/vm-instances/candidates.js';
import { defineSync } from '../../define-operation.js';
import {
  numberList,
  optionalText,
  requiredList,
  requiredText,
  textList,
  wholeNumber,
} from '../../params.js';

const BYTES = { numberRangeUnit: ['byte', 'bytes'], description: 'bytes' } as const;

export const getCandidatePrimaryStoragesForCreatingVm = defineSync({
  name: 'GetCandidatePrimaryStoragesForCreatingVm',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/candidate-storages'],
  auth: true,
  summary: 'Finds the storages on which the volumes of a VM of an image could lie',
  params: {
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    l3NetworkUuids: requiredList({ resourceType: 'L3Network', checkAccount: true, nonempty: true }),
    rootDiskOfferingUuid: optionalText({ resourceType: 'DiskOffering', checkAccount: true }),
    rootDiskSize: wholeNumber('Long', { numberRange: [1, 2 ** 63], ...BYTES }),
    dataDiskOfferingUuids: textList({
      resourceType: 'DiskOffering',
      checkAccount: true,
      nonempty: true,
    }),
    dataDiskSizes: numberList({ numberRange: [1, 2 ** 63], ...BYTES }),
    zoneUuid: optionalText(),
    clusterUuid: optionalText(),
    defaultL3NetworkUuid: optionalText(),
  },
  returns: {
    rootVolumePrimaryStorages: primaryStorageInventory.array(),
    dataVolumePrimaryStorages: z
      .record(z.string(), primaryStorageInventory.array())
      .describe('by the offerings and sizes that were asked for'),
  },
  run(world, params) {
    const { imageUuid, rootDiskSize, rootDiskOfferingUuid } = params;
    const image = imageOf(world, imageUuid);
    const isIso = image.mediaType === 'ISO';
    if (isIso && rootDiskOfferingUuid === null && (rootDiskSize ?? 0) <= 0) {
      throw apiError('SYS.1007', 'rootDiskSize is needed when image media type is ISO');
    }
    const told = (storages: readonly PrimaryStorage[]) =>
      storages.map((one) =>
        toPrimaryStorageInventory(one, world.repositories.primaryStorages.clusterUuids(one.uuid)),
      );
    const offered =
      rootDiskOfferingUuid === null
        ? rootDiskSize
        : diskOfferingOf(world, rootDiskOfferingUuid).diskSize;
    const size = isIso ? (offered ?? 0) : image.size;
    const clusters = clustersOnNetworks(world, params.l3NetworkUuids);
    const offerings = (params.dataDiskOfferingUuids ?? []).map(
      (one) => [one, diskOfferingOf(world, one).diskSize] as const,
    );
    const sizes = (params.dataDiskSizes ?? []).map((one) => [String(one), one] as const);
    return {
      rootVolumePrimaryStorages: told(storagesForRoot(world, image, size, clusters)),
      dataVolumePrimaryStorages: Object.fromEntries(
        [...offerings, ...sizes].map(([key, bytes]) => [
          key,
          told(storagesForData(world, bytes, clusters)),
        ]),
      ),
    };
  },
});
