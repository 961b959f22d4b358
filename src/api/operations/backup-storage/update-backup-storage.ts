import { anyBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { backupStorageResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateBackupStorage = defineCommand({
  name: 'UpdateBackupStorage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/{uuid}/actions'],
  bodyKey: 'updateBackupStorage',
  adminOnly: true,
  summary: 'Changes the name or description of a backup storage',
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: anyBackupStorageInventory },
  run({ world, params, now }) {
    const storage = backupStorageOf(world, params.uuid);
    const { name, description } = params;
    whenGiven({ name, description }, (told) =>
      world.repositories.backupStorages.update(storage, told, now),
    );
    return { uuid: storage.uuid };
  },
  result: backupStorageResult,
});
