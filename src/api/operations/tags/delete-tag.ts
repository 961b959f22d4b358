import { checkTagRemoval, removeTag } from '../../../services/tags/tags.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteTag = defineCommand({
  name: 'DeleteTag',
  family: 'tags',
  method: 'DELETE',
  paths: ['/v1/tags/{uuid}'],
  summary:
    'Removes a tag of either kind, or a tag pattern with its tags; an unknown one is no error',
  params: { uuid: requiredText({ checkAccount: true }), deleteMode: deleteMode() },
  returns: {},
  check: (world, { params, caller }) => checkTagRemoval(world, params.uuid, caller),
  run: ({ world, params, now }) => removeTag(world, params.uuid, now),
});
