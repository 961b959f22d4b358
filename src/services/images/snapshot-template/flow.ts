import {
  ApiError,
  apiError,
  errorCode,
  toErrorCode,
  type ErrorCode,
} from '../../../core/api-error.js';
import type { Platform } from '../../../domain/image/image.js';
import {
  fillTemplateFromVm,
  fillTemplateWithoutVm,
} from '../../../domain/image/template-defaults.js';
import type { VolumeSnapshot } from '../../../domain/volume-snapshot/volume-snapshot.js';
import { templateInstallPath } from '../../../domain/backup-storage/install-path.js';
import { allocateBackupStorage } from '../../storages/allocate-backup-storage.js';
import { giveBackToBackupStorage, takeFromBackupStorage } from '../../storages/capacity.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import {
  backupStorageOf,
  primaryStorageOf,
  snapshotOf,
  vmOfVolume,
} from '../../resources/lookup.js';
import { removeImage } from '../delete/remove-image.js';
import { copyVmTags } from '../template-parts/copy-vm-tags.js';
import { insertTemplate, NO_GUEST, type NewTemplate } from '../template-parts/new-image.js';
import { checkWayToBackupStorage } from '../template-parts/primary-storage-side.js';
import { imageInMaking, insertRef, makeReady } from '../template-parts/refs.js';
import { copyingTime } from '../../../jobs/work-time.js';
import type { World } from '../../../domain/world.js';

/** A checked call of either operation that makes a template of a snapshot. */
export interface SnapshotTemplateRequest extends NewTemplate {
  readonly mediaType: 'RootVolumeTemplate' | 'DataVolumeTemplate';
  readonly snapshotUuid: string;
  readonly backupStorageUuids: readonly string[];
  readonly guestOsType: string | null;
  readonly platform: Platform | null;
  readonly architecture: string | null;
  readonly system: boolean;
  readonly virtio: boolean;
}

interface SnapshotTemplateContext {
  readonly request: SnapshotTemplateRequest;
  imageUuid?: string;
  causes?: ErrorCode[];
}

type Run = StepRun<SnapshotTemplateContext>;

/**
 * What the real system checks of the snapshot before it makes a data volume template of it.
 * @throws SYS.1006
 */
export function checkSnapshot({ uuid, status, state }: VolumeSnapshot): void {
  if (status !== 'Ready') {
    throw apiError('SYS.1006', `volume snapshot[uuid:${uuid}] is not Ready, it's ${status}`);
  }
  if (state !== 'Enabled') {
    throw apiError('SYS.1006', `volume snapshot[uuid:${uuid}] is not Enabled, it's ${state}`);
  }
}

/**
 * Makes a template of what a snapshot froze. A storage appears among the image's refs only when it
 * has the image.
 */
export const createTemplateFromSnapshotFlow: Flow<SnapshotTemplateContext> = {
  name: 'create-template-from-snapshot',
  firstStep: 'create-image-in-database',
  isPlain: true,
  stepsWithSubjects: ['create-temporary-template', 'upload-template'],
  stepsThatTakeBytes: ['create-image-in-database', 'create-temporary-template', 'upload-template'],
  steps: {
    'create-image-in-database': createImage,
    'create-temporary-template': allocate,
    'upload-template': upload,
  },
  rollback({ world, context, job }) {
    for (const uuid of context.request.backupStorageUuids) release(world, job.uuid, uuid);
    if (context.imageUuid !== undefined) removeImage(world, context.imageUuid);
  },
};

function createImage(run: Run): void {
  const { world, context, now } = run;
  const { request } = context;
  const snapshot = snapshotOf(world, request.snapshotUuid);
  const filled = fill(world, request, snapshot);
  context.imageUuid = insertTemplate(
    world,
    { ...request, systemTags: filled.systemTags },
    {
      ...filled.guest,
      size: 0,
      actualSize: 0,
      url: `volumeSnapshot://${snapshot.uuid}`,
      mediaType: request.mediaType,
      format: snapshot.format,
    },
    now,
  );
  for (const uuid of new Set(request.backupStorageUuids)) {
    run.schedule('create-temporary-template', uuid);
  }
}

function fill(world: World, request: SnapshotTemplateRequest, snapshot: VolumeSnapshot) {
  if (request.mediaType === 'DataVolumeTemplate') {
    return { guest: NO_GUEST, systemTags: request.systemTags };
  }
  const volume =
    snapshot.volumeUuid === null ? undefined : world.repositories.volumes.find(snapshot.volumeUuid);
  const vm = volume && vmOfVolume(world, volume);
  const filled = vm ? fillTemplateFromVm(request, vm) : fillTemplateWithoutVm(request);
  const { systemTags, ...guest } = filled;
  // Strict: explicit values hold, as published; the real system takes virtio from the VM.
  const virtio = vm && world.checks === 'native' ? vm.virtio : request.virtio;
  return { guest: { ...guest, virtio, system: request.system }, systemTags };
}

/** Takes room on one storage for what the snapshot holds. */
function allocate(run: Run): void {
  attempt(run, (snapshot, backupStorageUuid) => {
    const { world } = run;
    const { status } = snapshot;
    if (status !== 'Ready') {
      const details = `snapshot[uuid:${snapshot.uuid}, name:${snapshot.name}]'s status[${status}] is not allowed for message[org.zstack.header.storage.snapshot.CreateTemplateFromVolumeSnapshotMsg], allowed status[Ready]`;
      throw new ApiError(errorCode('VOLUME_SNAPSHOT.1000', details));
    }
    checkWay(world, snapshot, backupStorageUuid);
    const size = snapshot.actualSize;
    const storage = allocateBackupStorage(world, { size, backupStorageUuid });
    world.repositories.backupStorages.insertReservation(run.job.uuid, storage.uuid, size);
    const on = [run.context.imageUuid ?? '', snapshot.uuid];
    run.schedule(
      'upload-template',
      storage.uuid,
      copyingTime(world, 'template', on, storage, size),
    );
    return 'goes on';
  });
}

/** The bits are there: the ref appears, Ready, and holds what the job had taken. */
function upload(run: Run): void {
  const { world, context, now } = run;
  release(world, run.job.uuid, run.subject ?? '');
  attempt(run, (snapshot, backupStorageUuid) => {
    checkWay(world, snapshot, backupStorageUuid, run.isOutOfRoom);
    const image = imageInMaking(world, context.imageUuid ?? '');
    const storage = backupStorageOf(world, backupStorageUuid);
    const { ownerUuid } = context.request;
    const installPath = templateInstallPath(storage, { ...image, ownerUuid });
    const { virtualSize: size, actualSize, contentId } = snapshot;
    takeFromBackupStorage(world, backupStorageUuid, actualSize);
    // One that was deleted meanwhile is deleted here, too: the real system leaves it Deleted with a Ready ref.
    const status = image.status === 'Deleted' ? 'Deleted' : 'Ready';
    insertRef(
      world,
      { imageUuid: image.uuid, backupStorageUuid, status, takenBytes: actualSize },
      now,
      installPath,
    );
    makeReady(world, image, contentId, now, { size, actualSize });
    return 'done';
  });
}

/** Gives back what the job has taken of a storage. */
function release(world: World, jobUuid: string, backupStorageUuid: string): void {
  const { backupStorages } = world.repositories;
  const bytes = backupStorages.removeReservation(jobUuid, backupStorageUuid);
  if (bytes !== undefined) giveBackToBackupStorage(world, backupStorageUuid, bytes);
}

function checkWay(
  world: World,
  snapshot: VolumeSnapshot,
  backupStorageUuid: string,
  isOutOfRoom = false,
): void {
  const storage = primaryStorageOf(world, snapshot.primaryStorageUuid);
  checkWayToBackupStorage(
    world,
    storage,
    backupStorageUuid,
    `failed to create template from volume snapshot[uuid:${snapshot.uuid}] on primary storage[uuid:${storage.uuid}]`,
    isOutOfRoom,
  );
}

/** Works for one storage; a failure there is remembered. The last one ends the job. */
function attempt(
  run: Run,
  work: (snapshot: VolumeSnapshot, backupStorageUuid: string) => 'done' | 'goes on',
): void {
  const { world, context, now } = run;
  const image = imageInMaking(world, context.imageUuid ?? '');
  const snapshot = snapshotOf(world, context.request.snapshotUuid);
  try {
    run.meetFault();
    if (run.alone(() => work(snapshot, run.subject ?? '')) === 'goes on') return;
  } catch (error) {
    (context.causes ??= []).push(toErrorCode(error));
  }
  if (run.hasOtherTasks()) return;
  if (world.repositories.images.listRefs(image.uuid).length === 0) {
    throw new ApiError({
      ...errorCode(
        'SYS.1006',
        `failed to create template from the volume snapshot[uuid:${snapshot.uuid}] on backup storage[uuids:[${context.request.backupStorageUuids.join(', ')}]]`,
      ),
      causes: context.causes ?? [],
    });
  }
  const volume =
    snapshot.volumeUuid === null ? undefined : world.repositories.volumes.find(snapshot.volumeUuid);
  if (volume?.type === 'Root') copyVmTags(world, volume.vmInstanceUuid, image.uuid, now);
  run.succeed({ imageUuid: image.uuid });
}
