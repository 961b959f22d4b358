import {
  backupStorageInventory,
  toBackupStorageInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { migrationCandidates } from '../../../services/images/copy/migrate-image.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getBackupStorageCandidatesForImageMigration = defineSync({
  name: 'GetBackupStorageCandidatesForImageMigration',
  family: 'backup-storage',
  method: 'GET',
  paths: ['/v1/backup-storage/{srcBackupStorageUuid}/migration-candidates'],
  auth: true,
  adminOnly: true,
  summary: 'Finds the storages to which images of one can be moved',
  params: { srcBackupStorageUuid: requiredText({ resourceType: 'BackupStorage' }) },
  returns: { inventories: backupStorageInventory.array() },
  run(world, { srcBackupStorageUuid }) {
    const { backupStorages } = world.repositories;
    const found = migrationCandidates(world, backupStorageOf(world, srcBackupStorageUuid));
    return {
      inventories: found.map((storage) =>
        toBackupStorageInventory(storage, backupStorages.zoneUuids(storage.uuid)),
      ),
    };
  },
});
