import { deleteL2Network as remove } from '../../../services/networks/l2-networks.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteL2Network = defineCommand({
  name: 'DeleteL2Network',
  family: 'l2-networks',
  method: 'DELETE',
  paths: ['/v1/l2-networks/{uuid}'],
  adminOnly: true,
  summary: 'Removes a network of layer 2 with the networks on it; VMs lose their NICs there',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'L2Network', mayBeMissing: true }),
  },
  returns: {},
  run({ world, params, now }) {
    if (world.repositories.l2Networks.find(params.uuid)) remove(world, params.uuid, now);
  },
});
