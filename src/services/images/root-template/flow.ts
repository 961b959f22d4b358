import { apiError, errorCode, toErrorCode, type ErrorCode } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import type { Image, ImageBackupStorageRef } from '../../../domain/image/image.js';
import { fillTemplateFromVm } from '../../../domain/image/template-defaults.js';
import { TEMPLATE_VM_STATES, type VmInstance } from '../../../domain/vm-instance/vm-instance.js';
import { formatOf, type Volume } from '../../../domain/volume/volume.js';
import { allocateBackupStorage } from '../../storages/allocate-backup-storage.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { primaryStorageOf } from '../../resources/lookup.js';
import { removeImageRef, removeImage } from '../delete/remove-image.js';
import { copyVmTags } from '../template-parts/copy-vm-tags.js';
import { insertTemplate } from '../template-parts/new-image.js';
import { checkTemplatePlacement } from '../template-parts/placement.js';
import { checkWayToBackupStorage } from '../template-parts/primary-storage-side.js';
import { finishRef, imageInMaking, insertRef, makeReady } from '../template-parts/refs.js';
import {
  snapshotErrorOf,
  takeTemporarySnapshots,
  undoTemporarySnapshot,
  type TemporarySnapshots,
} from '../template-parts/temporary-snapshot.js';
import { copyingTime } from '../../../jobs/work-time.js';
import type { World } from '../../../domain/world.js';
import type { TemplateRequest } from './request.js';

/** What the flow learns on its way. */
interface TemplateContext {
  readonly request: TemplateRequest;
  /** Bytes that each storage must have room for: what the volume holds when the flow starts. */
  estimate?: number;
  imageUuid?: string;
  /** The content that is copied: frozen when the copying starts. */
  contentId?: string;
  /** Taken of a volume on Ceph. */
  snapshots?: TemporarySnapshots;
  lastError?: ErrorCode;
}

type Run = StepRun<TemplateContext>;

/** Steps and their names are the real system's, so that `location` in an error says the same. */
export const createRootVolumeTemplateFlow: Flow<TemplateContext> = {
  name: 'create-root-volume-template',
  firstStep: 'get-volume-actual-size',
  stepsWithSubjects: ['start-creating-template'],
  stepsThatTakeBytes: [
    'get-volume-actual-size',
    'create-image-in-database',
    'select-backup-storage',
    'start-creating-template',
  ],
  steps: {
    'get-volume-actual-size': estimate,
    'create-image-in-database': createImage,
    'select-backup-storage': selectBackupStorages,
    'start-creating-template': createOnBackupStorage,
    'copy-system-tag-to-image': copyTagsOfVm,
    'sync-image-size': syncSize,
  },
  rollback({ world, context }) {
    if (context.imageUuid !== undefined) removeImage(world, context.imageUuid);
  },
};

function estimate(run: Run): void {
  run.context.estimate = volumeOf(run).actualSize;
  run.schedule('create-image-in-database');
}

function createImage(run: Run): void {
  const { world, context, now } = run;
  const { request } = context;
  const volume = volumeOf(run);
  // The page offers both fields, the real system always overwrites them from the VM.
  const isHonoured = world.checks === 'strict';
  const asked = isHonoured ? request : { ...request, architecture: null, virtio: null };
  const filled = fillTemplateFromVm(asked, vmOf(world, volume));
  context.imageUuid = insertTemplate(
    world,
    { ...request, systemTags: filled.systemTags },
    {
      size: volume.size,
      actualSize: estimateOf(context),
      url: `volume://${volume.uuid}`,
      mediaType: 'RootVolumeTemplate',
      guestOsType: filled.guestOsType,
      platform: filled.platform,
      architecture: filled.architecture,
      format: formatOf(volume),
      system: request.system,
      virtio: filled.virtio,
    },
    now,
  );
  run.schedule('select-backup-storage');
}

/** Takes room on the storages, freezes the content and starts one copy per storage. */
function selectBackupStorages(run: Run): void {
  const { world, context, now } = run;
  const size = estimateOf(context);
  const imageUuid = imageUuidOf(context);
  context.contentId = volumeOf(run).contentId;
  const storages = allocate(run, size);
  context.snapshots = takeTemporarySnapshots(world, volumeOf(run), storages, now);
  for (const storage of storages) {
    const backupStorageUuid = storage.uuid;
    insertRef(world, { imageUuid, backupStorageUuid, status: 'Creating', takenBytes: size }, now);
    const delay = copyingTime(
      world,
      'template',
      [imageUuid, context.request.rootVolumeUuid],
      storage,
      size,
    );
    run.schedule('start-creating-template', storage.uuid, delay);
  }
}

/** Named storages that cannot be had are dropped while one can; else the allocator chooses by zone. */
function allocate(run: Run, size: number): BackupStorage[] {
  const { world, context } = run;
  const primaryStorage = primaryStorageOf(world, volumeOf(run).primaryStorageUuid);
  const wanted = [...new Set(context.request.backupStorageUuids)];
  if (wanted.length === 0) {
    const zoneUuid = primaryStorage.zoneUuid;
    // Strict: never a storage that could not take the bits; the real allocator does not look.
    const fitting = world.checks === 'strict' ? { primaryStorage } : {};
    return [allocateBackupStorage(world, { size, zoneUuid, ...fitting })];
  }
  const allocated: BackupStorage[] = [];
  const errors: ErrorCode[] = [];
  for (const backupStorageUuid of wanted) {
    try {
      if (world.checks === 'strict') {
        checkTemplatePlacement(world, primaryStorage, backupStorageUuid);
      }
      allocated.push(allocateBackupStorage(world, { size, backupStorageUuid }));
    } catch (error) {
      errors.push(toErrorCode(error));
    }
  }
  if (allocated.length === 0) {
    throw apiError(
      'SYS.1006',
      `unable to allocate backup storage specified by uuids[${wanted.join(', ')}], list errors are: ${JSON.stringify(errors)}`,
      errors.at(-1),
    );
  }
  return allocated;
}

/** Ends the copy on one storage: its ref becomes Ready, or goes and gives its bytes back. */
function createOnBackupStorage(run: Run): void {
  const { world, context, now } = run;
  const { images } = world.repositories;
  const image = imageOf(run);
  const ref = images.findRef(image.uuid, run.subject ?? '');
  // Its storage was deleted: there is nothing left to bring anything to.
  if (!ref) {
    endCopy(run, image);
    return;
  }
  try {
    run.meetFault();
    checkCopy(run, ref);
    finishRef(world, ref, image, context.request.ownerUuid, now);
    makeReady(world, image, context.contentId ?? volumeOf(run).contentId, now);
  } catch (error) {
    context.lastError = toErrorCode(error);
    removeImageRef(world, ref);
  }
  undoTemporarySnapshot(world, context.snapshots, ref.backupStorageUuid);
  endCopy(run, image);
}

/** Goes on once nothing is under way any more; fails when no storage has got the image. */
function endCopy(run: Run, image: Image): void {
  const { world, context } = run;
  if (run.hasOtherTasks()) return;
  if (world.repositories.images.listRefs(image.uuid).length === 0) {
    throw apiError(
      'SYS.1006',
      `failed to create image from root volume[uuid:${context.request.rootVolumeUuid}] on all backup storage, see cause for one of errors`,
      context.lastError,
    );
  }
  run.schedule('copy-system-tag-to-image');
}

/** What stops a copy: the VM's state, or anything on the way from the primary to the backup storage. */
function checkCopy(run: Run, ref: ImageBackupStorageRef): void {
  const { world, context } = run;
  const volume = volumeOf(run);
  const vm = vmOf(world, volume);
  if (!TEMPLATE_VM_STATES.includes(vm.state)) {
    const details = `current vm instance state[${vm.state}] doesn't allow to proceed message[org.zstack.header.vm.CreateTemplateFromRootVolumeVmMsg], allowed states are [${TEMPLATE_VM_STATES.join(', ')}]`;
    throw apiError('SYS.1006', details, errorCode('VM.1010', details));
  }
  const primaryStorage = primaryStorageOf(world, volume.primaryStorageUuid);
  const details = `failed to create template from root volume[uuid:${volume.uuid}] on primary storage[uuid:${primaryStorage.uuid}]`;
  checkWayToBackupStorage(world, primaryStorage, ref.backupStorageUuid, details, run.isOutOfRoom);
  const error = snapshotErrorOf(context.snapshots, ref.backupStorageUuid);
  if (error) throw apiError('SYS.1006', details, error);
}

function copyTagsOfVm(run: Run): void {
  copyVmTags(run.world, volumeOf(run).vmInstanceUuid, imageUuidOf(run.context), run.now);
  run.schedule('sync-image-size');
}

/** The image's actual size becomes what a storage holds of it. */
function syncSize(run: Run): void {
  const { images } = run.world.repositories;
  const image = imageOf(run);
  const ready = images.listRefs(image.uuid).find((ref) => ref.status === 'Ready');
  if (ready && ready.takenBytes !== image.actualSize) {
    images.update(image, { actualSize: ready.takenBytes }, run.now);
  }
  run.succeed({ imageUuid: image.uuid });
}

function volumeOf({ world, context }: Run): Volume {
  const uuid = context.request.rootVolumeUuid;
  const volume = world.repositories.volumes.find(uuid);
  if (!volume) throw apiError('SYS.1000', `cannot find the volume[uuid:${uuid}]`);
  return volume;
}

function vmOf(world: World, volume: Volume): VmInstance {
  const vm = volume.vmInstanceUuid && world.repositories.vmInstances.find(volume.vmInstanceUuid);
  if (!vm) {
    throw apiError('SYS.1000', `cannot find the vm of the root volume[uuid:${volume.uuid}]`);
  }
  return vm;
}

const imageOf = ({ world, context }: Run): Image => imageInMaking(world, imageUuidOf(context));

function imageUuidOf({ imageUuid }: TemplateContext): string {
  if (imageUuid === undefined) throw new Error('the flow has made no image yet');
  return imageUuid;
}

function estimateOf({ estimate: bytes }: TemplateContext): number {
  if (bytes === undefined) throw new Error('the flow has not estimated its bytes yet');
  return bytes;
}
