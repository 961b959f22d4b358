import { cephPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { checkHostname } from '../../../services/storages/backup/add-backup-storage.js';
import { updateMon } from '../../../services/storages/ceph-mons.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { optionalText, requiredText, wholeNumber } from '../../params.js';

export const updateCephPrimaryStorageMon = defineCommand({
  name: 'UpdateCephPrimaryStorageMon',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/ceph/mons/{monUuid}/actions'],
  bodyKey: 'updateCephPrimaryStorageMon',
  adminOnly: true,
  summary: 'Changes how a monitor of a Ceph primary storage is reached',
  params: {
    monUuid: requiredText({ resourceType: 'CephPrimaryStorageMon', emptyString: false }),
    hostname: optionalText({ maxLength: 255 }),
    sshUsername: optionalText({ maxLength: 255 }),
    sshPassword: optionalText({ maxLength: 255 }),
    sshPort: wholeNumber('Integer', { numberRange: [1, 65_535] }),
    monPort: wholeNumber('Integer', { numberRange: [1, 65_535] }),
  },
  returns: { inventory: cephPrimaryStorageInventory },
  check(_world, { params }) {
    if (params.hostname !== null) checkHostname(params.hostname);
  },
  conceal: () => ({ sshPassword: null }),
  run: ({ world, params, now }) => ({
    uuid: updateMon(world, 'primary', params.monUuid, params, now),
  }),
  result: typedPrimaryStorageResult,
});
