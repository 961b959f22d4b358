import { anyBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { defineCommand } from '../../define-operation.js';
import { backupStorageResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const attachBackupStorageToZone = defineCommand({
  name: 'AttachBackupStorageToZone',
  family: 'zones',
  method: 'POST',
  paths: ['/v1/zones/{zoneUuid}/backup-storage/{backupStorageUuid}'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes a backup storage usable in a zone',
  params: {
    zoneUuid: requiredText({ resourceType: 'Zone' }),
    backupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
  },
  returns: { inventory: anyBackupStorageInventory },
  run({ world, params }) {
    const { backupStorages } = world.repositories;
    const { backupStorageUuid: uuid, zoneUuid } = params;
    if (backupStorages.isAttachedToZone(uuid, zoneUuid)) {
      throw apiError(
        'SYS.1006',
        `backup storage[uuid:${uuid}] has been attached to zone[uuid:${zoneUuid}]`,
      );
    }
    backupStorages.attachToZone(uuid, zoneUuid);
    return { uuid };
  },
  result: backupStorageResult,
});
