import { ApiError, apiError } from '../../core/api-error.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { assertTagOf } from '../../domain/tag/system-tag-formats.js';
import { fits, tokenOf } from '../../domain/tag/tag-format.js';
import { VIRTIO, VM_TAGS } from '../../domain/tag/vm-tags.js';
import { CEPH_ROOT_POOL } from '../../domain/tag/volume-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { copyingTime, momentOf } from '../../jobs/work-time.js';
import { releaseContent } from '../images/contents.js';
import { imageOf, newUuid, ownerOf, primaryStorageOf, vmOf } from '../resources/lookup.js';
import { assertUsable } from '../storages/backup/usable.js';
import { giveBackToPrimaryStorage, takeFromPrimaryStorage } from '../storages/capacity.js';
import { findRoom } from '../storages/primary/room.js';
import { refusalOf } from '../storages/primary/states.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import { leaveTree } from '../volume-snapshots/chain.js';
import { contentOf, sourceOf } from '../volumes/create-data-volume.js';
import { removeVolume } from '../volumes/remove-volume.js';
import { volumeFormatOn, volumeInstallPath } from '../volumes/volume-place.js';
import { reaches } from './iso.js';
import { cacheImage, isCached } from './new-vm-disks.js';
import { rootVolumeOf } from './reimage-vm.js';
import { hostToStartOn } from './vm-host.js';
import { checkVmState } from './vm-states.js';

/** A checked call of ChangeVmImage; its tags are those of the root volume. */
export interface ChangeImageRequest extends NewTags {
  readonly vmUuid: string;
  readonly imageUuid: string;
  /** The uuid of the volume that is made of the image, and goes into the root volume. */
  readonly resourceUuid: string | null;
}

interface ChangeImageContext {
  readonly request: ChangeImageRequest;
  transientUuid?: string;
}

type Run = StepRun<ChangeImageContext>;

/**
 * Gives a stopped VM another image: a volume is made of it, and then the root volume takes over what that is, and keeps
 * its uuid. The module that does so is closed; how it goes is inferred from what it uses of the open source (the flow of
 * new VMs, `OverwriteVolumeMsg`).
 */
export const changeVmImageFlow: Flow<ChangeImageContext> = {
  name: 'change-vm-image',
  firstStep: 'allocate-volume',
  isPlain: true,
  steps: {
    'allocate-volume': allocate,
    'download-image': download,
    'instantiate-volume': instantiate,
    'overwrite-root-volume': overwrite,
  },
  rollback({ world, context }) {
    const { volumes } = world.repositories;
    const transient = context.transientUuid && volumes.find(context.transientUuid);
    if (transient) removeVolume(world, transient);
  },
};

/** Whether a VM can be given an image: a root volume template of its architecture that can come to its storage. */
export const canBecome = (world: World, vm: VmInstance, image: Image): boolean =>
  image.mediaType === 'RootVolumeTemplate' &&
  image.state === 'Enabled' &&
  image.status === 'Ready' &&
  !image.system &&
  image.architecture === vm.architecture &&
  reaches(world, image, vm);

/**
 * What is looked at before a VM is given another image. The words are ours, but for the VM's state and what new VMs say
 * of their images.
 * @throws SYS.1006 or SYS.1007
 */
export function checkChangeImage(world: World, vm: VmInstance, image: Image): void {
  checkVmState(vm, 'APIChangeVmImageMsg');
  const { uuid, state, status, mediaType } = image;
  if (state === 'Disabled') {
    throw apiError('SYS.1006', `image[uuid:${uuid}] is Disabled, can't change vm to it`);
  }
  if (status !== 'Ready') {
    throw apiError('SYS.1006', `image[uuid:${uuid}] is not ready yet, can't change vm to it`);
  }
  if (mediaType !== 'RootVolumeTemplate') {
    throw apiError(
      'SYS.1007',
      `image[uuid:${uuid}] is of mediaType: ${mediaType}, only RootVolumeTemplate can be used to change the image of a vm`,
    );
  }
  if (canBecome(world, vm, image)) return;
  throw apiError(
    'SYS.1006',
    `image[uuid:${uuid}] is no candidate for the vm[uuid:${vm.uuid}]: it must be of its architecture, no system image, and on a backup storage that is Enabled, Connected and fits the primary storage of its root volume`,
  );
}

/**
 * The tags of the call will be tags of the root volume.
 * @throws SYS.1007
 */
export function checkTagsOfRoot(systemTags: readonly string[]): void {
  for (const tag of systemTags) assertTagOf('VolumeVO', tag);
}

interface Subject {
  readonly vm: VmInstance;
  readonly image: Image;
  readonly root: Volume;
  readonly storage: PrimaryStorage;
}

/** What may have changed since the call was accepted is looked at again at each step. */
function subjectOf({ world, context }: Run): Subject {
  const vm = vmOf(world, context.request.vmUuid);
  const image = imageOf(world, context.request.imageUuid);
  checkChangeImage(world, vm, image);
  const root = rootVolumeOf(world, vm.uuid);
  if (!root) throw apiError('SYS.1000', `cannot find the root volume of vm[uuid:${vm.uuid}]`);
  return { vm, image, root, storage: primaryStorageOf(world, root.primaryStorageUuid) };
}

/** The place of the new volume: on the storage, and on local storage on the host, of the one that it replaces. */
function allocate(run: Run): void {
  const { world, context, now } = run;
  const { vm, image, root, storage } = subjectOf(run);
  const host = hostToStartOn(world, vm, {});
  const where = host ? `connected to host:${host.uuid}` : null;
  findRoom(world, [storage], image.size, where);
  const uuid = newUuid(world, context.request.resourceUuid);
  takeFromPrimaryStorage(world, storage.uuid, image.size, 0);
  const ownerUuid = ownerOf(world, root.uuid);
  const pool = poolOf(run, root, storage);
  world.repositories.volumes.insert({
    ...root,
    uuid,
    vmInstanceUuid: null,
    rootImageUuid: image.uuid,
    installPath: volumeInstallPath(storage, { uuid, type: 'Root' }, ownerUuid, pool),
    format: volumeFormatOn(storage),
    size: image.size,
    actualSize: 0,
    layerSize: 0,
    deviceId: null,
    status: 'Creating',
    contentId: `empty:${uuid}`,
    lastAttachDate: null,
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(ownerUuid, uuid, 'VolumeVO');
  context.transientUuid = uuid;
  if (isCached(world, image, storage)) goOn(run, vm);
  else {
    const from: BackupStorage = sourceOf(world, image, storage);
    const subjects = [vm.uuid, image.uuid];
    const delay = copyingTime(world, 'vm', subjects, from, image.actualSize);
    run.schedule('download-image', from.uuid, delay);
  }
}

/** The pool that the call names, or that the root volume was made for. @throws SYS.1006 where there is none */
function poolOf({ world, context }: Run, root: Volume, storage: PrimaryStorage): string | null {
  if (storage.type !== 'Ceph') return null;
  const { tags, cephPools } = world.repositories;
  const told = [...context.request.systemTags, ...tags.listSystemTags(root.uuid)];
  const [pool] = told.flatMap((tag) => tokenOf(CEPH_ROOT_POOL, tag) ?? []);
  if (pool === undefined) return null;
  if (cephPools.listByStorage(storage.uuid).some(({ poolName }) => poolName === pool)) return pool;
  throw apiError('SYS.1006', `cannot find cephPrimaryStorage pool[poolName=${pool}]`);
}

function goOn(run: Run, vm: VmInstance): void {
  const delay = momentOf(run.world, 'vm', [vm.uuid, run.context.request.imageUuid]);
  run.schedule('instantiate-volume', null, delay);
}

/** The image has come to the primary storage; it stays there, whatever becomes of the VM. */
function download(run: Run): void {
  const { world, now } = run;
  const { vm, image, storage } = subjectOf(run);
  const from = world.repositories.backupStorages.find(run.subject ?? '');
  if (from) assertUsable(from, 'DownloadVolumeMsg');
  else sourceOf(world, image, storage);
  if (!isCached(world, image, storage)) {
    const refusal = refusalOf(storage, 'DownloadVolumeTemplate');
    if (refusal) throw new ApiError(refusal);
    findRoom(world, [storage], image.actualSize);
    cacheImage(world, image, storage, now);
  }
  goOn(run, vm);
}

function instantiate(run: Run): void {
  const { world, now } = run;
  const { image, storage } = subjectOf(run);
  const refusal = refusalOf(storage, 'InstantiateVolume');
  if (refusal) throw new ApiError(refusal);
  const transient = transientOf(run);
  const status = volumeStatusMachine.next(transient.status, 'bitsReady');
  const { actualSize } = image;
  world.repositories.volumes.update(
    transient,
    { status, actualSize, contentId: contentOf(image) },
    now,
  );
  run.schedule('overwrite-root-volume');
}

function transientOf({ world, context }: Run): Volume {
  const volume = world.repositories.volumes.find(context.transientUuid ?? '');
  if (volume) return volume;
  throw apiError('SYS.1000', `cannot find the volume[uuid:${context.transientUuid}]`);
}

/**
 * The root volume takes over where the new volume lies and what it holds, and what it had goes with the new one's row.
 * Its snapshots stay; on Ceph, where they lie in what it had, that stays with them.
 */
function overwrite(run: Run): void {
  const { world, context, now } = run;
  const { request } = context;
  const { vm, image, root, storage } = subjectOf(run);
  const made = transientOf(run);
  const { volumes } = world.repositories;
  giveBackToPrimaryStorage(world, storage.uuid, root.size, root.layerSize);
  // The room of the new one is the root volume's from now on.
  removeVolume(world, made);
  takeFromPrimaryStorage(world, storage.uuid, made.size, made.layerSize);
  const { installPath, size, actualSize, layerSize, rootImageUuid, contentId, format } = made;
  const taken = { installPath, size, actualSize, layerSize, rootImageUuid, contentId, format };
  volumes.update(root, taken, now);
  releaseContent(world, root.contentId);
  leaveTree(world, root.uuid, now);
  const overwritten = `overwriteBy::volume::${made.uuid}`;
  const isNew = (tag: string) => !world.repositories.tags.listSystemTags(root.uuid).includes(tag);
  const systemTags = [...request.systemTags, overwritten].filter(isNew);
  writeTags(world, 'VolumeVO', root.uuid, { ...request, systemTags }, now);
  becomeOf(world, vm, image, now);
  run.succeed({ vmUuid: vm.uuid });
}

/** The VM is one of the image: what it had of the former one, and only of that, it has of the new one. */
function becomeOf(world: World, vm: VmInstance, image: Image, now: number): void {
  const { vmInstances, tags, images } = world.repositories;
  vmInstances.update(
    vm,
    {
      imageUuid: image.uuid,
      platform: image.platform ?? vm.platform,
      guestOsType: image.guestOsType ?? vm.guestOsType,
      virtio: image.virtio,
    },
    now,
  );
  const former = vm.imageUuid === null ? undefined : images.find(vm.imageUuid);
  const before = former === undefined ? [] : tagsOf(world, former);
  const after = tagsOf(world, image);
  for (const tag of before) if (!after.includes(tag)) tags.removeSystemTag(vm.uuid, tag);
  const own = tags.listSystemTags(vm.uuid);
  const isOwn = (wanted: string) =>
    own.some((tag) => tag === wanted || VM_TAGS.some((one) => fits(one, tag) && fits(one, wanted)));
  const systemTags = after.filter((tag) => !isOwn(tag));
  writeTags(world, 'VmInstanceVO', vm.uuid, { systemTags, userTags: [] }, now);
}

/** The tags that a VM is given for its image. */
const tagsOf = ({ repositories }: World, image: Image): string[] => [
  ...(image.virtio ? [VIRTIO] : []),
  ...repositories.tags
    .listSystemTags(image.uuid)
    .filter((tag) => VM_TAGS.some((format) => fits(format, tag))),
];
