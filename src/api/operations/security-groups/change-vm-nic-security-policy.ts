import {
  toVmNicSecurityPolicyInventory,
  vmNicSecurityPolicyInventory,
} from '../../../contract/inventories/security-group-inventory.js';
import {
  changePolicy,
  checkPolicyChange,
  policyOf,
} from '../../../services/security-groups/policies.js';
import { defineCommand } from '../../define-operation.js';
import { optionalChoice, requiredText } from '../../params.js';

export const changeVmNicSecurityPolicy = defineCommand({
  name: 'ChangeVmNicSecurityPolicy',
  family: 'security-groups',
  method: 'PUT',
  paths: ['/v1/security-groups/nics/{vmNicUuid}/security-policy/actions'],
  bodyKey: 'changeVmNicSecurityPolicy',
  summary: 'Says what becomes of traffic of a NIC that no rule is about',
  params: {
    vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true }),
    ingressPolicy: optionalChoice(['DENY', 'ALLOW']),
    egressPolicy: optionalChoice(['DENY', 'ALLOW']),
  },
  returns: { inventory: vmNicSecurityPolicyInventory },
  check: (world, { params }) => checkPolicyChange(world, params),
  run({ world, params, now }) {
    changePolicy(world, params, now);
    return { vmNicUuid: params.vmNicUuid };
  },
  result: (world, { vmNicUuid }) => ({
    inventory: toVmNicSecurityPolicyInventory(policyOf(world, String(vmNicUuid))),
  }),
});
