import { deleteBackupStorage as remove } from '../../../services/storages/backup/delete-backup-storage.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteBackupStorage = defineCommand({
  name: 'DeleteBackupStorage',
  family: 'backup-storage',
  method: 'DELETE',
  paths: ['/v1/backup-storage/{uuid}'],
  adminOnly: true,
  summary: 'Removes a backup storage; images that were only there go with it',
  params: { uuid: requiredText(), deleteMode: deleteMode() },
  returns: {},
  run({ world, params, now }) {
    const storage = world.repositories.backupStorages.find(params.uuid);
    if (storage) remove(world, storage, now);
  },
});
