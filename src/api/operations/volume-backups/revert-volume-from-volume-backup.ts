import { volumeBackupOf } from '../../../services/resources/lookup.js';
import {
  checkRevert,
  revertVolumeFromBackupFlow,
} from '../../../services/volume-backups/revert-volume.js';
import { defineAsync } from '../../define-operation.js';
import { optionalText, requiredText } from '../../params.js';

export const revertVolumeFromVolumeBackup = defineAsync({
  name: 'RevertVolumeFromVolumeBackup',
  family: 'volume-backups',
  method: 'PUT',
  paths: ['/v1/volume-backups/{uuid}/actions'],
  bodyKey: 'revertVolumeFromVolumeBackup',
  auth: true,
  summary: 'Brings a volume back to what a backup holds',
  params: {
    uuid: requiredText({ resourceType: 'VolumeBackup', checkAccount: true }),
    backupStorageUuid: optionalText({
      resourceType: 'BackupStorage',
      description: 'default: any that has it',
    }),
  },
  returns: {},
  flow: revertVolumeFromBackupFlow,
  check: (world, { params }) =>
    checkRevert(world, volumeBackupOf(world, params.uuid), params.backupStorageUuid),
  context: (_world, { params }) => ({
    backupUuid: params.uuid,
    backupStorageUuid: params.backupStorageUuid,
  }),
  result: () => ({}),
});
