import { cleanUpTrash } from '../../../services/storages/trash.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText, wholeNumber } from '../../params.js';
import { CLEAN_UP } from '../../clean-up.js';

export const cleanUpTrashOnBackupStorage = defineCommand({
  name: 'CleanUpTrashOnBackupStorage',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/{uuid}/trash/actions'],
  bodyKey: 'cleanUpTrashOnBackupStorage',
  adminOnly: true,
  summary: 'Deletes the trash of a storage, or one piece of it',
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage', checkAccount: true }),
    trashId: wholeNumber('Long'),
  },
  returns: CLEAN_UP,
  run: ({ world, params }) => ({
    ...cleanUpTrash(world, 'BackupStorage', params.uuid, params.trashId),
  }),
  result: (_world, outcome) => outcome,
});
