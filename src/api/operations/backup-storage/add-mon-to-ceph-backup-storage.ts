import { cephBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { addMons, checkNewMons } from '../../../services/storages/ceph-mons.js';
import { defineCommand } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { requiredList, requiredText } from '../../params.js';

export const addMonToCephBackupStorage = defineCommand({
  name: 'AddMonToCephBackupStorage',
  family: 'backup-storage',
  method: 'POST',
  paths: ['/v1/backup-storage/ceph/{uuid}/mons'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds monitors to a Ceph backup storage',
  params: {
    uuid: requiredText({ resourceType: 'CephBackupStorage' }),
    monUrls: requiredList({ nonempty: true }),
  },
  returns: { inventory: cephBackupStorageInventory },
  check: (world, { params }) => checkNewMons(world, 'backup', params.monUrls),
  run({ world, params: { uuid, monUrls }, now }) {
    checkNewMons(world, 'backup', monUrls);
    addMons(world, 'backup', uuid, monUrls, now);
    return { uuid };
  },
  result: typedBackupStorageResult,
});
