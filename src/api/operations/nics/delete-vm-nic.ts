import { detachNic } from '../../../services/networks/nics.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteVmNic = defineCommand({
  name: 'DeleteVmNic',
  family: 'nics',
  method: 'DELETE',
  paths: ['/v1/nics/{uuid}'],
  summary: 'Removes a NIC, from its VM, too',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'VmNic', mayBeMissing: true }),
  },
  returns: {},
  run({ world, params, now }) {
    const nic = world.repositories.vmNics.find(params.uuid);
    if (nic) detachNic(world, nic, now);
  },
});
