import { cephPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { checkIsCeph, removeMons } from '../../../services/storages/ceph-mons.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { requiredList, requiredText } from '../../params.js';

export const removeMonFromCephPrimaryStorage = defineCommand({
  name: 'RemoveMonFromCephPrimaryStorage',
  family: 'primary-storage',
  method: 'DELETE',
  paths: ['/v1/primary-storage/ceph/{uuid}/mons'],
  adminOnly: true,
  summary: 'Removes monitors of a Ceph primary storage',
  params: {
    uuid: requiredText({ resourceType: 'PrimaryStorage' }),
    monHostnames: requiredList({ nonempty: true }),
  },
  returns: { inventory: cephPrimaryStorageInventory },
  run({ world, params: { uuid, monHostnames }, now }) {
    checkIsCeph(world, uuid, 'APIRemoveMonFromCephPrimaryStorageMsg');
    removeMons(world, 'primary', uuid, monHostnames, now);
    return { uuid };
  },
  result: typedPrimaryStorageResult,
});
