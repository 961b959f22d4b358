import { apiError, errorCode, toErrorCode, type ErrorCode } from '../../core/api-error.js';
import { artifactMd5 } from '../../domain/artifact/artifact.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import { templateInstallPath } from '../../domain/backup-storage/install-path.js';
import {
  imageRefStatusMachine,
  imageStatusMachine,
  type Image,
  type ImageBackupStorageRef,
} from '../../domain/image/image.js';
import { fillTemplateFromVm } from '../../domain/image/template-defaults.js';
import {
  assertTagOf,
  isBootModeTag,
  TAGS_COPIED_FROM_VM,
} from '../../domain/tag/system-tag-formats.js';
import { TEMPLATE_VM_STATES, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import { allocateBackupStorage } from '../allocate-backup-storage.js';
import type { Flow, StepRun } from '../flow.js';
import { removeImageRef, removeImage } from '../remove-image.js';
import { writeTags } from '../write-tags.js';
import type { World } from '../world.js';
import { checkTemplatePlacement } from './placement.js';
import type { TemplateRequest } from './request.js';

/** What the flow learns on its way. */
interface TemplateContext {
  readonly request: TemplateRequest;
  /** Bytes that each storage must have room for: what the volume holds when the flow starts. */
  estimate?: number;
  imageUuid?: string;
  /** The content that is copied: frozen when the copying starts. */
  contentId?: string;
  lastError?: ErrorCode;
}

type Run = StepRun<TemplateContext>;

/** Steps and their names are the real system's, so that `location` in an error says the same. */
export const createRootVolumeTemplateFlow: Flow<TemplateContext> = {
  name: 'create-root-volume-template',
  firstStep: 'get-volume-actual-size',
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
  const uuid = request.resourceUuid ?? world.chance.uuid();
  const { images, accounts } = world.repositories;
  if (images.find(uuid) ?? accounts.findOwner(uuid)) {
    throw apiError('SYS.1000', `Duplicate entry '${uuid}' for key 'PRIMARY'`);
  }
  images.insert({
    uuid,
    name: request.name,
    description: request.description,
    state: 'Enabled',
    status: 'Creating',
    size: volume.size,
    actualSize: estimateOf(context),
    md5Sum: null,
    url: `volume://${volume.uuid}`,
    mediaType: 'RootVolumeTemplate',
    guestOsType: filled.guestOsType,
    type: 'zstack',
    platform: filled.platform,
    architecture: filled.architecture,
    format: volume.format,
    system: request.system,
    virtio: filled.virtio,
    contentId: null,
    createDate: now,
    lastOpDate: now,
  });
  accounts.own(request.ownerUuid, uuid, 'ImageVO');
  for (const tag of filled.systemTags) assertTagOf('ImageVO', tag);
  writeTags(world, 'ImageVO', uuid, filled.systemTags, request.userTags, now);
  context.imageUuid = uuid;
  run.schedule('select-backup-storage');
}

/** Takes room on the storages, freezes the content and starts one copy per storage. */
function selectBackupStorages(run: Run): void {
  const { world, context, now } = run;
  const size = estimateOf(context);
  const imageUuid = imageUuidOf(context);
  context.contentId = volumeOf(run).contentId;
  for (const storage of allocate(run, size)) {
    world.repositories.images.insertRef({
      imageUuid,
      backupStorageUuid: storage.uuid,
      installPath: '',
      status: 'Creating',
      exportUrl: null,
      exportMd5Sum: null,
      takenBytes: size,
      createDate: now,
      lastOpDate: now,
    });
    const delay = world.progression === 'timed' ? copyingTime(storage, size) : 0;
    run.schedule('start-creating-template', storage.uuid, delay);
  }
}

/** Named storages that cannot be had are dropped while one can; else the allocator chooses by zone. */
function allocate(run: Run, size: number): BackupStorage[] {
  const { world, context } = run;
  const primaryStorage = primaryStorageOf(world, volumeOf(run));
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

/** Milliseconds that it takes to bring so many bytes to the storage. */
function copyingTime(storage: BackupStorage, bytes: number): number {
  return Math.ceil(storage.latencyMilliseconds + (bytes / storage.bandwidthBytesPerSecond) * 1000);
}

/** Ends the copy on one storage: its ref becomes Ready, or goes and gives its bytes back. */
function createOnBackupStorage(run: Run): void {
  const { world, context } = run;
  const { images } = world.repositories;
  const ref = images
    .listRefs(imageUuidOf(context))
    .find(({ backupStorageUuid }) => backupStorageUuid === run.subject);
  if (!ref) throw new Error(`no template is being made on the backup storage ${run.subject}`);
  try {
    checkCopy(run, ref);
    putInPlace(run, ref);
  } catch (error) {
    context.lastError = toErrorCode(error);
    removeImageRef(world, ref);
  }
  if (run.hasOtherTasks()) return;
  if (images.listRefs(ref.imageUuid).length === 0) {
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
  const { world } = run;
  const volume = volumeOf(run);
  const vm = vmOf(world, volume);
  if (!TEMPLATE_VM_STATES.includes(vm.state)) {
    const details = `current vm instance state[${vm.state}] doesn't allow to proceed message[org.zstack.header.vm.CreateTemplateFromVmRootVolumeMsg], allowed states are [${TEMPLATE_VM_STATES.join(', ')}]`;
    throw apiError('SYS.1006', details, errorCode('VM.1010', details));
  }
  const primaryStorage = primaryStorageOf(world, volume);
  try {
    checkTemplatePlacement(world, primaryStorage, ref.backupStorageUuid);
    const { state } = primaryStorage;
    if (state === 'Disabled' || state === 'Maintenance') {
      throw apiError(
        'PS.1000',
        `Operation is not permitted when primary storage status is '${state}', please check primary storage status`,
      );
    }
    refuseUnreachable(backupStorageOf(world, ref));
  } catch (error) {
    throw apiError(
      'SYS.1006',
      `failed to create template from root volume[uuid:${volume.uuid}] on primary storage[uuid:${primaryStorage.uuid}]`,
      toErrorCode(error),
    );
  }
}

/** A storage that was lost or disabled while the bytes were on their way cannot take them. */
function refuseUnreachable(storage: BackupStorage): void {
  const message = 'org.zstack.header.storage.backup.DownloadVolumeMsg';
  if (storage.state !== 'Enabled') {
    throw apiError(
      'SYS.1006',
      `backup storage cannot proceed message[${message}] because its state is ${storage.state}`,
    );
  }
  if (storage.status !== 'Connected') {
    throw apiError(
      'SYS.1006',
      `backup storage cannot proceed message[${message}] because its status is ${storage.status}`,
    );
  }
}

function putInPlace(run: Run, ref: ImageBackupStorageRef): void {
  const { world, context, now } = run;
  const { images } = world.repositories;
  const image = imageOf(run);
  const storage = backupStorageOf(world, ref);
  const owner = { ownerUuid: context.request.ownerUuid };
  images.updateRef(
    ref,
    {
      status: imageRefStatusMachine.next(ref.status, 'bitsReady'),
      installPath: templateInstallPath(storage, { ...image, ...owner }),
    },
    now,
  );
  if (image.status === 'Ready') return;
  const contentId = context.contentId ?? volumeOf(run).contentId;
  images.update(
    image,
    {
      status: imageStatusMachine.next(image.status, 'bitsReady'),
      contentId,
      md5Sum: artifactMd5({ contentId, format: image.format, size: image.size }),
    },
    now,
  );
}

/** The image takes over what its VM's tags say of the guest; a boot mode replaces the image's. */
function copyTagsOfVm(run: Run): void {
  const { world, context, now } = run;
  const { tags } = world.repositories;
  const imageUuid = imageUuidOf(context);
  const vmUuid = volumeOf(run).vmInstanceUuid;
  const tagsOfVm = vmUuid === null ? [] : tags.listSystemTags(vmUuid);
  const copied = tagsOfVm.filter((tag) => TAGS_COPIED_FROM_VM.some((kind) => tag.startsWith(kind)));
  const present = tags.listSystemTags(imageUuid);
  if (copied.some(isBootModeTag)) {
    for (const tag of present.filter(isBootModeTag)) tags.removeSystemTag(imageUuid, tag);
  }
  const missing = copied.filter((tag) => isBootModeTag(tag) || !present.includes(tag));
  writeTags(world, 'ImageVO', imageUuid, missing, [], now);
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

function primaryStorageOf(world: World, volume: Volume) {
  const uuid = volume.primaryStorageUuid;
  const storage = uuid === null ? undefined : world.repositories.primaryStorages.find(uuid);
  if (!storage) {
    throw apiError('SYS.1000', `cannot find the primary storage of volume[uuid:${volume.uuid}]`);
  }
  return storage;
}

function backupStorageOf(world: World, ref: ImageBackupStorageRef): BackupStorage {
  const storage = world.repositories.backupStorages.find(ref.backupStorageUuid);
  if (!storage) throw new Error(`no backup storage has the uuid ${ref.backupStorageUuid}`);
  return storage;
}

function imageOf({ world, context }: Run): Image {
  const uuid = imageUuidOf(context);
  const image = world.repositories.images.find(uuid);
  if (!image) throw apiError('SYS.1006', `image [uuid:${uuid}] has been deleted`);
  return image;
}

function imageUuidOf({ imageUuid }: TemplateContext): string {
  if (imageUuid === undefined) throw new Error('the flow has made no image yet');
  return imageUuid;
}

function estimateOf({ estimate: bytes }: TemplateContext): number {
  if (bytes === undefined) throw new Error('the flow has not estimated its bytes yet');
  return bytes;
}
