import { apiError, errorCode } from '../../../core/api-error.js';
import type { Host } from '../../../domain/host/host.js';
import type { LocalStorageResourceRef } from '../../../domain/primary-storage/local-storage-resource-ref.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import type { VmInstance } from '../../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../../domain/volume/volume.js';
import type { World } from '../../../domain/world.js';
import { volumeOf } from '../../resources/lookup.js';

/** The system tag that says on which host a new local volume is to lie. */
export const HOST_TAG = 'localStorage::hostUuid::';
const HOST_TAG_FORMAT = `${HOST_TAG}{hostUuid}`;

/** The host that the system tags of a call name, if they name one. */
export const hostOfTags = (systemTags: readonly string[]): string | undefined =>
  systemTags.find((tag) => tag.startsWith(HOST_TAG))?.slice(HOST_TAG.length);

/**
 * The host on which a new data volume is to lie: on local storage one must be named, and be of a cluster that
 * the storage is attached to. Undefined for other storages.
 * @throws SYS.1007
 */
export function hostOfNewVolume(
  world: World,
  storage: PrimaryStorage | null,
  hostUuid: string | undefined,
  // The real system asks at two places: before an empty one is made, and when one of a template gets its place.
  what: 'data volume' | 'volume' = 'data volume',
): string | undefined {
  if (storage?.type !== 'LocalStorage') return undefined;
  if (hostUuid === undefined) {
    throw apiError(
      'SYS.1007',
      `To create ${what} on the local primary storage, you must specify the host that the ${what} is going to be created using the system tag [${HOST_TAG_FORMAT}]`,
    );
  }
  if (!hostsOf(world, storage.uuid).some(({ uuid }) => uuid === hostUuid)) {
    throw apiError(
      'SYS.1007',
      `the host[uuid:${hostUuid}] doesn't belong to the local primary storage[uuid:${storage.uuid}]`,
    );
  }
  return hostUuid;
}

/** The hosts whose disks a local storage is: those of the clusters that it is attached to. */
export function hostsOf({ repositories }: World, storageUuid: string): Host[] {
  return repositories.primaryStorages
    .clusterUuids(storageUuid)
    .flatMap((clusterUuid) => repositories.hosts.listByCluster(clusterUuid));
}

/** A host on which a VM with its disks on this storage can run. */
export const hostForVm = (world: World, storageUuid: string): Host | undefined =>
  hostsOf(world, storageUuid).find(
    ({ state, status }) => state === 'Enabled' && status === 'Connected',
  );

/** Writes down on which host a volume lies; of other storages, and where no host is known, there is nothing to write. */
export function placeVolume(
  world: World,
  storage: PrimaryStorage | null,
  volumeUuid: string,
  hostUuid: string | null | undefined,
): void {
  if (storage?.type !== 'LocalStorage' || hostUuid === null || hostUuid === undefined) return;
  world.repositories.primaryStorages.placeLocalVolume(volumeUuid, hostUuid);
}

/** On whose disks a volume lies. @throws SYS.1006 where it lies on no local storage any more */
export function localRefOf(world: World, volumeUuid: string): LocalStorageResourceRef {
  const { uuid, primaryStorageUuid, size, createDate, lastOpDate } = volumeOf(world, volumeUuid);
  const hostUuid = world.repositories.primaryStorages.hostOfLocalVolume(uuid);
  if (hostUuid === undefined || primaryStorageUuid === null) {
    throw apiError('SYS.1006', `cannot find any host which has resource[uuid:${uuid}]`);
  }
  return {
    resourceUuid: uuid,
    primaryStorageUuid,
    hostUuid,
    size,
    resourceType: 'VolumeVO',
    createDate,
    lastOpDate,
  };
}

/**
 * A local volume stays on its host: only a VM that runs there, or has its own local volumes there, can have it.
 * @throws SYS.1006
 */
export function checkSameHost(world: World, volumeUuid: string, vm: VmInstance): void {
  const { primaryStorages, volumes } = world.repositories;
  const hostUuid = primaryStorages.hostOfLocalVolume(volumeUuid);
  if (hostUuid === undefined || hostUuid === vm.hostUuid) return;
  if (vm.hostUuid !== null) {
    throw apiError(
      'SYS.1006',
      `the host of the vm[hostUuid:${vm.hostUuid}] is different from that of the volume[hostUuid:${hostUuid}]. the volume cannot attach to the vm.`,
    );
  }
  const others = volumes.listByVm(vm.uuid).flatMap(({ uuid }) => {
    const host = primaryStorages.hostOfLocalVolume(uuid);
    return host === undefined ? [] : [{ uuid, host }];
  });
  const hosts = [...new Set(others.map(({ host }) => host))];
  const [only] = hosts;
  if (only === undefined) return;
  if (hosts.length > 1) {
    const all = others.map(({ uuid, host }) => `volume[${uuid}] is on host[${host}]`).join(', ');
    throw apiError(
      'SYS.1006',
      `the vm has multiple local volumes on different hosts[[${all}]]. please check the abnormal vm local volumes`,
    );
  }
  if (only === hostUuid) return;
  throw apiError(
    'SYS.1006',
    `the volume on a host[hostUuid:${hostUuid}] cannot be attached to the vm, because the vm has local volumes on other host[hostUuid:${only}]`,
  );
}

/**
 * The disks of a VM that lie on local storage lie on one host.
 * @throws VM.1005
 */
export function checkDisksOnSameHost(
  { repositories }: World,
  { uuid }: Volume,
  vm: VmInstance,
): void {
  const { primaryStorages, volumes } = repositories;
  const root = volumes.listByVm(vm.uuid).find(({ type }) => type === 'Root');
  const ofVolume = primaryStorages.hostOfLocalVolume(uuid);
  const ofRoot = root && primaryStorages.hostOfLocalVolume(root.uuid);
  if (ofVolume === undefined || ofRoot === undefined || ofVolume === ofRoot) return;
  const details = `cannot attach the data volume[uuid:${uuid}] to the vm[uuid:${vm.uuid}]. Both vm's root volume and the data volume are on local primary storage, but they are on different hosts. The root volume[uuid:${root?.uuid}] is on the host[uuid:${ofRoot}] but the data volume[uuid: ${uuid}] is on the host[uuid: ${ofVolume}]`;
  throw apiError('VM.1005', details, errorCode('SYS.1006', details));
}
