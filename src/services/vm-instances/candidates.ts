import { ApiError, apiError, refusalIn } from '../../core/api-error.js';
import { PRIMARY_TYPES_OF } from '../../domain/backup-storage/compatibility.js';
import type { HostWithUse } from '../../domain/host/host.js';
import type { Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { World } from '../../domain/world.js';
import { withReserve } from '../storages/primary/reserve.js';
import { hostsForNewVm } from './allocate-host.js';
import { isCached } from './new-vm-disks.js';

/** What a VM that is only thought of would be. Sizes are bytes. */
export interface ThoughtVm {
  readonly cpuNum: number;
  readonly memorySize: number;
  readonly diskSize: number;
  readonly zoneUuid: string | null;
  readonly clusterUuid: string | null;
  readonly l3NetworkUuids: readonly string[];
}

/**
 * The hosts that a VM of an image could run on; none where only a backup storage stands in its way.
 * @throws SYS.1006 in the words of the filter that leaves none
 */
export function hostsForThoughtVm(world: World, image: Image, vm: ThoughtVm): HostWithUse[] {
  try {
    const hosts = hostsForNewVm(world, { ...vm, hostUuid: null }, image, false) ?? [];
    return withRoom(world, image, vm, hosts);
  } catch (error) {
    if (error instanceof ApiError && error.errorCode.code === 'HOST_ALLOCATION.1000') return [];
    throw error;
  }
}

/** Those whose storages have room for its disks together, and for the image where none has it already. */
function withRoom(
  world: World,
  image: Image,
  { diskSize }: ThoughtVm,
  hosts: readonly HostWithUse[],
): HostWithUse[] {
  const { primaryStorages } = world.repositories;
  const found = hosts.filter(({ clusterUuid }) => {
    const storages = primaryStorages.listByCluster(clusterUuid).filter(isUsable);
    const [first] = storages;
    if (!first) return false;
    const copy = isCached(world, image, first) ? 0 : image.actualSize;
    const room = storages.reduce((sum, { availableCapacity }) => sum + availableCapacity, 0);
    return room >= diskSize + copy;
  });
  if (found.length > 0) return found;
  throw apiError(
    'SYS.1006',
    `cannot find available primary storage[state: Enabled, status: Connected, available capacity ${diskSize} bytes]. Check the state/status of primary storage and make sure they have been attached to clusters`,
  );
}

const isUsable = ({ state, status }: PrimaryStorage) =>
  state === 'Enabled' && status === 'Connected';

/** The clusters that are on any of these networks. */
export function clustersOnNetworks(
  { repositories }: World,
  l3NetworkUuids: readonly string[],
): ReadonlySet<string> {
  const { l2Networks, l3Networks } = repositories;
  const networks = l3NetworkUuids.flatMap((uuid) => l3Networks.find(uuid) ?? []);
  return new Set(networks.flatMap(({ l2NetworkUuid }) => l2Networks.clusterUuids(l2NetworkUuid)));
}

/** Storages of one of these clusters. Nobody asks for a cluster where the networks are in none. */
const within = (
  { repositories }: World,
  storages: readonly PrimaryStorage[],
  clusterUuids: ReadonlySet<string>,
) =>
  clusterUuids.size === 0
    ? storages
    : storages.filter(({ uuid }) =>
        repositories.primaryStorages.clusterUuids(uuid).some((one) => clusterUuids.has(one)),
      );

/** The storages on which the root volume of a VM of an image could lie. */
export function storagesForRoot(
  world: World,
  image: Image,
  size: number,
  clusterUuids: ReadonlySet<string>,
): PrimaryStorage[] {
  const { images, backupStorages, primaryStorages } = world.repositories;
  const types = images
    .listRefs(image.uuid)
    .flatMap((ref) => backupStorages.find(ref.backupStorageUuid) ?? [])
    .flatMap(({ type }) => PRIMARY_TYPES_OF[type]);
  const fitting = within(world, primaryStorages.list(), clusterUuids).filter((storage) => {
    if (!isUsable(storage) || !types.includes(storage.type)) return false;
    const copy = isCached(world, image, storage) ? 0 : image.actualSize;
    return storage.availableCapacity > size + copy;
  });
  return keepingReserve(world, fitting, size);
}

/** The storages on which a data volume of this size could lie. */
export const storagesForData = (
  world: World,
  size: number,
  clusterUuids: ReadonlySet<string>,
): PrimaryStorage[] =>
  keepingReserve(
    world,
    within(world, world.repositories.primaryStorages.list(), clusterUuids).filter(
      (storage) => isUsable(storage) && storage.availableCapacity > size,
    ),
    size,
  );

/** None is no error: nothing is made. */
function keepingReserve(world: World, storages: readonly PrimaryStorage[], size: number) {
  const found: PrimaryStorage[] = [];
  refusalIn(() => found.push(...withReserve(world, storages, size)));
  return found;
}
