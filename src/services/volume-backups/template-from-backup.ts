import { apiError } from '../../core/api-error.js';
import { templateInstallPath } from '../../domain/backup-storage/install-path.js';
import type { Platform } from '../../domain/image/image.js';
import { fillTemplateFromVm, fillTemplateWithoutVm } from '../../domain/image/template-defaults.js';
import type { VolumeBackup } from '../../domain/volume-backup/volume-backup.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { copyingTime } from '../../jobs/work-time.js';
import { removeImage } from '../images/delete/remove-image.js';
import { insertTemplate, type NewTemplate } from '../images/template-parts/new-image.js';
import { imageInMaking, insertRef, makeReady } from '../images/template-parts/refs.js';
import { volumeBackupOf } from '../resources/lookup.js';
import { takeFromBackupStorage } from '../storages/capacity.js';
import { release, reserve } from './backup-storage.js';
import { sourceOf } from './revert-volume.js';

/** A checked call of either operation that makes a template of a backup. */
export interface BackupTemplateRequest extends NewTemplate {
  readonly mediaType: 'RootVolumeTemplate' | 'DataVolumeTemplate';
  readonly backupUuid: string;
  readonly backupStorageUuid: string;
  readonly guestOsType: string | null;
  readonly platform: Platform | null;
  readonly architecture: string | null;
  readonly system: boolean;
  readonly virtio: boolean | null;
}

interface BackupTemplateContext {
  readonly request: BackupTemplateRequest;
  imageUuid?: string;
}

type Run = StepRun<BackupTemplateContext>;

/** The storage must have the backup. @throws SYS.1006 */
export function checkTemplate(world: World, backupUuid: string, backupStorageUuid: string): void {
  sourceOf(world, volumeBackupOf(world, backupUuid), backupStorageUuid);
}

/** Makes a template of a backup, on the image store that has it: the same bytes, so the same sum. */
export const createTemplateFromBackupFlow: Flow<BackupTemplateContext> = {
  name: 'create-template-from-volume-backup',
  firstStep: 'create-image-in-database',
  isPlain: true,
  stepsThatTakeBytes: ['create-image-in-database', 'commit-volume-template'],
  steps: {
    'create-image-in-database': begin,
    'commit-volume-template': finish,
  },
  rollback({ world, context, job }) {
    release(world, job.uuid, context.request.backupStorageUuid);
    if (context.imageUuid !== undefined) removeImage(world, context.imageUuid);
  },
};

function begin(run: Run): void {
  const { world, context, now, job, schedule } = run;
  const { request } = context;
  const { backupStorageUuid, mediaType } = request;
  const backup = volumeBackupOf(world, request.backupUuid);
  const source = sourceOf(world, backup, backupStorageUuid);
  const { guest, systemTags } = fill(world, request, backup);
  const { actualSize, virtualSize, format } = backup;
  reserve(world, job.uuid, backupStorageUuid, actualSize);
  context.imageUuid = insertTemplate(
    world,
    { ...request, systemTags },
    {
      ...guest,
      size: virtualSize,
      actualSize,
      url: `volumeBackup://${backup.uuid}`,
      mediaType,
      format,
    },
    now,
  );
  const on = [context.imageUuid, backup.uuid];
  schedule('commit-volume-template', null, copyingTime(world, 'template', on, source, actualSize));
}

function fill(world: World, request: BackupTemplateRequest, backup: VolumeBackup) {
  const { mediaType, system, systemTags, platform, guestOsType, architecture } = request;
  // What is said of a guest holds for a data volume, too; what is not said is of none.
  if (mediaType === 'DataVolumeTemplate') {
    const virtio = request.virtio ?? false;
    return { guest: { platform, guestOsType, architecture, system, virtio }, systemTags };
  }
  const vm = world.repositories.vmInstances.find(backup.vmInstanceUuid ?? '');
  const filled = vm
    ? fillTemplateFromVm(request, vm)
    : { ...fillTemplateWithoutVm(request), virtio: request.virtio ?? false };
  const { systemTags: tags, ...guest } = filled;
  return { guest: { ...guest, system }, systemTags: tags };
}

function finish(run: Run): void {
  const { world, context, now, job, succeed } = run;
  const { backupUuid, backupStorageUuid, ownerUuid } = context.request;
  const backup = volumeBackupOf(world, backupUuid);
  const storage = sourceOf(world, backup, backupStorageUuid);
  if (run.isOutOfRoom)
    throw apiError('SYS.1006', `failed to create image from backup ${backupUuid}`);
  const image = imageInMaking(world, context.imageUuid ?? '');
  const { actualSize, contentId } = backup;
  release(world, job.uuid, backupStorageUuid);
  takeFromBackupStorage(world, backupStorageUuid, actualSize);
  const status = image.status === 'Deleted' ? 'Deleted' : 'Ready';
  insertRef(
    world,
    { imageUuid: image.uuid, backupStorageUuid, status, takenBytes: actualSize },
    now,
    templateInstallPath(storage, { ...image, ownerUuid }),
  );
  makeReady(world, image, contentId, now);
  succeed({ imageUuid: image.uuid });
}
