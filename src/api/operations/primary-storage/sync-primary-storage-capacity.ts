import { anyPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { syncCapacityFlow } from '../../../services/storages/primary/sync-capacity.js';
import { defineAsync } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const syncPrimaryStorageCapacity = defineAsync({
  name: 'SyncPrimaryStorageCapacity',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/{primaryStorageUuid}/actions'],
  bodyKey: 'syncPrimaryStorageCapacity',
  auth: true,
  adminOnly: true,
  summary: 'Brings the capacity of a primary storage in step with what it holds',
  params: { primaryStorageUuid: requiredText({ resourceType: 'PrimaryStorage' }) },
  returns: { inventory: anyPrimaryStorageInventory },
  flow: syncCapacityFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ uuid: params.primaryStorageUuid }),
  result: typedPrimaryStorageResult,
});
