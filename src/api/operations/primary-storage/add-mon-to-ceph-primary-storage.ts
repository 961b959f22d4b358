import { cephPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { addMons, checkNewMons } from '../../../services/storages/ceph-mons.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { requiredList, requiredText } from '../../params.js';

export const addMonToCephPrimaryStorage = defineCommand({
  name: 'AddMonToCephPrimaryStorage',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/ceph/{uuid}/mons'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds monitors to a Ceph primary storage',
  params: {
    uuid: requiredText({ resourceType: 'CephPrimaryStorage' }),
    monUrls: requiredList({ nonempty: true }),
  },
  returns: { inventory: cephPrimaryStorageInventory },
  check: (world, { params }) => checkNewMons(world, 'primary', params.monUrls),
  run({ world, params: { uuid, monUrls }, now }) {
    checkNewMons(world, 'primary', monUrls);
    addMons(world, 'primary', uuid, monUrls, now);
    return { uuid };
  },
  result: typedPrimaryStorageResult,
});
