import { cephBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import {
  addBackupStorage,
  checkMonUrls,
} from '../../../services/storages/backup/add-backup-storage.js';
import { defineCommand } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { optionalText, requiredList } from '../../params.js';
import { NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addCephBackupStorage = defineCommand({
  name: 'AddCephBackupStorage',
  family: 'backup-storage',
  method: 'POST',
  paths: ['/v1/backup-storage/ceph'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a pool of a Ceph cluster; the same monitors are the same cluster',
  params: {
    ...NEW_STORAGE_PARAMS,
    monUrls: requiredList({ emptyString: false }),
    poolName: optionalText({ maxLength: 255 }),
  },
  returns: { inventory: cephBackupStorageInventory },
  check: (_world, { params }) => checkMonUrls(params.monUrls),
  run(call) {
    const { monUrls, poolName } = call.params;
    const wanted = { ...storageOfCall(call), monUrls, poolName };
    return { uuid: addBackupStorage(call.world, { ...wanted, type: 'Ceph' }, call.now) };
  },
  result: typedBackupStorageResult,
});
