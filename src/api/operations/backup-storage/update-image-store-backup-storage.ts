import { imageStoreBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { checkHostname } from '../../../services/storages/backup/add-backup-storage.js';
import { defineCommand } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { optionalText, requiredText, wholeNumber } from '../../params.js';

export const updateImageStoreBackupStorage = defineCommand({
  name: 'UpdateImageStoreBackupStorage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/image-store/{uuid}/actions'],
  bodyKey: 'updateImageStoreBackupStorage',
  adminOnly: true,
  summary: 'Changes how an ImageStore backup storage is called and reached',
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    username: optionalText({ maxLength: 255 }),
    password: optionalText({ maxLength: 255 }),
    hostname: optionalText({ maxLength: 255 }),
    sshPort: wholeNumber('Integer', { numberRange: [1, 65_535] }),
  },
  returns: { inventory: imageStoreBackupStorageInventory },
  check(_world, { params }) {
    if (params.hostname !== null) checkHostname(params.hostname);
  },
  conceal: () => ({ password: null }),
  run({ world, params, now }) {
    const storage = backupStorageOf(world, params.uuid);
    world.repositories.backupStorages.update(
      storage,
      {
        name: params.name ?? storage.name,
        description: params.description ?? storage.description,
        username: params.username ?? storage.username,
        hostname: params.hostname ?? storage.hostname,
        sshPort: params.sshPort ?? storage.sshPort,
      },
      now,
    );
    return { uuid: storage.uuid };
  },
  result: typedBackupStorageResult,
});
