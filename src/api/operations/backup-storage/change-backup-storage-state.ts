import { anyBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { backupStorageStateMachine } from '../../../domain/backup-storage/backup-storage.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { backupStorageResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeBackupStorageState = defineCommand({
  name: 'ChangeBackupStorageState',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/{uuid}/actions'],
  bodyKey: 'changeBackupStorageState',
  adminOnly: true,
  summary: 'Enables or disables a backup storage',
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage' }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: anyBackupStorageInventory },
  run({ world, params, now }) {
    const storage = backupStorageOf(world, params.uuid);
    const state = backupStorageStateMachine.next(storage.state, params.stateEvent);
    world.repositories.backupStorages.update(storage, { state }, now);
    return { uuid: storage.uuid };
  },
  result: backupStorageResult,
});
