import { checkJoin, join } from '../../../services/security-groups/nics-in-groups.js';
import { defineCommand } from '../../define-operation.js';
import { requiredList, requiredText } from '../../params.js';

export const addVmNicToSecurityGroup = defineCommand({
  name: 'AddVmNicToSecurityGroup',
  family: 'security-groups',
  method: 'POST',
  paths: ['/v1/security-groups/{securityGroupUuid}/vm-instances/nics'],
  bodyKey: 'params',
  summary: 'Puts NICs of VMs into a security group',
  params: {
    securityGroupUuid: requiredText({ resourceType: 'SecurityGroup', checkAccount: true }),
    vmNicUuids: requiredList({ resourceType: 'VmNic', nonempty: true, checkAccount: true }),
  },
  returns: {},
  check: (world, { params }) => checkJoin(world, params.securityGroupUuid, params.vmNicUuids),
  run({ world, params: { securityGroupUuid, vmNicUuids }, now }) {
    checkJoin(world, securityGroupUuid, vmNicUuids);
    join(world, securityGroupUuid, vmNicUuids, now);
  },
});
