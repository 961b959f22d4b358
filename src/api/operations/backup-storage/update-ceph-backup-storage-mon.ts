import { cephBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { checkHostname } from '../../../services/storages/backup/add-backup-storage.js';
import { updateMon } from '../../../services/storages/ceph-mons.js';
import { defineCommand } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { optionalText, requiredText, wholeNumber } from '../../params.js';

export const updateCephBackupStorageMon = defineCommand({
  name: 'UpdateCephBackupStorageMon',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/ceph/mons/{monUuid}/actions'],
  bodyKey: 'updateCephBackupStorageMon',
  adminOnly: true,
  summary: 'Changes how a monitor of a Ceph backup storage is reached',
  params: {
    monUuid: requiredText({ resourceType: 'CephBackupStorageMon', emptyString: false }),
    hostname: optionalText({ maxLength: 255 }),
    sshUsername: optionalText({ maxLength: 255 }),
    sshPassword: optionalText({ maxLength: 255 }),
    sshPort: wholeNumber('Integer', { numberRange: [1, 65_535] }),
    monPort: wholeNumber('Integer', { numberRange: [1, 65_535] }),
  },
  returns: { inventory: cephBackupStorageInventory },
  check(_world, { params }) {
    if (params.hostname !== null) checkHostname(params.hostname);
  },
  conceal: () => ({ sshPassword: null }),
  run: ({ world, params, now }) => ({
    uuid: updateMon(world, 'backup', params.monUuid, params, now),
  }),
  result: typedBackupStorageResult,
});
