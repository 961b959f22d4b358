import { ApiError, apiError, type ErrorCode } from '../../core/api-error.js';
import type { Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { releaseContent } from '../images/contents.js';
import { primaryStorageOf, vmOf } from '../resources/lookup.js';
import { giveBackToPrimaryStorage, takeFromPrimaryStorage } from '../storages/capacity.js';
import { refusalOf } from '../storages/primary/states.js';
import { findRoom } from '../storages/primary/room.js';
import { leaveTree } from '../volume-snapshots/chain.js';
import { removeSnapshot } from '../volume-snapshots/delete-snapshot.js';
import { stampOf } from '../volume-snapshots/revert-volume.js';
import { takeSnapshotNow } from '../volume-snapshots/take-snapshot.js';
import { contentOf, sourceOf } from '../volumes/create-data-volume.js';
import { besides, volumeInstallPath } from '../volumes/volume-place.js';
import { cacheImage, isCached } from './new-vm-disks.js';

interface ReimageContext {
  readonly vmUuid: string;
  /** Who calls: the owner of the snapshot. */
  readonly accountUuid: string;
  /** What holds the volume as it was. */
  snapshotUuid?: string;
  /** Where the volume was before, to be there again when nothing comes of it. */
  formerPath?: string | null;
}

type Run = StepRun<ReimageContext>;

/**
 * Makes the root volume of a VM anew of its image. What it held stays as a snapshot, of a tree that it does not follow
 * any more. Steps and their names are the real system's.
 */
export const reimageVmFlow: Flow<ReimageContext> = {
  name: 'reset-root-volume-from-image',
  firstStep: 'check-template-available',
  steps: {
    'check-template-available': checkTemplate,
    'allocate-primary-storage': checkRoom,
    'mark-root-volume-as-snapshot-on-primary-storage': keepPresent,
    'reset-root-volume-from-image-on-primary-storage': reset,
    'sync-volume-size-after-reimage': finish,
  },
  // The real system leaves a snapshot that has the path of the volume that goes on.
  rollback({ world, context }) {
    const { volumeSnapshots, volumes } = world.repositories;
    const snapshot = context.snapshotUuid && volumeSnapshots.find(context.snapshotUuid);
    if (!snapshot || !snapshot.latest) return;
    removeSnapshot(world, snapshot);
    const volume = volumes.find(snapshot.volumeUuid ?? '');
    if (!volume || context.formerPath === undefined) return;
    volumes.update(volume, { installPath: context.formerPath }, volume.lastOpDate);
  },
};

/** The root volume of a VM; undefined while it is only created. */
export const rootVolumeOf = ({ repositories }: World, vmUuid: string): Volume | undefined =>
  repositories.volumes.listByVm(vmUuid).find(({ type }) => type === 'Root');

/**
 * What is looked at before a VM is made anew of its image, in the real system's order.
 * @throws VM.1014 unless it is Stopped, VM.1015 for one of an ISO, VM.1016 where image and cache are gone
 */
export function checkReimage(world: World, vm: VmInstance): void {
  const root = rootVolumeOf(world, vm.uuid);
  const text = (image: string | null | undefined) =>
    `unable to reset volume[uuid:${root?.uuid ?? null}] to origin image[uuid:${image ?? null}],`;
  if (vm.state !== 'Stopped' || !root) {
    throw apiError(
      'VM.1014',
      `${text(vm.imageUuid)} the vm[uuid:${vm.uuid}] volume attached to is not in Stopped state, current state is ${vm.state}`,
    );
  }
  const { images, imageCaches, primaryStorages } = world.repositories;
  // The root volume of a VM of an ISO names it in the real system; here the VM alone does.
  const imageUuid = root.rootImageUuid ?? vm.imageUuid;
  const image = imageUuid === null ? undefined : images.find(imageUuid);
  if (image?.mediaType === 'ISO') {
    throw apiError('VM.1015', `${text(imageUuid)} for image type is ISO`);
  }
  // The real system asks for a cache alone; worlds that a seed made have images of VMs that none has brought anywhere.
  const isCachedSomewhere = ({ uuid }: PrimaryStorage) =>
    imageCaches.find(uuid, root.rootImageUuid ?? '') !== undefined;
  if (root.rootImageUuid !== null && image !== undefined) return;
  if (primaryStorages.list().some(isCachedSomewhere)) return;
  throw apiError('VM.1016', `${text(root.rootImageUuid)} cannot find image cache.`);
}

interface Subject {
  readonly vm: VmInstance;
  readonly root: Volume;
  readonly storage: PrimaryStorage;
  readonly image: Image;
}

/** What may have changed since the call was accepted is looked at again at each step. */
function subjectOf({ world, context }: Run): Subject {
  const vm = vmOf(world, context.vmUuid);
  checkReimage(world, vm);
  const root = rootVolumeOf(world, vm.uuid) as Volume;
  // A cache does not tell its content here. The real system does the same on local storage.
  const image = world.repositories.images.find(root.rootImageUuid ?? '');
  if (!image) throw apiError('SYS.1006', 'root image has been deleted, cannot reimage now');
  contentOf(image);
  return { vm, root, image, storage: primaryStorageOf(world, root.primaryStorageUuid) };
}

function checkTemplate(run: Run): void {
  subjectOf(run);
  run.schedule('allocate-primary-storage');
}

function checkRoom(run: Run): void {
  const { vm, storage, image } = subjectOf(run);
  findRoom(run.world, [storage], image.actualSize, `connected to host:${vm.lastHostUuid}`);
  run.schedule('mark-root-volume-as-snapshot-on-primary-storage');
}

function keepPresent(run: Run): void {
  const { world, context, now } = run;
  const { vm, root } = subjectOf(run);
  const snapshot = {
    uuid: world.chance.uuid(),
    name: `reimage-vm-point-${vm.uuid}-${stampOf(now)}`,
    description: `save snapshot for reimage vm [uuid:${vm.uuid}]`,
    ownerUuid: context.accountUuid,
  };
  takeSnapshotNow(world, root.uuid, snapshot, now);
  world.repositories.tags.insertSystemTag({
    uuid: world.chance.uuid(),
    tag: 'CreatedBySystem',
    inherent: false,
    resourceUuid: snapshot.uuid,
    resourceType: 'VolumeSnapshotVO',
    createDate: now,
    lastOpDate: now,
  });
  context.snapshotUuid = snapshot.uuid;
  context.formerPath = root.installPath;
  const delay = momentOf(world, 'vm', [vm.uuid, root.uuid]);
  run.schedule('reset-root-volume-from-image-on-primary-storage', null, delay);
}

/** Brings the image where the volume lies. What the volume becomes is written at the end, all at once. */
function reset(run: Run): void {
  const { world, now } = run;
  const { storage, image } = subjectOf(run);
  const refusal: ErrorCode | undefined = refusalOf(storage, 'ReInitRootVolume');
  if (refusal) throw new ApiError(refusal);
  if (!isCached(world, image, storage)) {
    sourceOf(world, image, storage);
    cacheImage(world, image, storage, now);
  }
  run.schedule('sync-volume-size-after-reimage');
}

function finish(run: Run): void {
  const { world, context, now } = run;
  const { vm, root, storage, image } = subjectOf(run);
  // What was written since the snapshot goes.
  giveBackToPrimaryStorage(world, storage.uuid, root.size, root.layerSize);
  takeFromPrimaryStorage(world, storage.uuid, image.size, 0);
  const contentId = contentOf(image);
  world.repositories.volumes.update(
    root,
    {
      contentId,
      size: image.size,
      actualSize: image.actualSize,
      layerSize: 0,
      installPath: newPathOf(run, root, storage),
    },
    now,
  );
  releaseContent(world, root.contentId);
  if (storage.type === 'Ceph') leaveOnCeph(world, root, context.formerPath ?? '', now);
  leaveTree(world, root.uuid, now);
  run.succeed({ vmUuid: vm.uuid });
}

/** Another file in the volume's folder; on Ceph another volume in its pool, named after the moment. */
function newPathOf({ world, now }: Run, root: Volume, storage: PrimaryStorage): string {
  if (storage.type === 'Ceph') {
    const path = root.installPath ?? '';
    return `${path.slice(0, path.lastIndexOf('/'))}/reset-image-${root.uuid}-${now}`;
  }
  const ownerUuid = world.repositories.accounts.findOwner(root.uuid) ?? '';
  return besides(volumeInstallPath(storage, root, ownerUuid), world.chance.uuid());
}

/** What the snapshots of Ceph lie in cannot go before them. Its bytes are theirs. */
function leaveOnCeph(world: World, root: Volume, installPath: string, now: number): void {
  world.repositories.trash.insert({
    hostUuid: null,
    resourceUuid: root.uuid,
    resourceType: 'VolumeVO',
    storageUuid: root.primaryStorageUuid ?? '',
    storageType: 'PrimaryStorage',
    installPath,
    isFolder: false,
    hypervisorType: 'KVM',
    size: 0,
    trashType: 'ReimageVolume',
    createDate: now,
  });
}
