import {
  toVolumeBackupInventory,
  volumeBackupInventory,
} from '../../../contract/inventories/volume-backup-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVolumeBackup = defineQuery({
  name: 'QueryVolumeBackup',
  family: 'volume-backups',
  paths: ['/v1/volume-backups', '/v1/volume-backups/{uuid}'],
  summary: 'Finds backups of volumes',
  returns: { inventories: volumeBackupInventory.array() },
  entity: 'volumebackup',
  of: (queries) => queries.volumeBackups,
  toInventory: (row) => toVolumeBackupInventory(row, row.refs),
});
