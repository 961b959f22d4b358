import { primaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { addPrimaryStorage } from '../../../services/storages/primary/add-primary-storage.js';
import { checkNfsUrl } from '../../../services/storages/primary/primary-storage-url.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addNfsPrimaryStorage = defineCommand({
  name: 'AddNfsPrimaryStorage',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/nfs'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds an NFS export as a primary storage',
  params: NEW_STORAGE_PARAMS,
  returns: { inventory: primaryStorageInventory },
  check: (world, { params, systemTags }) =>
    checkNfsUrl(world, params.zoneUuid, params.url, systemTags),
  run(call) {
    const wanted = { ...storageOfCall(call), type: 'NFS' as const };
    return { uuid: addPrimaryStorage(call.world, wanted, call.now) };
  },
  result: typedPrimaryStorageResult,
});
