import { primaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { addPrimaryStorage } from '../../../services/storages/primary/add-primary-storage.js';
import { checkGatewayTags } from '../../../domain/tag/network-tags.js';
import { refuseSystemFolder } from '../../../services/storages/storage-folder.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addSharedMountPointPrimaryStorage = defineCommand({
  name: 'AddSharedMountPointPrimaryStorage',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/smp'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a directory that all hosts share as a primary storage',
  params: NEW_STORAGE_PARAMS,
  returns: { inventory: primaryStorageInventory },
  check(_world, { params, systemTags }) {
    refuseSystemFolder(params.url);
    checkGatewayTags(systemTags);
  },
  run(call) {
    const wanted = { ...storageOfCall(call), type: 'SharedMountPoint' as const };
    return { uuid: addPrimaryStorage(call.world, wanted, call.now) };
  },
  result: typedPrimaryStorageResult,
});
