import { cephPrimaryStoragePoolInventory } from '../../../contract/inventories/ceph-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { cephPoolOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { cephPoolResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateCephPrimaryStoragePool = defineCommand({
  name: 'UpdateCephPrimaryStoragePool',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/ceph/pools/{uuid}/actions'],
  bodyKey: 'updateCephPrimaryStoragePool',
  adminOnly: true,
  summary: 'Changes what a pool of a Ceph primary storage is called beside its name',
  params: {
    uuid: requiredText({ resourceType: 'CephPrimaryStoragePool' }),
    aliasName: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: cephPrimaryStoragePoolInventory },
  run({ world, params: { uuid, ...change }, now }) {
    const pool = cephPoolOf(world, uuid);
    whenGiven(change, (told) => world.repositories.cephPools.update(pool, told, now));
    return { uuid };
  },
  result: cephPoolResult,
});
