import { backupStorageInventory } from '../../contract/inventories/backup-storage-inventory.js';
import { defineControl } from '../../api/define-operation.js';
import { backupStorageResult } from '../../api/inventory-of.js';
import { requiredFlag, requiredText } from '../../api/params.js';
import { setReachable } from '../../services/storages/backup/connect.js';
import { backupStorageOf } from '../../services/resources/lookup.js';
import { changing } from '../changing.js';

export const setBackupStorageAgent = defineControl({
  name: 'SetBackupStorageAgent',
  method: 'PUT',
  paths: ['/v1/backup-storage/{uuid}/agent'],
  summary: "Lets a backup storage's agent fall silent, so that it is Disconnected, or answer again",
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage' }),
    reachable: requiredFlag(),
  },
  returns: { inventory: backupStorageInventory },
  run: (environment, { uuid, reachable }) =>
    changing(environment, (world, now) => {
      setReachable(world, backupStorageOf(world, uuid), reachable, now);
      return backupStorageResult(world, { uuid });
    }),
});
