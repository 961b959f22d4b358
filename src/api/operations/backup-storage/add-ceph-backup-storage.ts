import { cephBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { addBackupStorage } from '../../../services/storages/backup/add-backup-storage.js';
import { checkMons } from '../../../services/storages/ceph.js';
import { defineCommand } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { optionalText, requiredList } from '../../params.js';
import { CEPH_URL, NEW_STORAGE_PARAMS, NOT_USED, storageOfCall } from './new-storage.js';

export const addCephBackupStorage = defineCommand({
  name: 'AddCephBackupStorage',
  family: 'backup-storage',
  method: 'POST',
  paths: ['/v1/backup-storage/ceph'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a pool of a Ceph cluster; the same monitors are the same cluster',
  params: {
    monUrls: requiredList({ emptyString: false }),
    poolName: optionalText({ maxLength: 255 }),
    ...NEW_STORAGE_PARAMS,
    url: NOT_USED,
  },
  returns: { inventory: cephBackupStorageInventory },
  check(world, { params }) {
    if (params.poolName === '') {
      throw apiError('SYS.1007', 'poolName can be null but cannot be an empty string');
    }
    if (params.importImages && params.poolName === null) {
      throw apiError('SYS.1007', 'poolName is required when importImages is true');
    }
    checkMons(world, 'backup', params.monUrls);
  },
  run(call) {
    const { monUrls, poolName } = call.params;
    const wanted = {
      ...storageOfCall({ ...call, params: { ...call.params, url: CEPH_URL } }),
      monUrls,
      poolName,
    };
    return { uuid: addBackupStorage(call.world, { ...wanted, type: 'Ceph' }, call.now) };
  },
  result: typedBackupStorageResult,
});
