import { anyPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { reconnectPrimaryStorageFlow } from '../../../services/storages/primary/primary-storages.js';
import { defineAsync } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const reconnectPrimaryStorage = defineAsync({
  name: 'ReconnectPrimaryStorage',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/{uuid}/actions'],
  bodyKey: 'reconnectPrimaryStorage',
  auth: true,
  adminOnly: true,
  summary: 'Connects a primary storage anew',
  params: { uuid: requiredText({ resourceType: 'PrimaryStorage' }) },
  returns: { inventory: anyPrimaryStorageInventory },
  flow: reconnectPrimaryStorageFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ uuid: params.uuid }),
  result: typedPrimaryStorageResult,
});
