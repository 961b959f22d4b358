import {
  cephBackupStorageInventory,
  toCephBackupStorageInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryCephBackupStorage = defineQuery({
  name: 'QueryCephBackupStorage',
  family: 'backup-storage',
  paths: ['/v1/backup-storage/ceph', '/v1/backup-storage/ceph/{uuid}'],
  summary: 'Finds backup storages of this type',
  returns: { inventories: cephBackupStorageInventory.array() },
  entity: 'cephbackupstorage',
  of: (queries) => queries.cephBackupStorages,
  toInventory: (row) => toCephBackupStorageInventory(row, row.zoneUuids, row.mons),
});
