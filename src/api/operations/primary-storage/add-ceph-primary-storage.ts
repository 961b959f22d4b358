import { cephPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { addPrimaryStorage } from '../../../services/storages/primary/primary-storages.js';
import { defineCommand } from '../../define-operation.js';
import { primaryStorageResult } from '../../inventory-of.js';
import { optionalText, requiredList } from '../../params.js';
import { checkMonUrls } from '../../../services/storages/backup/add-backup-storage.js';
import { NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addCephPrimaryStorage = defineCommand({
  name: 'AddCephPrimaryStorage',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/ceph'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds pools of a Ceph cluster as a primary storage',
  params: {
    ...NEW_STORAGE_PARAMS,
    monUrls: requiredList({ emptyString: false }),
    rootVolumePoolName: optionalText({ maxLength: 255 }),
    dataVolumePoolName: optionalText({ maxLength: 255 }),
    imageCachePoolName: optionalText({ maxLength: 255 }),
  },
  returns: { inventory: cephPrimaryStorageInventory },
  check: (_world, { params }) => checkMonUrls(params.monUrls),
  run(call) {
    const { monUrls, rootVolumePoolName } = call.params;
    const pool = rootVolumePoolName === null ? {} : { url: `ceph://${rootVolumePoolName}` };
    const wanted = { ...storageOfCall(call), ...pool, monUrls, type: 'Ceph' as const };
    return { uuid: addPrimaryStorage(call.world, wanted, call.now) };
  },
  result: primaryStorageResult,
});
