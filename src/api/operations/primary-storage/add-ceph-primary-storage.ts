import { cephPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { checkMons } from '../../../services/storages/ceph.js';
import { addPrimaryStorage } from '../../../services/storages/primary/add-primary-storage.js';
import { checkGatewayTags } from '../../../domain/tag/network-tags.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { optionalText, requiredList } from '../../params.js';
import { CEPH_URL, NEW_STORAGE_PARAMS, NOT_USED, storageOfCall } from './new-storage.js';

/** In the order in which they are checked. */
const POOL_NAMES = ['dataVolumePoolName', 'rootVolumePoolName', 'imageCachePoolName'] as const;

export const addCephPrimaryStorage = defineCommand({
  name: 'AddCephPrimaryStorage',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/ceph'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds pools of a Ceph cluster as a primary storage',
  params: {
    monUrls: requiredList({ emptyString: false }),
    rootVolumePoolName: optionalText({ maxLength: 255 }),
    dataVolumePoolName: optionalText({ maxLength: 255 }),
    imageCachePoolName: optionalText({ maxLength: 255 }),
    ...NEW_STORAGE_PARAMS,
    url: NOT_USED,
  },
  returns: { inventory: cephPrimaryStorageInventory },
  check(world, { params, systemTags }) {
    for (const name of POOL_NAMES) {
      if (params[name] === '') {
        throw apiError('SYS.1007', `${name} can be null but cannot be an empty string`);
      }
    }
    checkMons(world, 'primary', params.monUrls);
    checkGatewayTags(systemTags);
  },
  run(call) {
    const { monUrls, rootVolumePoolName, dataVolumePoolName, imageCachePoolName } = call.params;
    const pools = {
      Root: rootVolumePoolName,
      Data: dataVolumePoolName,
      ImageCache: imageCachePoolName,
    };
    const wanted = {
      ...storageOfCall({ ...call, params: { ...call.params, url: CEPH_URL } }),
      ceph: { monUrls, pools },
      type: 'Ceph' as const,
    };
    return { uuid: addPrimaryStorage(call.world, wanted, call.now) };
  },
  result: typedPrimaryStorageResult,
});
