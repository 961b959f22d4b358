import { cephPrimaryStoragePoolInventory } from '../../../contract/inventories/ceph-inventory.js';
import { addPool, checkNewPool } from '../../../services/storages/ceph-pools.js';
import { defineCommand } from '../../define-operation.js';
import { cephPoolResult } from '../../inventory-of.js';
import { CREATE_PARAMS, flag, optionalText, requiredChoice, requiredText } from '../../params.js';

export const addCephPrimaryStoragePool = defineCommand({
  name: 'AddCephPrimaryStoragePool',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/ceph/{primaryStorageUuid}/pools'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a pool to a Ceph primary storage',
  params: {
    primaryStorageUuid: requiredText({ resourceType: 'PrimaryStorage' }),
    poolName: requiredText({ maxLength: 255 }),
    aliasName: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    type: requiredChoice(['Root', 'Data']),
    isCreate: flag(false, { description: 'make it in the cluster, where it is not yet' }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: cephPrimaryStoragePoolInventory },
  check: (world, { params }) => checkNewPool(world, params),
  // The real system keeps no tags of pools.
  run({ world, params, now }) {
    const { primaryStorageUuid, poolName, aliasName, description } = params;
    const { type, isCreate, resourceUuid } = params;
    const wanted = { primaryStorageUuid, poolName, aliasName, description, type };
    const pool = { ...wanted, isCreate, resourceUuid };
    checkNewPool(world, pool);
    return { uuid: addPool(world, pool, now) };
  },
  result: cephPoolResult,
});
