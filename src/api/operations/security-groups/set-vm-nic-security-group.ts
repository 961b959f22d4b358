import {
  toVmNicSecurityGroupRefInventory,
  vmNicSecurityGroupRefInventory,
} from '../../../contract/inventories/security-group-inventory.js';
import { vmNicOf } from '../../../services/resources/lookup.js';
import { checkedPlaces, setGroups } from '../../../services/security-groups/nics-in-groups.js';
import { defineCommand } from '../../define-operation.js';
import { requiredObjects, requiredText } from '../../params.js';

export const setVmNicSecurityGroup = defineCommand({
  name: 'SetVmNicSecurityGroup',
  family: 'security-groups',
  method: 'PUT',
  paths: ['/v1/security-groups/nics/{vmNicUuid}/actions'],
  bodyKey: 'setVmNicSecurityGroup',
  summary: 'Says which security groups a NIC is in, and their order',
  params: {
    vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true, nonempty: true }),
    refs: requiredObjects(
      { description: 'each a securityGroupUuid and its priority, from 1' },
      'List<VmNicSecurityGroupRefAO>',
    ),
  },
  returns: { inventory: vmNicSecurityGroupRefInventory.array() },
  check: (world, { params: { vmNicUuid, refs }, caller }) =>
    void checkedPlaces(world, vmNicOf(world, vmNicUuid), refs, caller.isAdmin),
  run({ world, params: { vmNicUuid, refs }, caller, now }) {
    const nic = vmNicOf(world, vmNicUuid);
    setGroups(world, nic, checkedPlaces(world, nic, refs, caller.isAdmin), now);
    return { vmNicUuid };
  },
  result: ({ repositories }, { vmNicUuid }) => ({
    inventory: repositories.securityGroups
      .listRefsOfNic(String(vmNicUuid))
      .map(toVmNicSecurityGroupRefInventory),
  }),
});
