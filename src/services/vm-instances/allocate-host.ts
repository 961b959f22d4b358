import { apiError } from '../../core/api-error.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import { PRIMARY_TYPES_OF } from '../../domain/backup-storage/compatibility.js';
import type { Host, HostWithUse } from '../../domain/host/host.js';
import type { Image } from '../../domain/image/image.js';
import type { World } from '../../domain/world.js';
import { withCapacity } from '../hosts/host-capacity.js';
import { hostsIn } from '../storages/primary/hosts.js';
import { clustersOnNetworks } from './clusters-on-networks.js';
import { clusterOfRequest, type VmRequest } from './vm-request.js';

/** What of a call says where a new VM is to run, and what it takes there. */
export type HostRequest = Pick<
  VmRequest,
  'zoneUuid' | 'clusterUuid' | 'hostUuid' | 'cpuNum' | 'memorySize' | 'l3NetworkUuids'
>;

const refused = (details: string) => apiError('SYS.1006', details);

/**
 * The hosts that a new VM can run on, filtered as the real system's allocator does, in its order; undefined in a world
 * without hosts. `isCached`: the image need not come from a backup storage.
 * @throws SYS.1006 or HOST_ALLOCATION.1000 in the words of the filter that leaves none
 */
export function hostsForNewVm(
  world: World,
  request: HostRequest,
  image: Image | undefined,
  isCached: boolean,
): HostWithUse[] | undefined {
  const wanted = hostsWanted(world, request, image);
  if (!wanted) return undefined;
  const reached = image ? hostsThatGet(world, image, wanted, isCached) : wanted;
  return withCapacity(world, usableHosts(reached), request);
}

/** Those of the place that the call names: only the narrowest counts. Undefined in a world without any. */
function hostsWanted(
  world: World,
  request: HostRequest,
  image: Image | undefined,
): Host[] | undefined {
  const { hostUuid } = request;
  const clusterUuid = hostUuid === null ? clusterOfRequest(world, request) : null;
  const zoneUuid = hostUuid === null && clusterUuid === null ? request.zoneUuid : null;
  const hypervisorType = image?.mediaType === 'RootVolumeTemplate' ? 'KVM' : null;
  const onNetworks = clustersOnNetworks(world, request.l3NetworkUuids ?? []);
  const found = hostsIn(world, { zoneUuid, clusterUuid, hostUuid }).filter(
    (host) =>
      (onNetworks === undefined || onNetworks.has(host.clusterUuid)) &&
      (hypervisorType === null || host.hypervisorType === hypervisorType),
  );
  if (found.length > 0) return found;
  const asked = [
    ...(zoneUuid === null ? [] : [`zoneUuid=${zoneUuid} `]),
    ...(clusterUuid === null ? [] : [`clusterUuid in [${clusterUuid}] `]),
    ...(hostUuid === null ? [] : [`hostUuid=${hostUuid} `]),
    ...(hypervisorType === null ? [] : [`hypervisorType=${hypervisorType} `]),
  ];
  if (hostsIn(world).length === 0) return undefined;
  throw refused(`No host with ${asked.join('')} found`);
}

/** Those whose storages can work with a backup storage of the image, in zones that it is attached to. */
function hostsThatGet(
  world: World,
  image: Image,
  hosts: readonly Host[],
  isCached: boolean,
): readonly Host[] {
  const { images, backupStorages } = world.repositories;
  const refs = images.listRefs(image.uuid);
  const [only] = refs.length === 1 ? refs : [];
  const single = only && backupStorages.find(only.backupStorageUuid);
  const fitting = single ? hostsThatFit(world, image, hosts, single) : hosts;
  if (isCached) return fitting;
  const kept = refs.filter(({ status }) => status !== 'Deleted');
  if (kept.length === 0) {
    throw refused(
      `the image[uuid:${image.uuid}, name:${image.name}] is deleted on all backup storage`,
    );
  }
  const connected = kept.filter(
    ({ backupStorageUuid }) => backupStorages.find(backupStorageUuid)?.status === 'Connected',
  );
  if (connected.length === 0) {
    throw apiError(
      'HOST_ALLOCATION.1000',
      `all backup storage that image[uuid:${image.uuid}] is on can not satisfy conditions[status = Connected]`,
    );
  }
  const inZones = fitting.filter(({ zoneUuid }) =>
    connected.some((ref) => backupStorages.isAttachedToZone(ref.backupStorageUuid, zoneUuid)),
  );
  if (inZones.length > 0) return inZones;
  const zones = connected.flatMap((ref) => backupStorages.zoneUuids(ref.backupStorageUuid));
  throw refused(
    `no host found in zones[uuids:[${zones.join(', ')}]] that attaches to backup storage where image[${image.uuid}] is on`,
  );
}

function hostsThatFit(
  { repositories }: World,
  image: Image,
  hosts: readonly Host[],
  storage: BackupStorage,
): readonly Host[] {
  const { primaryStorages } = repositories;
  const types = PRIMARY_TYPES_OF[storage.type];
  const clusters = new Set(
    primaryStorages
      .list()
      .filter(({ type }) => types.includes(type))
      .flatMap(({ uuid }) => primaryStorages.clusterUuids(uuid)),
  );
  const found = hosts.filter(({ clusterUuid }) => clusters.has(clusterUuid));
  if (found.length > 0) return found;
  // The real text names the type of the image for that of the storage.
  throw refused(
    `The image[uuid:${image.uuid}, name:${image.name}] is on the backup storage[uuid:${storage.uuid}, type:${image.type}] that requires to work with primary storage[types:[${types.join(', ')}]],however, no host found suitable to work with those primary storage`,
  );
}

function usableHosts(hosts: readonly Host[]): Host[] {
  const usable = hosts.filter(({ state, status }) => state === 'Enabled' && status === 'Connected');
  if (usable.length > 0) return usable;
  if (hosts.every(({ status }) => status !== 'Connected')) {
    throw refused(`no Connected hosts found in the [${hosts.length}] candidate hosts`);
  }
  if (hosts.every(({ state }) => state !== 'Enabled')) {
    throw refused(`no Enabled hosts found in the [${hosts.length}] candidate hosts`);
  }
  throw refused('no host having state=Enabled status=Connected found');
}
