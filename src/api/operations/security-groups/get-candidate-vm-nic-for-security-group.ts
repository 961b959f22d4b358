import {
  toVmNicInventory,
  vmNicInventory,
} from '../../../contract/inventories/vm-nic-inventory.js';
import { candidatesFor } from '../../../services/security-groups/candidates.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getCandidateVmNicForSecurityGroup = defineSync({
  name: 'GetCandidateVmNicForSecurityGroup',
  family: 'security-groups',
  method: 'GET',
  paths: ['/v1/security-groups/{securityGroupUuid}/vm-instances/candidate-nics'],
  auth: true,
  summary: 'Tells the NICs of VMs that are on or off, and not in a security group',
  params: {
    securityGroupUuid: requiredText({ resourceType: 'SecurityGroup', checkAccount: true }),
  },
  returns: { inventories: vmNicInventory.array() },
  run: (world, { securityGroupUuid }, caller) => ({
    inventories: candidatesFor(world, securityGroupUuid, caller).map(toVmNicInventory),
  }),
});
