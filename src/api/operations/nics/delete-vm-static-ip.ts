import { checkForgetIp } from '../../../services/networks/set-static-ip.js';
import { forgetStaticIp } from '../../../services/networks/static-ip-tags.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, optionalText, requiredText } from '../../params.js';

export const deleteVmStaticIp = defineCommand({
  name: 'DeleteVmStaticIp',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/static-ips'],
  summary: 'Forgets that a VM keeps its address on a network; its NIC has it on',
  params: {
    deleteMode: deleteMode(),
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }),
    l3NetworkUuid: requiredText(),
    staticIp: optionalText(),
  },
  returns: {},
  check: (world, { params: { vmInstanceUuid, l3NetworkUuid, staticIp } }) =>
    checkForgetIp(world, vmInstanceUuid, l3NetworkUuid, staticIp),
  run({ world, params: { vmInstanceUuid, l3NetworkUuid, staticIp } }) {
    forgetStaticIp(world, vmInstanceUuid, l3NetworkUuid, staticIp);
  },
});
