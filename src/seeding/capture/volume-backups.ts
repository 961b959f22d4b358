import { BACKUP_MODES, BACKUP_STATES } from '../../domain/volume-backup/volume-backup.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, numberOf, rowsOf, textOf, wordOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function volumeBackupOf(cloud: Cloud, row: Row) {
  const { keys, report } = cloud;
  const naming = keys.naming('volume-backup', row);
  const volume = wordOf(row, 'volumeUuid');
  const refs = rowsOf(row, 'backupStorageRefs');
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    volume: keys.orUuid('volume', volume),
    vmInstance: keys.orUuid('vm-instance', textOf(row, 'vmInstanceUuid')),
    backupStorages: refs.flatMap(
      (ref) => keys.of('backup-storage', textOf(ref, 'backupStorageUuid')) ?? [],
    ),
    type: textOf(row, 'type') === 'Root' ? 'Root' : 'Data',
    state: report.oneOf(
      'states of backups',
      textOf(row, 'state'),
      BACKUP_STATES,
      'Enabled',
      naming.name,
    ),
    mode: report.oneOf('modes of backups', textOf(row, 'mode'), BACKUP_MODES, 'full', naming.name),
    size: numberOf(row, 'size'),
    metadata: textOf(row, 'metadata'),
    installPath: refs[0] ? (textOf(refs[0], 'installPath') ?? undefined) : undefined,
    ...tagsOf(cloud, 'VolumeBackupVO', naming.uuid),
    ...datesOf(row),
  };
}

/** Bytes that backups take on a storage. */
export const backupBytesOn = ({ volumeBackups }: Cloud, storageUuid: string): number =>
  volumeBackups
    .filter((row) =>
      rowsOf(row, 'backupStorageRefs').some(
        (ref) => textOf(ref, 'backupStorageUuid') === storageUuid,
      ),
    )
    .reduce((total, row) => total + numberOf(row, 'size'), 0);
