import { ApiError, apiError } from '../../core/api-error.js';
import type { Architecture, Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { takeQos } from '../../domain/tag/volume-tags.js';
import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { hostForVm, placeVolume } from '../storages/primary/local-storage.js';
import { withReserve } from '../storages/primary/reserve.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { imageOf, newUuid, vmOf } from '../resources/lookup.js';
import { contentOf, sourceOf } from '../volumes/create-data-volume.js';
import {
  assertCanHoldVolumes,
  cacheInstallPath,
  volumeFormatOn,
  volumeInstallPath,
} from '../volumes/volume-place.js';
import { momentOf } from '../../jobs/work-time.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import type { World } from '../../domain/world.js';
import { removeVm } from './remove-vm.js';

/** A checked call of CreateVmInstance; kept as the flow's context. Sizes are bytes. */
export interface VmRequest extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly imageUuid: string;
  readonly cpuNum: number;
  readonly memorySize: number;
  /** Size of the root volume where the image is an ISO. */
  readonly rootDiskSize: number | null;
  readonly dataDiskSizes: readonly number[];
  readonly zoneUuid: string | null;
  readonly clusterUuid: string | null;
  readonly hostUuid: string | null;
  readonly primaryStorageUuid: string | null;
  readonly strategy: 'InstantStart' | 'JustCreate' | 'CreateStopped';
  readonly platform: string | null;
  readonly guestOsType: string | null;
  readonly architecture: Architecture | null;
  readonly virtio: boolean | null;
  readonly resourceUuid: string | null;
  readonly rootVolumeSystemTags: readonly string[];
  readonly dataVolumeSystemTags: readonly string[];
  readonly ownerUuid: string;
}

interface VmContext {
  readonly request: VmRequest;
  vmUuid?: string;
}

type Run = StepRun<VmContext>;

/**
 * What an image must be for a VM to be made of it.
 * @throws SYS.1006 or SYS.1007
 */
export function checkVmImage(image: Image, rootDiskSize: number | null): void {
  if (image.state !== 'Enabled') {
    throw apiError('SYS.1006', `image[uuid:${image.uuid}] is Disabled, can't create vm from it`);
  }
  if (image.status !== 'Ready') {
    throw apiError('SYS.1006', `image[uuid:${image.uuid}] is not Ready, it's ${image.status}`);
  }
  if (image.mediaType === 'DataVolumeTemplate') {
    throw apiError(
      'SYS.1007',
      `image[uuid:${image.uuid}] is of mediaType: ${image.mediaType}, only RootVolumeTemplate and ISO can be used to create vm`,
    );
  }
  if (image.mediaType === 'ISO' && rootDiskSize === null) {
    throw apiError('SYS.1007', 'rootDiskOfferingUuid cannot be null when image media type is ISO');
  }
}

/** Makes a VM with its root volume and data volumes, and starts it. There is no network or host. */
export const createVmFlow: Flow<VmContext> = {
  name: 'create-vm-instance',
  firstStep: 'create-volumes',
  isPlain: true,
  steps: { 'create-volumes': createVolumes, 'start-vm': started },
  rollback({ world, context }) {
    const vm = context.vmUuid && world.repositories.vmInstances.find(context.vmUuid);
    if (vm) removeVm(world, vm, true);
  },
};

function createVolumes(run: Run): void {
  const { world, context, now } = run;
  const { request } = context;
  const image = imageOf(world, request.imageUuid);
  const storage = choosePrimaryStorage(world, request, image);
  const vm = insertVm(world, request, image, storage, now);
  context.vmUuid = vm.uuid;
  if (image.mediaType !== 'ISO') cacheImage(world, image, storage, now);
  insertRootVolume(world, request, vm, image, storage, now);
  for (const [i, size] of request.dataDiskSizes.entries()) {
    insertDataVolume(world, request, vm, storage, i, size, now);
  }
  world.repositories.vmInstances.insertCdRom({
    uuid: world.chance.uuid(),
    vmInstanceUuid: vm.uuid,
    name: `vm-${vm.uuid}-cdRom`,
    deviceId: 0,
    isoUuid: image.mediaType === 'ISO' ? image.uuid : null,
    isoInstallPath: image.mediaType === 'ISO' ? `iso://${image.uuid}` : null,
    createDate: now,
    lastOpDate: now,
  });
  if (request.strategy !== 'InstantStart') run.succeed({ vmUuid: vm.uuid });
  else run.schedule('start-vm', null, momentOf(world, 'vm', [vm.uuid]));
}

function started({ world, context, now, succeed }: Run): void {
  const { vmInstances } = world.repositories;
  const vm = vmOf(world, context.vmUuid ?? '');
  // Somebody may have destroyed it meanwhile.
  if (vmStateMachine.accepts(vm.state, 'started')) {
    const state = vmStateMachine.next(vm.state, 'started');
    vmInstances.update(vm, { state, hostUuid: vm.lastHostUuid }, now);
  }
  succeed({ vmUuid: vm.uuid });
}

/** The named storage, or the one with most room that can hold the VM and get the image. */
function choosePrimaryStorage(world: World, request: VmRequest, image: Image): PrimaryStorage {
  const { primaryStorages } = world.repositories;
  const { primaryStorageUuid, zoneUuid, clusterUuid } = request;
  const candidates = primaryStorages
    .list()
    .filter(
      (storage) =>
        (primaryStorageUuid === null || storage.uuid === primaryStorageUuid) &&
        (zoneUuid === null || storage.zoneUuid === zoneUuid) &&
        (clusterUuid === null || primaryStorages.clusterUuids(storage.uuid).includes(clusterUuid)),
    )
    .toSorted((a, b) => b.availableCapacity - a.availableCapacity);
  let reason: ApiError | undefined;
  for (const storage of candidates) {
    try {
      assertCanHoldVolumes(storage);
      withReserve(world, [storage], rootSizeOf(request, image));
      if (!isCached(world, image, storage)) sourceOf(world, image, storage);
      return storage;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      reason ??= error;
    }
  }
  throw (
    reason ??
    apiError(
      'SYS.1006',
      'cannot find any primary storage that satisfies the zone and cluster of the vm',
    )
  );
}

const isCached = (world: World, image: Image, storage: PrimaryStorage) =>
  world.repositories.imageCaches.find(storage.uuid, image.uuid) !== undefined;

/** The first VM of an image brings its bits to the primary storage; the next ones use them. */
function cacheImage(world: World, image: Image, storage: PrimaryStorage, now: number): void {
  if (isCached(world, image, storage)) return;
  takeFromPrimaryStorage(world, storage.uuid, image.actualSize, image.actualSize);
  world.repositories.imageCaches.insert({
    primaryStorageUuid: storage.uuid,
    imageUuid: image.uuid,
    installUrl: cacheInstallPath(storage, image.uuid),
    mediaType: image.mediaType,
    size: image.actualSize,
    md5sum: 'not calculated',
    state: 'ready',
    createDate: now,
    lastOpDate: now,
  });
}

function insertVm(
  world: World,
  request: VmRequest,
  image: Image,
  storage: PrimaryStorage,
  now: number,
): VmInstance {
  const { vmInstances, accounts, primaryStorages } = world.repositories;
  const uuid = newUuid(world, request.resourceUuid);
  const architecture =
    request.architecture ?? (image.architecture as Architecture | null) ?? 'x86_64';
  const clusterUuid = request.clusterUuid ?? primaryStorages.clusterUuids(storage.uuid)[0] ?? null;
  const vm: VmInstance = {
    uuid,
    name: request.name,
    description: request.description,
    zoneUuid: storage.zoneUuid,
    clusterUuid,
    imageUuid: image.uuid,
    hostUuid: null,
    // Local disks decide where it runs.
    lastHostUuid:
      request.hostUuid ??
      (storage.type === 'LocalStorage'
        ? (hostForVm(world, storage.uuid, { clusterUuid, architecture })?.uuid ?? null)
        : null),
    instanceOfferingUuid: null,
    platform: request.platform ?? image.platform ?? 'Linux',
    architecture,
    guestOsType: request.guestOsType ?? image.guestOsType ?? 'Linux',
    virtio: request.virtio ?? image.virtio,
    type: 'UserVm',
    hypervisorType: 'KVM',
    memorySize: request.memorySize,
    cpuNum: request.cpuNum,
    state: INITIAL_STATES[request.strategy],
    createDate: now,
    lastOpDate: now,
  };
  vmInstances.insert(vm);
  accounts.own(request.ownerUuid, uuid, 'VmInstanceVO');
  writeTags(world, 'VmInstanceVO', uuid, request, now);
  return vm;
}

const INITIAL_STATES = {
  InstantStart: 'Starting',
  JustCreate: 'Created',
  CreateStopped: 'Stopped',
} as const;

const rootSizeOf = (request: VmRequest, { mediaType, size }: Image): number =>
  Math.max(request.rootDiskSize ?? 0, mediaType === 'ISO' ? 0 : size);

/** The root volume is a thin layer over the image's cache; of an ISO's VM it is empty. */
function insertRootVolume(
  world: World,
  request: VmRequest,
  vm: VmInstance,
  image: Image,
  storage: PrimaryStorage,
  now: number,
): void {
  const uuid = world.chance.uuid();
  const isEmpty = image.mediaType === 'ISO';
  const size = rootSizeOf(request, image);
  insertVolume(world, request.ownerUuid, storage, now, {
    uuid,
    name: `ROOT-for-${vm.name}`,
    vmInstanceUuid: vm.uuid,
    rootImageUuid: isEmpty ? null : image.uuid,
    type: 'Root',
    size,
    actualSize: isEmpty ? 0 : image.actualSize,
    deviceId: 0,
    contentId: isEmpty ? `empty:${uuid}` : contentOf(image),
    tags: request.rootVolumeSystemTags,
  });
}

function insertDataVolume(
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
    deviceId: index + 1,
    contentId: `empty:${uuid}`,
    tags: request.dataVolumeSystemTags,
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
    readonly deviceId: number;
    readonly contentId: string;
    readonly tags: readonly string[];
  },
): void {
  const { volumes, accounts } = world.repositories;
  takeFromPrimaryStorage(world, storage.uuid, volume.size, 0);
  const format = volumeFormatOn(storage);
  const { volumeQos, systemTags } = takeQos(tags);
  volumes.insert({
    ...volume,
    description:
      volume.type === 'Root'
        ? `Root volume for VM[uuid:${volume.vmInstanceUuid}]`
        : `DataVolume-${volume.vmInstanceUuid}`,
    primaryStorageUuid: storage.uuid,
    diskOfferingUuid: null,
    installPath: volumeInstallPath(storage, volume, ownerUuid),
    format,
    layerSize: 0,
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
