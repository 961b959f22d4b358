import { deleteL3Network as remove } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteL3Network = defineCommand({
  name: 'DeleteL3Network',
  family: 'l3-networks',
  method: 'DELETE',
  paths: ['/v1/l3-networks/{uuid}'],
  summary: 'Removes a network with its ranges; VMs lose their NICs on it',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'L3Network', mayBeMissing: true }),
  },
  returns: {},
  run({ world, params, now }) {
    const network = world.repositories.l3Networks.find(params.uuid);
    if (network) remove(world, network, now);
  },
});
