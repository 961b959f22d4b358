import { leave } from '../../../services/security-groups/nics-in-groups.js';
import { defineCommand } from '../../define-operation.js';
import { requiredList, requiredText } from '../../params.js';

export const deleteVmNicFromSecurityGroup = defineCommand({
  name: 'DeleteVmNicFromSecurityGroup',
  family: 'security-groups',
  method: 'DELETE',
  paths: ['/v1/security-groups/{securityGroupUuid}/vm-instances/nics'],
  summary: 'Takes NICs from a security group',
  params: {
    securityGroupUuid: requiredText({ resourceType: 'SecurityGroup', checkAccount: true }),
    vmNicUuids: requiredList({ resourceType: 'VmNic', nonempty: true, checkAccount: true }),
  },
  returns: {},
  run({ world, params: { securityGroupUuid, vmNicUuids }, now }) {
    leave(world, securityGroupUuid, vmNicUuids, now);
  },
});
