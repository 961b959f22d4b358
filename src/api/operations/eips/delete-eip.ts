import { deleteEip as remove } from '../../../services/networks/eips.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteEip = defineCommand({
  name: 'DeleteEip',
  family: 'eips',
  method: 'DELETE',
  paths: ['/v1/eips/{uuid}'],
  summary: 'Removes an EIP; its VIP stays',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'Eip', checkAccount: true, mayBeMissing: true }),
  },
  returns: {},
  run({ world, params }) {
    const eip = world.repositories.eips.find(params.uuid);
    if (eip) remove(world, eip);
  },
});
