import { cephBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { removeMons } from '../../../services/storages/ceph-mons.js';
import { defineCommand } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { requiredList, requiredText } from '../../params.js';

export const removeMonFromCephBackupStorage = defineCommand({
  name: 'RemoveMonFromCephBackupStorage',
  family: 'backup-storage',
  method: 'DELETE',
  paths: ['/v1/backup-storage/ceph/{uuid}/mons'],
  adminOnly: true,
  summary: 'Removes monitors of a Ceph backup storage',
  params: {
    uuid: requiredText({ resourceType: 'CephBackupStorage' }),
    monHostnames: requiredList({ nonempty: true }),
  },
  returns: { inventory: cephBackupStorageInventory },
  run({ world, params: { uuid, monHostnames }, now }) {
    removeMons(world, 'backup', uuid, monHostnames, now);
    return { uuid };
  },
  result: typedBackupStorageResult,
});
