import { anyBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { defineCommand } from '../../define-operation.js';
import { backupStorageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const detachBackupStorageFromZone = defineCommand({
  name: 'DetachBackupStorageFromZone',
  family: 'zones',
  method: 'DELETE',
  paths: ['/v1/zones/{zoneUuid}/backup-storage/{backupStorageUuid}'],
  adminOnly: true,
  summary: 'Takes a backup storage from a zone',
  params: {
    backupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
    zoneUuid: requiredText({ resourceType: 'Zone' }),
  },
  returns: { inventory: anyBackupStorageInventory },
  run({ world, params }) {
    const { backupStorages } = world.repositories;
    const { backupStorageUuid: uuid, zoneUuid } = params;
    if (!backupStorages.isAttachedToZone(uuid, zoneUuid)) {
      throw apiError(
        'SYS.1006',
        `backup storage[uuid:${uuid}] has not been attached to zone[uuid:${zoneUuid}]`,
      );
    }
    backupStorages.detachFromZone(uuid, zoneUuid);
    return { uuid };
  },
  result: backupStorageResult,
});
