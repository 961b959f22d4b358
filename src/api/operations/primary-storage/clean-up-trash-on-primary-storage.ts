import { cleanUpTrash } from '../../../services/storages/trash.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText, wholeNumber } from '../../params.js';
import { CLEAN_UP } from '../../clean-up.js';

export const cleanUpTrashOnPrimaryStorage = defineCommand({
  name: 'CleanUpTrashOnPrimaryStorage',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/{uuid}/trash/actions'],
  bodyKey: 'cleanUpTrashOnPrimaryStorage',
  adminOnly: true,
  summary: 'Deletes the trash of a storage, or one piece of it',
  params: {
    uuid: requiredText({ resourceType: 'PrimaryStorage', checkAccount: true }),
    trashId: wholeNumber('Long'),
  },
  returns: CLEAN_UP,
  run: ({ world, params }) => ({
    ...cleanUpTrash(world, 'PrimaryStorage', params.uuid, params.trashId),
  }),
  result: (_world, outcome) => outcome,
});
