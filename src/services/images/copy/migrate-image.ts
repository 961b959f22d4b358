import { apiError, toErrorCode } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import { templateInstallPath } from '../../../domain/backup-storage/install-path.js';
import {
  imageRefStatusMachine,
  imageStatusMachine,
  type Image,
  type ImageBackupStorageRef,
} from '../../../domain/image/image.js';
import type { World } from '../../../domain/world.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { copyingTime } from '../../../jobs/work-time.js';
import { backupStorageOf, imageOf, ownerOf } from '../../resources/lookup.js';
import { allocateBackupStorage } from '../../storages/allocate-backup-storage.js';
import { assertUsable } from '../../storages/backup/usable.js';
import { giveBackToBackupStorage, takeFromBackupStorage } from '../../storages/capacity.js';
import { deleteExport } from '../export/export-image.js';
import { bytesToCopy, insertRef } from '../template-parts/refs.js';

/** Which image, from which storage to which; kept as the flow's context. */
export interface ImageMigration {
  readonly imageUuid: string;
  readonly srcBackupStorageUuid: string;
  readonly dstBackupStorageUuid: string;
}

interface MigrationContext extends ImageMigration {
  /** Whether the image has been marked as on its way. */
  isMarked?: boolean;
}

type Run = StepRun<MigrationContext>;

/**
 * What is looked at before an image is moved from one storage to another, in the real system's order and words.
 * @throws SYS.1007
 */
export function checkMigration(
  world: World,
  { imageUuid, srcBackupStorageUuid, dstBackupStorageUuid }: ImageMigration,
): void {
  const refuse = (details: string) => apiError('SYS.1007', details);
  const src = backupStorageOf(world, srcBackupStorageUuid);
  const dst = backupStorageOf(world, dstBackupStorageUuid);
  if (src.uuid === dst.uuid) throw refuse('Source BS and Destination BS cannot be the same.');
  if (src.state === 'Disabled' || dst.state === 'Disabled') {
    throw refuse('Source BS and Destination BS must not be Disabled.');
  }
  const { images } = world.repositories;
  if (imageOf(world, imageUuid).status !== 'Ready') {
    throw refuse(`Image[uuid:${imageUuid}] is not in status Ready, cannot migrate it.`);
  }
  if (images.findRef(imageUuid, src.uuid)?.status !== 'Ready') {
    throw refuse(`Image[uuid:${imageUuid}] is not in source backup storage[uuid:${src.uuid}]`);
  }
  if (!isMigratable(src, dst))
    throw refuse(`Cannot migrate image from ${src.type} to ${dst.type}.`);
  // The real system's key of a ref would refuse it later.
  if (images.findRef(imageUuid, dst.uuid)) {
    throw refuse(
      `Image[uuid:${imageUuid}] is already in destination backup storage[uuid:${dst.uuid}]`,
    );
  }
}

/** The real system has one way: from Ceph to Ceph. */
const isMigratable = (src: BackupStorage, dst: BackupStorage): boolean =>
  src.type === 'Ceph' && dst.type === 'Ceph';

/** The storages to which images of one can be moved. */
export function migrationCandidates({ repositories }: World, src: BackupStorage): BackupStorage[] {
  return repositories.backupStorages
    .list()
    .filter(
      (storage) =>
        storage.uuid !== src.uuid &&
        isMigratable(src, storage) &&
        storage.state === 'Enabled' &&
        storage.status === 'Connected',
    );
}

/** Moves an image from one Ceph storage to another. What it leaves is trash of the first one. */
export const migrateImageFlow: Flow<MigrationContext> = {
  name: 'migrate-image',
  firstStep: 'allocate-destination',
  isPlain: true,
  stepsThatTakeBytes: ['allocate-destination', 'copy-image'],
  steps: {
    'allocate-destination': begin,
    'copy-image': finish,
  },
  rollback({ world, context, job }) {
    const { imageUuid, srcBackupStorageUuid, dstBackupStorageUuid, isMarked } = context;
    release(world, job.uuid, dstBackupStorageUuid);
    if (isMarked) unmark(world, imageUuid, srcBackupStorageUuid);
  },
};

function begin(run: Run): void {
  const { world, context, job, now, schedule } = run;
  checkMigration(world, context);
  const { imageUuid, srcBackupStorageUuid, dstBackupStorageUuid } = context;
  const { images, backupStorages } = world.repositories;
  const image = imageOf(world, imageUuid);
  const ref = images.findRef(imageUuid, srcBackupStorageUuid) as ImageBackupStorageRef;
  const dst = backupStorageOf(world, dstBackupStorageUuid);
  refuseTrash(world, dst, pathOn(world, dst, image), image);
  const bytes = bytesToCopy(image, ref);
  allocateBackupStorage(world, { size: bytes, backupStorageUuid: dst.uuid });
  backupStorages.insertReservation(job.uuid, dst.uuid, bytes);
  images.updateRef(ref, { status: imageRefStatusMachine.next(ref.status, 'migrate') }, now);
  images.update(image, { status: imageStatusMachine.next(image.status, 'migrate') }, now);
  context.isMarked = true;
  const on = [imageUuid, srcBackupStorageUuid];
  schedule('copy-image', null, copyingTime(world, 'template', on, dst, bytes));
}

const pathOn = (world: World, storage: BackupStorage, image: Image): string =>
  templateInstallPath(storage, {
    ...image,
    ownerUuid: ownerOf(world, image.uuid),
  });

/** What it left there before is in its way. */
function refuseTrash({ repositories }: World, dst: BackupStorage, path: string, image: Image) {
  const found = repositories.trash
    .listByStorage(dst.uuid)
    .find(({ installPath }) => installPath === path);
  if (!found) return;
  throw apiError(
    'SYS.1006',
    `found trashId(${found.trashId}) in BackupStorage [${dst.uuid}] for the migrate installPath[${path}]. Please clean it first by 'APICleanUpTrashOnBackupStorageMsg' if you insist to migrate the image[${image.uuid}]`,
  );
}

function finish(run: Run): void {
  const { context } = run;
  const { imageUuid, srcBackupStorageUuid: src, dstBackupStorageUuid: dst } = context;
  try {
    move(run);
  } catch (error) {
    const { details } = toErrorCode(error);
    throw apiError(
      'SYS.1006',
      `Failed to migrate Image ${imageUuid} from BS ${src} to BS ${dst}. cause: ${details}`,
      toErrorCode(error),
    );
  }
}

function move(run: Run): void {
  const { world, context, job, now, succeed } = run;
  const { imageUuid, srcBackupStorageUuid, dstBackupStorageUuid } = context;
  const { images } = world.repositories;
  const image = imageOf(world, imageUuid);
  const ref = images.findRef(imageUuid, srcBackupStorageUuid);
  if (ref?.status !== 'Migrating' || image.status !== 'Migrating') {
    throw apiError('SYS.1006', `image [uuid:${imageUuid}] has been deleted`);
  }
  const dst = backupStorageOf(world, dstBackupStorageUuid);
  for (const storage of [backupStorageOf(world, srcBackupStorageUuid), dst]) {
    assertUsable(storage, 'DownloadImageMsg');
  }
  if (run.isOutOfRoom) throw apiError('SYS.1006', 'no space left on device');
  release(world, job.uuid, dst.uuid);
  const takenBytes = bytesToCopy(image, ref);
  if (!takeFromBackupStorage(world, dst.uuid, takenBytes)) {
    throw apiError('SYS.1006', 'no space left on device');
  }
  const status = imageRefStatusMachine.next(ref.status, 'bitsReady');
  const there = { imageUuid, backupStorageUuid: dst.uuid, status, takenBytes };
  insertRef(world, there, now, pathOn(world, dst, image));
  // What was exported there goes.
  deleteExport(world, ref, now);
  images.removeRef(ref);
  leaveTrash(world, ref, now);
  images.update(image, { status: imageStatusMachine.next(image.status, 'bitsReady') }, now);
  succeed({ imageUuid });
}

/** The bits stay as trash, also under clones of the image; those under a clone that moves are another's. */
function leaveTrash(
  { repositories }: World,
  { imageUuid, backupStorageUuid, installPath, takenBytes }: ImageBackupStorageRef,
  now: number,
): void {
  if (takenBytes === 0) return;
  repositories.trash.insert({
    resourceUuid: imageUuid,
    resourceType: 'ImageVO',
    storageUuid: backupStorageUuid,
    storageType: 'BackupStorage',
    installPath,
    isFolder: false,
    hostUuid: null,
    hypervisorType: null,
    size: takenBytes,
    trashType: 'MigrateImage',
    createDate: now,
  });
}

/** Gives back what the job has taken of the second storage. */
function release(world: World, jobUuid: string, backupStorageUuid: string): void {
  const bytes = world.repositories.backupStorages.removeReservation(jobUuid, backupStorageUuid);
  if (bytes !== undefined) giveBackToBackupStorage(world, backupStorageUuid, bytes);
}

/** The image is where it was, unless it has been deleted or recovered meanwhile. */
function unmark(world: World, imageUuid: string, backupStorageUuid: string): void {
  const { images } = world.repositories;
  const ref = images.findRef(imageUuid, backupStorageUuid);
  if (ref?.status === 'Migrating') {
    const status = imageRefStatusMachine.next(ref.status, 'bitsReady');
    images.updateRef(ref, { status }, ref.lastOpDate);
  }
  const image = images.find(imageUuid);
  if (image?.status !== 'Migrating') return;
  const status = imageStatusMachine.next(image.status, 'bitsReady');
  images.update(image, { status }, image.lastOpDate);
}
