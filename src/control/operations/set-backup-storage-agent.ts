import { backupStorageInventory } from '../../contract/inventories/backup-storage-inventory.js';
import { defineCommand } from '../../api/define-operation.js';
import { backupStorageResult } from '../../api/inventory-of.js';
import { requiredFlag, requiredText } from '../../api/params.js';
import { setReachable } from '../../services/storages/backup/connect.js';
import { backupStorageOf } from '../../services/resources/lookup.js';

export const setBackupStorageAgent = defineCommand({
  name: 'SetBackupStorageAgent',
  family: 'emulator',
  auth: false,
  method: 'PUT',
  paths: ['/v1/backup-storage/{uuid}/agent'],
  summary: "Lets a backup storage's agent fall silent, so that it is Disconnected, or answer again",
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage' }),
    reachable: requiredFlag(),
  },
  returns: { inventory: backupStorageInventory },
  run({ world, params, now }) {
    setReachable(world, backupStorageOf(world, params.uuid), params.reachable, now);
    return { uuid: params.uuid };
  },
  result: backupStorageResult,
});
