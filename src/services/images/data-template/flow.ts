import { apiError, toErrorCode, type ErrorCode } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import type { Image } from '../../../domain/image/image.js';
import { formatOf, type Volume } from '../../../domain/volume/volume.js';
import { allocateBackupStorage } from '../../storages/allocate-backup-storage.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { primaryStorageOf, volumeOf } from '../../resources/lookup.js';
import { removeImage, removeImageRef } from '../delete/remove-image.js';
import { insertTemplate, NO_GUEST, type NewTemplate } from '../template-parts/new-image.js';
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

/** A checked call of CreateDataVolumeTemplateFromVolume. */
export interface DataTemplateRequest extends NewTemplate {
  readonly volumeUuid: string;
  /** Where to put the image; empty: the allocator chooses. */
  readonly backupStorageUuids: readonly string[];
}

interface DataTemplateContext {
  readonly request: DataTemplateRequest;
  imageUuid?: string;
  /** The content that is copied: frozen when the copying starts. */
  contentId?: string;
  /** Taken of a volume on Ceph. */
  snapshots?: TemporarySnapshots;
  estimate?: number;
  lastError?: ErrorCode;
}

type Run = StepRun<DataTemplateContext>;

/**
 * What the real system checks of the volume before it begins.
 * @throws SYS.1006
 */
export function checkDataVolume({ uuid, status, state }: Volume): void {
  if (status !== 'Ready') {
    throw apiError('SYS.1006', `volume[uuid:${uuid}] is not Ready, it's ${status}`);
  }
  if (state !== 'Enabled') {
    throw apiError('SYS.1006', `volume[uuid:${uuid}] is not Enabled, it's ${state}`);
  }
}

/** Makes a data volume template of a volume, attached or not, on one or several storages. */
export const createDataVolumeTemplateFlow: Flow<DataTemplateContext> = {
  name: 'create-data-volume-template',
  firstStep: 'create-image-in-database',
  stepsWithSubjects: ['create-data-volume-template-from-volume'],
  stepsThatTakeBytes: [
    'create-image-in-database',
    'select-backup-storage',
    'create-data-volume-template-from-volume',
  ],
  steps: {
    'create-image-in-database': createImage,
    'select-backup-storage': selectBackupStorages,
    'create-data-volume-template-from-volume': createOnBackupStorage,
  },
  rollback({ world, context }) {
    if (context.imageUuid !== undefined) removeImage(world, context.imageUuid);
  },
};

function createImage(run: Run): void {
  const { world, context, now } = run;
  const volume = volumeOf(world, context.request.volumeUuid);
  context.estimate = volume.actualSize;
  context.imageUuid = insertTemplate(
    world,
    context.request,
    {
      ...NO_GUEST,
      size: volume.size,
      actualSize: volume.actualSize,
      url: `volume://${volume.uuid}`,
      mediaType: 'DataVolumeTemplate',
      format: formatOf(volume),
    },
    now,
  );
  run.schedule('select-backup-storage');
}

function selectBackupStorages(run: Run): void {
  const { world, context, now } = run;
  const size = context.estimate ?? 0;
  const volume = volumeOf(world, context.request.volumeUuid);
  context.contentId = volume.contentId;
  const storages = allocate(world, context.request, size);
  context.snapshots = takeTemporarySnapshots(world, volume, storages, now);
  for (const storage of storages) {
    insertRef(
      world,
      {
        imageUuid: context.imageUuid ?? '',
        backupStorageUuid: storage.uuid,
        status: 'Creating',
        takenBytes: size,
      },
      now,
    );
    const delay = copyingTime(
      world,
      'template',
      [context.imageUuid ?? '', context.request.volumeUuid],
      storage,
      size,
    );
    run.schedule('create-data-volume-template-from-volume', storage.uuid, delay);
  }
}

function allocate(world: World, request: DataTemplateRequest, size: number): BackupStorage[] {
  const volume = volumeOf(world, request.volumeUuid);
  const primaryStorage = primaryStorageOf(world, volume.primaryStorageUuid);
  const { zoneUuid } = primaryStorage;
  const wanted = [...new Set(request.backupStorageUuids)];
  if (wanted.length === 0) {
    try {
      return [allocateBackupStorage(world, { size, zoneUuid, primaryStorage })];
    } catch (error) {
      throw apiError('SYS.1006', 'cannot find proper backup storage', toErrorCode(error));
    }
  }
  const allocated: BackupStorage[] = [];
  const errors: ErrorCode[] = [];
  for (const backupStorageUuid of wanted) {
    try {
      allocated.push(allocateBackupStorage(world, { size, backupStorageUuid, zoneUuid }));
    } catch (error) {
      errors.push(toErrorCode(error));
    }
  }
  if (allocated.length > 0) return allocated;
  throw apiError(
    'SYS.1006',
    `failed to allocate all backup storage[uuid:${wanted.join(', ')}], a list of error: ${JSON.stringify(errors)}`,
    errors.at(-1),
  );
}

function createOnBackupStorage(run: Run): void {
  const { world, context, now } = run;
  const { images } = world.repositories;
  const image = imageInMaking(world, context.imageUuid ?? '');
  const ref = images.findRef(image.uuid, run.subject ?? '');
  if (ref) {
    try {
      run.meetFault();
      const volume = volumeOf(world, context.request.volumeUuid);
      const storage = primaryStorageOf(world, volume.primaryStorageUuid);
      const details = `failed to create data volume template from volume[uuid:${volume.uuid}] on primary storage[uuid:${storage.uuid}]`;
      checkWayToBackupStorage(world, storage, ref.backupStorageUuid, details, run.isOutOfRoom);
      const error = snapshotErrorOf(context.snapshots, ref.backupStorageUuid);
      if (error) throw apiError('SYS.1006', details, error);
      finishRef(world, ref, image, context.request.ownerUuid, now);
      makeReady(world, image, context.contentId ?? volume.contentId, now);
    } catch (error) {
      context.lastError = toErrorCode(error);
      // The real system forgets the ref of a storage that failed in status Creating.
      if (world.checks === 'strict') removeImageRef(world, ref);
    }
    undoTemporarySnapshot(world, context.snapshots, ref.backupStorageUuid);
  }
  if (run.hasOtherTasks()) return;
  if (isNowhere(world, image)) {
    throw apiError(
      'SYS.1006',
      `failed to create data volume template from volume[uuid:${context.request.volumeUuid}] on all backup storage[${context.request.backupStorageUuids.join(', ')}]. See cause for one of errors`,
      context.lastError,
    );
  }
  run.succeed({ imageUuid: image.uuid });
}

const isNowhere = ({ repositories }: World, { uuid }: Image) =>
  repositories.images.listRefs(uuid).every(({ status }) => status === 'Creating');
