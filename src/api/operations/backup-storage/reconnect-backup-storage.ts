import { anyBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { reconnectFlow } from '../../../services/storages/backup/connect.js';
import { defineAsync } from '../../define-operation.js';
import { backupStorageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const reconnectBackupStorage = defineAsync({
  name: 'ReconnectBackupStorage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/{uuid}/actions'],
  bodyKey: 'reconnectBackupStorage',
  auth: true,
  adminOnly: true,
  summary: 'Connects a backup storage anew',
  params: { uuid: requiredText({ resourceType: 'BackupStorage' }) },
  returns: { inventory: anyBackupStorageInventory },
  flow: reconnectFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ uuid: params.uuid }),
  result: backupStorageResult,
});
