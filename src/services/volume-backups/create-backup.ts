import { apiError } from '../../core/api-error.js';
import {
  backupStatusMachine,
  type VolumeBackup,
} from '../../domain/volume-backup/volume-backup.js';
import { ONLINE_VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import { formatOf, type Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { copyingTime } from '../../jobs/work-time.js';
import {
  backupStorageOf,
  newUuid,
  vmOfVolume,
  volumeBackupOf,
  volumeOf,
} from '../resources/lookup.js';
import { takeFromBackupStorage } from '../storages/capacity.js';
import { writeTags } from '../tags/write-tags.js';
import type { NewDataVolume } from '../volumes/create-data-volume.js';
import { checkBackupStorage, checkConnected, release, reserve } from './backup-storage.js';
import { backupsOn, removeBackup } from './delete-backup.js';

/** A checked call of CreateVolumeBackup; kept as the flow's context. */
export interface VolumeBackupContext {
  readonly request: NewDataVolume & {
    readonly volumeUuid: string;
    readonly backupStorageUuid: string;
    /** Null: incremental where there is one to follow on. */
    readonly mode: 'full' | null;
  };
  backupUuid?: string;
}

type Run = StepRun<VolumeBackupContext>;

/**
 * What must hold before a volume is backed up: its guest runs.
 * @throws SYS.1006, SYS.1007
 */
export function checkBackup(world: World, volumeUuid: string, backupStorageUuid: string): void {
  checkBackupStorage(world, backupStorageUuid, 'CreateVolumeBackup');
  const volume = volumeOf(world, volumeUuid);
  const failed = `Failed to create volume backup for volume[uuid:${volumeUuid}], because`;
  if (volume.isShareable) {
    throw apiError(
      'SYS.1006',
      `Can not create volume backup for shareable volume[uuid:${volumeUuid}]`,
    );
  }
  const vm = vmOfVolume(world, volume);
  if (!vm) throw apiError('SYS.1006', `${failed} it is not attached to any vm`);
  if (!ONLINE_VM_STATES.includes(vm.state)) {
    throw apiError('SYS.1006', `${failed} the vm is not in state[${ONLINE_VM_STATES.join(', ')}]`);
  }
}

/** Copies what a volume holds to an image store; what is written meanwhile is not in it. */
export const createVolumeBackupFlow: Flow<VolumeBackupContext> = {
  name: 'create-volume-backup',
  firstStep: 'create-volume-backup-in-db',
  isPlain: true,
  stepsThatTakeBytes: ['create-volume-backup-in-db', 'upload-volume-backup'],
  steps: {
    'create-volume-backup-in-db': begin,
    'upload-volume-backup': finish,
  },
  rollback({ world, context, job }) {
    release(world, job.uuid, context.request.backupStorageUuid);
    const { backupUuid } = context;
    const backup = backupUuid && world.repositories.volumeBackups.find(backupUuid);
    if (backup) removeBackup(world, backup);
  },
};

function begin(run: Run): void {
  const { world, context, now, job, schedule } = run;
  const { request } = context;
  const { volumeUuid, backupStorageUuid, name, description, ownerUuid } = request;
  const volume = volumeOf(world, volumeUuid);
  const uuid = newUuid(world, request.resourceUuid);
  const before =
    request.mode === 'full' ? undefined : backupsOn(world, volumeUuid, backupStorageUuid).at(-1);
  const size = before ? Math.max(0, volume.actualSize - before.actualSize) : volume.actualSize;
  const storage = reserve(world, job.uuid, backupStorageUuid, size);
  world.repositories.volumeBackups.insert({
    uuid,
    name,
    description,
    ...frozen(volume),
    state: 'Enabled',
    status: 'Creating',
    mode: before ? 'incremental' : 'full',
    size,
    metadata: metadataOf(volume),
    groupUuid: null,
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(ownerUuid, uuid, 'VolumeBackupVO');
  writeTags(world, 'VolumeBackupVO', uuid, request, now);
  context.backupUuid = uuid;
  schedule(
    'upload-volume-backup',
    null,
    copyingTime(world, 'template', [uuid, volumeUuid], storage, size),
  );
}

function frozen(
  volume: Volume,
): Pick<
  VolumeBackup,
  'volumeUuid' | 'vmInstanceUuid' | 'type' | 'contentId' | 'format' | 'virtualSize' | 'actualSize'
> {
  return {
    volumeUuid: volume.uuid,
    vmInstanceUuid: volume.vmInstanceUuid,
    type: volume.type,
    contentId: volume.contentId,
    format: formatOf(volume),
    virtualSize: volume.size,
    actualSize: volume.actualSize,
  };
}

/** What the store notes beside the bytes. */
const metadataOf = ({ uuid, name, type, size }: Volume): string =>
  JSON.stringify({ volume: { uuid, name, type, size } });

function finish(run: Run): void {
  const { world, context, now, job, succeed } = run;
  const { backupStorageUuid } = context.request;
  const backupUuid = context.backupUuid ?? '';
  const backup = world.repositories.volumeBackups.find(backupUuid);
  if (!backup) throw apiError('SYS.1006', `volume backup[uuid:${backupUuid}] has been deleted`);
  checkConnected(backupStorageOf(world, backupStorageUuid));
  if (run.isOutOfRoom) throw apiError('SYS.1006', 'no space left on device');
  release(world, job.uuid, backupStorageUuid);
  takeFromBackupStorage(world, backupStorageUuid, backup.size);
  world.repositories.volumeBackups.insertRef({
    volumeBackupUuid: backupUuid,
    backupStorageUuid,
    installPath: `zstore://${backup.volumeUuid}/${backupUuid}`,
    status: 'Ready',
    takenBytes: backup.size,
    createDate: now,
    lastOpDate: now,
  });
  const status = backupStatusMachine.next(backup.status, 'ready');
  world.repositories.volumeBackups.update(volumeBackupOf(world, backupUuid), { status }, now);
  succeed({ backupUuid });
}
