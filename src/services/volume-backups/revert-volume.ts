import { ApiError, apiError } from '../../core/api-error.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { VolumeBackup } from '../../domain/volume-backup/volume-backup.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { copyingTime } from '../../jobs/work-time.js';
import { releaseContent } from '../images/contents.js';
import {
  ownerOf,
  primaryStorageOf,
  vmOfVolume,
  volumeBackupOf,
  volumeOf,
} from '../resources/lookup.js';
import { giveBackToPrimaryStorage, takeFromPrimaryStorage } from '../storages/capacity.js';
import { findRoom } from '../storages/primary/room.js';
import { refusalOf } from '../storages/primary/states.js';
import { leaveTree } from '../volume-snapshots/chain.js';
import { leaveLayer } from '../volume-snapshots/revert-volume.js';
import { besides, volumeInstallPath } from '../volumes/volume-place.js';

/** A checked call of RevertVolumeFromVolumeBackup; kept as the flow's context. */
export interface RevertContext {
  readonly backupUuid: string;
  readonly backupStorageUuid: string | null;
}

type Run = StepRun<RevertContext>;

/**
 * What is looked at before a volume is brought back to a backup.
 * @throws SYS.1006
 */
export function checkRevert(world: World, backup: VolumeBackup, wanted: string | null): void {
  const { uuid, state, volumeUuid, vmInstanceUuid } = backup;
  if (state !== 'Enabled') {
    throw apiError(
      'SYS.1006',
      `volume backup[uuid:${uuid}] is in state ${state}, cannot revert volume to it`,
    );
  }
  const volume = world.repositories.volumes.find(volumeUuid);
  if (!volume) {
    throw apiError(
      'SYS.1006',
      `original volume for backup[uuid:${uuid}] has been deleted, cannot revert volume to it`,
    );
  }
  if (volume.vmInstanceUuid !== vmInstanceUuid) {
    throw apiError(
      'SYS.1006',
      `original volume[uuid:${volumeUuid}] for backup[uuid:${uuid}] is no longer attached to vm[uuid:${vmInstanceUuid}]`,
    );
  }
  const vm = vmOfVolume(world, volume);
  if (!vm) throw apiError('SYS.1006', `VM not found with volume backup[uuid:${uuid}]`);
  if (vm.state !== 'Stopped') {
    throw apiError('SYS.1006', `VM is not in stopped state: ${vm.state}`);
  }
  sourceOf(world, backup, wanted);
}

/** The storage that the backup comes from: the one that is named, or any that has it. @throws SYS.1006 */
export function sourceOf(
  { repositories }: World,
  { uuid, status }: VolumeBackup,
  wanted: string | null,
): BackupStorage {
  const { volumeBackups, backupStorages } = repositories;
  const found = volumeBackups
    .listRefs(uuid)
    .filter((ref) => wanted === null || ref.backupStorageUuid === wanted)
    .flatMap((ref) => backupStorages.find(ref.backupStorageUuid) ?? [])
    .find((storage) => storage.status === 'Connected' && storage.state === 'Enabled');
  if (found && status === 'Ready') return found;
  throw apiError('SYS.1006', 'No available backup storage found');
}

/** Brings back what a volume held: it goes on in a new file, and stands on none of its snapshots any more. */
export const revertVolumeFromBackupFlow: Flow<RevertContext> = {
  name: 'revert-volume-from-volume-backup',
  firstStep: 'download-volume-backup',
  isPlain: true,
  steps: { 'download-volume-backup': begin, 'switch-volume': finish },
  // Until the last step nothing is changed.
  rollback: () => undefined,
};

function subjectOf({ world, context }: Run) {
  const backup = volumeBackupOf(world, context.backupUuid);
  checkRevert(world, backup, context.backupStorageUuid);
  const volume = volumeOf(world, backup.volumeUuid);
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  const refusal = refusalOf(storage, 'DownloadDataVolume');
  if (refusal) throw new ApiError(refusal);
  return { backup, volume, storage };
}

function begin(run: Run): void {
  const { world, context, schedule } = run;
  const { backup, volume, storage } = subjectOf(run);
  findRoom(world, [storage], backup.actualSize);
  const source = sourceOf(world, backup, context.backupStorageUuid);
  const on = [backup.uuid, volume.uuid];
  schedule('switch-volume', null, copyingTime(world, 'template', on, source, backup.actualSize));
}

function finish(run: Run): void {
  const { world, now, succeed } = run;
  const { backup, volume, storage } = subjectOf(run);
  const { virtualSize: size, actualSize, contentId } = backup;
  leaveLayer(world, volume, storage, false, now);
  giveBackToPrimaryStorage(world, storage.uuid, Math.max(0, volume.size - size), 0);
  takeFromPrimaryStorage(world, storage.uuid, Math.max(0, size - volume.size), actualSize);
  world.repositories.volumes.update(
    volume,
    {
      contentId,
      actualSize,
      size,
      layerSize: actualSize,
      installPath: storage.type === 'Ceph' ? volume.installPath : newPath(world, volume),
    },
    now,
  );
  leaveTree(world, volume.uuid, now);
  releaseContent(world, volume.contentId);
  succeed({});
}

function newPath(world: World, volume: Volume): string {
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  const path = volumeInstallPath(storage, volume, ownerOf(world, volume.uuid));
  return besides(path, world.chance.uuid());
}
