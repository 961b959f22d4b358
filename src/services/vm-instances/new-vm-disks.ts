import { ApiError, apiError, refusalIn } from '../../core/api-error.js';
import type { Host, HostWithUse } from '../../domain/host/host.js';
import type { Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { isEphemeral } from '../../domain/tag/system-tag-formats.js';
import { tokenOf } from '../../domain/tag/tag-format.js';
import { DATA_VOLUME_STORAGE } from '../../domain/tag/vm-tags.js';
import { takeQos } from '../../domain/tag/volume-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { primaryStorageOf, snapshotOf, vmOf } from '../resources/lookup.js';
import { adoptRootVolume, rootOfSnapshot } from './root-sources.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { placeVolume } from '../storages/primary/local-storage.js';
import { poolFor } from '../storages/ceph-pools.js';
import { withReserve } from '../storages/primary/reserve.js';
import { writeTags } from '../tags/write-tags.js';
import { contentOf, sourceOf } from '../volumes/create-data-volume.js';
import {
  assertCanHoldVolumes,
  cacheInstallPath,
  volumeFormatOn,
  volumeInstallPath,
} from '../volumes/volume-place.js';
import { hostsForNewVm } from './allocate-host.js';
import { clusterOfRequest, zoneOfRequest, type VmRequest } from './vm-request.js';

/** Where a new VM's root volume lies, and the hosts that can run it; undefined in a world without any. */
export interface VmPlace {
  readonly storage: PrimaryStorage;
  /** The clusters from which its disks can be reached. */
  readonly clusterUuids: readonly string[];
  readonly hosts: readonly HostWithUse[] | undefined;
}

/**
 * The named storage, or the one with most room that can hold the VM and get the image: local ones come first, as
 * where a cluster has both.
 * @throws SYS.1006 with the reason as its cause
 */
export function choosePlace(world: World, request: VmRequest, image: Image | undefined): VmPlace {
  try {
    return choose(world, request, image);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw apiError('SYS.1006', error.errorCode.details, error.errorCode);
  }
}

function choose(world: World, request: VmRequest, image: Image | undefined): VmPlace {
  const storages = storagesWanted(world, request);
  const isHeld =
    storages.length > 0 && storages.every((one) => !image || isCached(world, image, one));
  const hosts = hostsForNewVm(world, request, image, isHeld);
  const size = sizeOfDisks(request, image);
  const usable = storages.filter((storage) => {
    const copy = image && !isCached(world, image, storage) ? image.actualSize : 0;
    return (
      (hosts === undefined || hostsAround(world, request, storage, hosts).length > 0) &&
      storage.state === 'Enabled' &&
      storage.status === 'Connected' &&
      storage.availableCapacity >= size + copy
    );
  });
  const check = (storage: PrimaryStorage) => checkGets(world, request, image, storage);
  const storage = usable.find((one) => !refusalIn(() => check(one))) ?? usable[0];
  if (!storage) {
    throw apiError(
      'SYS.1006',
      `cannot find available primary storage[state: Enabled, status: Connected, available capacity ${size} bytes]. Check the state/status of primary storage and make sure they have been attached to clusters`,
    );
  }
  // Where none can, it says why the first one cannot.
  check(storage);
  return {
    storage,
    clusterUuids: clustersAround(world, request, storage),
    hosts: hosts && hostsAround(world, request, storage, hosts),
  };
}

/** Whether a storage keeps its reserve and can get the image. @throws SYS.1006 */
function checkGets(
  world: World,
  request: VmRequest,
  image: Image | undefined,
  storage: PrimaryStorage,
): void {
  withReserve(world, [storage], rootSizeOf(request, image));
  if (image && !isCached(world, image, storage)) sourceOf(world, image, storage);
}

/** Those that the call leaves open: local ones first, then by their room. */
function storagesWanted(world: World, request: VmRequest): PrimaryStorage[] {
  const { primaryStorages } = world.repositories;
  const { primaryStorageUuid } = request;
  const zoneUuid = zoneOfRequest(world, request);
  const clusterUuid = clusterOfRequest(world, request);
  const isNamed = storagesOfDisks(world, request).length > 0;
  return primaryStorages
    .list()
    .filter((storage) => {
      const clusters = clustersAround(world, request, storage);
      return (
        (primaryStorageUuid === null || storage.uuid === primaryStorageUuid) &&
        (zoneUuid === null || storage.zoneUuid === zoneUuid) &&
        (clusterUuid === null ? !isNamed || clusters.length > 0 : clusters.includes(clusterUuid))
      );
    })
    .toSorted((a, b) => isLocal(b) - isLocal(a) || b.availableCapacity - a.availableCapacity);
}

/** The hosts that can run the VM when its root volume lies on this storage. */
const hostsAround = <H extends Host>(
  world: World,
  request: VmRequest,
  storage: PrimaryStorage,
  hosts: readonly H[],
): H[] => {
  const clusters = clustersAround(world, request, storage);
  return hosts.filter(({ clusterUuid }) => clusters.includes(clusterUuid));
};

/** What the disks of the VM take together, but for those that it tells one by one. */
const sizeOfDisks = (request: VmRequest, image: Image | undefined): number =>
  request.dataDiskSizes.reduce((sum, size) => sum + size, rootSizeOf(request, image));

/** The clusters of a storage that are those of all storages, too, that the call names for other disks. */
function clustersAround(world: World, request: VmRequest, storage: PrimaryStorage): string[] {
  const { primaryStorages } = world.repositories;
  const named = storagesOfDisks(world, request).map((uuid) => primaryStorages.clusterUuids(uuid));
  return primaryStorages
    .clusterUuids(storage.uuid)
    .filter((cluster) => named.every((clusters) => clusters.includes(cluster)));
}

const storagesOfDisks = (
  { repositories }: World,
  { diskAOs = [], dataSnapshots = [], systemTags }: VmRequest,
): string[] => [
  ...diskAOs.flatMap(({ primaryStorageUuid }) => primaryStorageUuid ?? []),
  ...dataSnapshots.flatMap(
    ({ uuid }) => repositories.volumeSnapshots.find(uuid)?.primaryStorageUuid ?? [],
  ),
  ...systemTags.flatMap((tag) => tokenOf(DATA_VOLUME_STORAGE, tag) ?? []),
];

const isLocal = ({ type }: PrimaryStorage) => Number(type === 'LocalStorage');

export const isCached = (world: World, image: Image, storage: PrimaryStorage) =>
  world.repositories.imageCaches.find(storage.uuid, image.uuid) !== undefined;

/** The first VM of an image brings its bits to the primary storage; the next ones use them. */
export function cacheImage(world: World, image: Image, storage: PrimaryStorage, now: number): void {
  if (isCached(world, image, storage)) return;
  takeFromPrimaryStorage(world, storage.uuid, image.actualSize, image.actualSize);
  world.repositories.imageCaches.insert({
    primaryStorageUuid: storage.uuid,
    imageUuid: image.uuid,
    installUrl: cacheInstallPath(storage, image.uuid, poolFor(world, storage, 'ImageCache', [])),
    mediaType: image.mediaType,
    size: image.actualSize,
    md5sum: 'not calculated',
    state: 'ready',
    createDate: now,
    lastOpDate: now,
  });
}

const rootSizeOf = (request: VmRequest, image: Image | undefined): number =>
  Math.max(request.rootDiskSize ?? 0, image?.mediaType === 'RootVolumeTemplate' ? image.size : 0);

/** The root volume is a thin layer over the image's cache; of a VM of an ISO, or of no image, it is empty. */
export function insertRootVolume(
  world: World,
  request: VmRequest,
  vm: VmInstance,
  image: Image | undefined,
  storage: PrimaryStorage,
  now: number,
): void {
  const { root } = request;
  if (root?.kind === 'volume') adoptRootVolume(world, root.uuid, vm, now);
  else if (root) insertRootOfSnapshot(world, request, root.uuid, vm, storage, now);
  else insertRootOfImage(world, request, vm, image, storage, now);
}

/** A whole copy of what a snapshot froze: it stands on nothing. */
function insertRootOfSnapshot(
  world: World,
  request: VmRequest,
  snapshotUuid: string,
  vm: VmInstance,
  storage: PrimaryStorage,
  now: number,
): void {
  insertVolume(world, request.ownerUuid, storage, now, {
    ...rootOfSnapshot(world, snapshotUuid),
    uuid: world.chance.uuid(),
    name: `ROOT-for-${vm.name}`,
    vmInstanceUuid: vm.uuid,
    rootImageUuid: null,
    type: 'Root',
    deviceId: 0,
    diskOfferingUuid: null,
    tags: request.rootVolumeSystemTags,
  });
}

/** The data volumes that a new VM gets of snapshots, where these lie. */
export function insertDataOfSnapshots(
  world: World,
  request: VmRequest,
  vm: VmInstance,
  now: number,
): void {
  for (const [i, { uuid, systemTags }] of (request.dataSnapshots ?? []).entries()) {
    const storage = primaryStorageOf(world, snapshotOf(world, uuid).primaryStorageUuid);
    assertCanHoldVolumes(storage);
    insertVolume(world, request.ownerUuid, storage, now, {
      ...rootOfSnapshot(world, uuid),
      uuid: world.chance.uuid(),
      name: `DATA-for-${vm.name}`,
      vmInstanceUuid: vm.uuid,
      rootImageUuid: null,
      type: 'Data',
      deviceId: i + 1,
      diskOfferingUuid: null,
      tags: systemTags,
    });
  }
}

function insertRootOfImage(
  world: World,
  request: VmRequest,
  vm: VmInstance,
  image: Image | undefined,
  storage: PrimaryStorage,
  now: number,
): void {
  const uuid = world.chance.uuid();
  const template = image?.mediaType === 'ISO' ? undefined : image;
  const size = rootSizeOf(request, image);
  insertVolume(world, request.ownerUuid, storage, now, {
    uuid,
    name: `ROOT-for-${vm.name}`,
    vmInstanceUuid: vm.uuid,
    rootImageUuid: template?.uuid ?? null,
    type: 'Root',
    size,
    actualSize: template?.actualSize ?? 0,
    deviceId: 0,
    layerSize: 0,
    contentId: template ? contentOf(template) : `empty:${uuid}`,
    diskOfferingUuid: request.rootDiskOfferingUuid ?? null,
    tags: request.rootVolumeSystemTags,
  });
}

/**
 * The storage of the data volumes of a new VM: the one that a tag names. Else that of its root volume, unless this
 * is a local one, and the hosts of its clusters have others: then of these the one with most room.
 * @throws SYS.1006 or SYS.1007 when it cannot hold volumes, SYS.1003 for none
 */
export function dataVolumeStorage(
  world: World,
  { systemTags }: VmRequest,
  root: PrimaryStorage,
): PrimaryStorage {
  const [uuid] = systemTags.flatMap((tag) => tokenOf(DATA_VOLUME_STORAGE, tag) ?? []);
  if (uuid === undefined) return sharedBeside(world, root) ?? root;
  if (uuid === root.uuid) return root;
  const storage = primaryStorageOf(world, uuid);
  assertCanHoldVolumes(storage);
  return storage;
}

function sharedBeside({ repositories }: World, root: PrimaryStorage): PrimaryStorage | undefined {
  if (root.type !== 'LocalStorage') return undefined;
  const { primaryStorages } = repositories;
  return primaryStorages
    .clusterUuids(root.uuid)
    .flatMap((clusterUuid) => primaryStorages.listByCluster(clusterUuid))
    .filter(({ type, state, status }) => {
      return type !== 'LocalStorage' && state === 'Enabled' && status === 'Connected';
    })
    .toSorted((a, b) => b.availableCapacity - a.availableCapacity)[0];
}

export function insertDataVolume(
  world: World,
  request: VmRequest,
  vm: VmInstance,
  storage: PrimaryStorage,
  index: number,
  size: number,
  now: number,
): void {
  const uuid = world.chance.uuid();
  insertVolume(world, request.ownerUuid, storage, now, {
    uuid,
    name: `DATA-for-${vm.name}`,
    vmInstanceUuid: vm.uuid,
    rootImageUuid: null,
    type: 'Data',
    size,
    actualSize: 0,
    layerSize: 0,
    deviceId: index + 1,
    contentId: `empty:${uuid}`,
    diskOfferingUuid: request.dataDiskOfferingUuids?.[index] ?? null,
    tags: [
      ...request.dataVolumeSystemTags,
      ...(request.dataVolumeSystemTagsOnIndex?.[index] ?? []),
    ],
  });
}

function insertVolume(
  world: World,
  ownerUuid: string,
  storage: PrimaryStorage,
  now: number,
  {
    tags,
    ...volume
  }: {
    readonly uuid: string;
    readonly name: string;
    readonly vmInstanceUuid: string;
    readonly rootImageUuid: string | null;
    readonly type: 'Root' | 'Data';
    readonly size: number;
    readonly actualSize: number;
    readonly layerSize: number;
    readonly deviceId: number;
    readonly contentId: string;
    readonly diskOfferingUuid: string | null;
    readonly tags: readonly string[];
  },
): void {
  const { volumes, accounts } = world.repositories;
  takeFromPrimaryStorage(world, storage.uuid, volume.size, volume.layerSize);
  const format = volumeFormatOn(storage);
  const { volumeQos, systemTags } = takeQos([...new Set(tags)].filter((tag) => !isEphemeral(tag)));
  volumes.insert({
    ...volume,
    description:
      volume.type === 'Root'
        ? `Root volume for VM[uuid:${volume.vmInstanceUuid}]`
        : `DataVolume-${volume.vmInstanceUuid}`,
    primaryStorageUuid: storage.uuid,
    installPath: volumeInstallPath(
      storage,
      volume,
      ownerUuid,
      poolFor(world, storage, volume.type, tags),
    ),
    format,
    state: 'Enabled',
    status: 'Ready',
    isShareable: false,
    volumeQos,
    lastDetachDate: null,
    lastVmInstanceUuid: null,
    lastAttachDate: volume.type === 'Data' ? now : null,
    createDate: now,
    lastOpDate: now,
  });
  placeVolume(world, storage, volume.uuid, vmOf(world, volume.vmInstanceUuid).lastHostUuid);
  accounts.own(ownerUuid, volume.uuid, 'VolumeVO');
  writeTags(world, 'VolumeVO', volume.uuid, { systemTags, userTags: [] }, now);
}
