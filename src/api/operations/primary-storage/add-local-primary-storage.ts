import { primaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { addPrimaryStorage } from '../../../services/storages/primary/add-primary-storage.js';
import { checkGatewayTags } from '../../../domain/tag/network-tags.js';
import { checkLocalUrl } from '../../../services/storages/primary/primary-storage-url.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addLocalPrimaryStorage = defineCommand({
  name: 'AddLocalPrimaryStorage',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/local-storage'],
  bodyKey: 'params',
  adminOnly: true,
  summary: "Adds the hosts' own disks as a primary storage",
  params: NEW_STORAGE_PARAMS,
  returns: { inventory: primaryStorageInventory },
  check(_world, { params, systemTags }) {
    checkLocalUrl(params.url);
    checkGatewayTags(systemTags);
  },
  run(call) {
    const wanted = { ...storageOfCall(call), type: 'LocalStorage' as const };
    return { uuid: addPrimaryStorage(call.world, wanted, call.now) };
  },
  result: typedPrimaryStorageResult,
});
