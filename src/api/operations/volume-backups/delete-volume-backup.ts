import { deleteBackup } from '../../../services/volume-backups/delete-backup.js';
import { volumeBackupOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, flag, requiredText, textList } from '../../params.js';

export const deleteVolumeBackup = defineCommand({
  name: 'DeleteVolumeBackup',
  family: 'volume-backups',
  method: 'DELETE',
  paths: ['/v1/volume-backups/{uuid}'],
  summary: 'Deletes a backup from image stores; one that follows on it takes its bytes over',
  params: {
    uuid: requiredText({ resourceType: 'VolumeBackup', checkAccount: true }),
    backupStorageUuids: textList({ nonempty: true, resourceType: 'BackupStorage' }),
    handleDependency: flag(false, {
      description: 'whether others that follow on it are looked after: they always are here',
    }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params, now }) {
    deleteBackup(world, volumeBackupOf(world, params.uuid), params.backupStorageUuids, now);
  },
});
