import { apiError } from '../../core/api-error.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { Image } from '../../domain/image/image.js';
import type { L3Network } from '../../domain/network/l3-network.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { mayUse } from '../accounts/may-use.js';
import type { Caller } from '../accounts/sessions.js';
import { l3NetworkOf } from '../resources/lookup.js';
import { networksOfEips } from './eips.js';
import { isIn } from './reach.js';

const wrong = (details: string) => apiError('SYS.1007', details);

/**
 * The networks that a VM can get a NIC on: enabled ones in its cluster, on which it has none. One without a cluster
 * looks at those of its zone that are in any.
 */
export function attachableNetworks(world: World, vm: VmInstance, caller: Caller): L3Network[] {
  const { l3Networks, vmNics, clusters } = world.repositories;
  const has = new Set(vmNics.listByVm(vm.uuid).map(({ l3NetworkUuid }) => l3NetworkUuid));
  const giving = networksOfEips(world, vm.uuid);
  const places =
    vm.clusterUuid === null
      ? clusters.listByZone(vm.zoneUuid).map(({ uuid }) => uuid)
      : [vm.clusterUuid];
  return l3Networks
    .listByZone(vm.zoneUuid)
    .filter(
      (network) =>
        !has.has(network.uuid) &&
        !giving.has(network.uuid) &&
        network.state === 'Enabled' &&
        network.category !== 'System' &&
        isIn(world, network, places) &&
        mayUse(world, caller, network.uuid),
    );
}

/**
 * The networks of a zone whose VMs can have images of a backup storage, because a primary storage works with both.
 * `tellsWhy`: where there are none, why not is said.
 * @throws SYS.1007
 */
export function networksFor(
  world: World,
  storages: readonly BackupStorage[],
  zoneUuid: string,
  tellsWhy: boolean,
  caller: Caller,
): L3Network[] {
  const { primaryStorages, l3Networks, l2Networks } = world.repositories;
  const related = primaryStorages
    .listByZone(zoneUuid)
    .filter((primary) => storages.some((storage) => isCompatible(storage, primary)));
  const places = related.flatMap(({ uuid }) => primaryStorages.clusterUuids(uuid));
  const found = l3Networks.listByZone(zoneUuid).filter((network) => isIn(world, network, places));
  if (found.length > 0 || !tellsWhy) {
    return found.filter((network) => mayUse(world, caller, network.uuid));
  }
  const uuids = related.map(({ uuid }) => uuid).join(', ');
  const [first] = storages;
  if (related.length === 0) {
    throw wrong(
      `no primary storage accessible to the backup storage[uuid:${first?.uuid}, type:${first?.type}] is found`,
    );
  }
  if (places.length === 0) {
    throw wrong(
      `the primary storages[uuids:[${uuids}]] has not attached any cluster on the zone[uuid:${zoneUuid}]`,
    );
  }
  if (places.every((cluster) => l2Networks.listByCluster(cluster).length === 0)) {
    throw wrong(
      `no l2Networks found in clusters that have attached to primary storages[uuids:[${uuids}]]`,
    );
  }
  return [];
}

/** The backup storages of a zone; with an image those that have it. @throws SYS.1007 where there are none */
export function storagesOfImage(
  { repositories }: World,
  imageUuid: string | null,
  zoneUuid: string,
): BackupStorage[] {
  const { backupStorages, images } = repositories;
  const refs = imageUuid === null ? [] : images.listRefs(imageUuid);
  const found = backupStorages
    .listByZone(zoneUuid)
    .filter(({ uuid }) => imageUuid === null || refs.some((ref) => ref.backupStorageUuid === uuid));
  if (found.length > 0) return found;
  throw wrong(
    `the image[uuid:${imageUuid}] is not on any backup storage that has been attached to the zone[uuid:${zoneUuid}]`,
  );
}

/** The backup storages that work with a primary storage of each of these networks. */
export function storagesForNetworks(
  world: World,
  l3NetworkUuids: readonly string[],
): BackupStorage[] {
  const { backupStorages, primaryStorages } = world.repositories;
  const around = l3NetworkUuids.map((uuid): PrimaryStorage[] => {
    const network = l3NetworkOf(world, uuid);
    return primaryStorages
      .list()
      .filter((storage) => isIn(world, network, primaryStorages.clusterUuids(storage.uuid)));
  });
  return backupStorages
    .list()
    .filter((storage) =>
      around.every((primaries) => primaries.some((primary) => isCompatible(storage, primary))),
    );
}

/** The images of a zone that VMs on all these networks can be made of. */
export function imagesForNetworks(
  world: World,
  l3NetworkUuids: readonly string[],
  zoneUuid: string,
): Image[] {
  const { images, backupStorages } = world.repositories;
  const uuids = storagesForNetworks(world, l3NetworkUuids)
    .map(({ uuid }) => uuid)
    .filter((uuid) => backupStorages.isAttachedToZone(uuid, zoneUuid));
  const found = new Map<string, Image>();
  for (const uuid of uuids) {
    for (const { imageUuid } of images.listRefsOn(uuid)) {
      const image = images.find(imageUuid);
      if (image) found.set(imageUuid, image);
    }
  }
  return [...found.values()];
}
