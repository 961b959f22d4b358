import { anyHostInventory, toHostInventory } from '../../../contract/inventories/host-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { hostsToMigrateTo } from '../../../services/vm-instances/migrate-vm.js';
import { checkVmState } from '../../../services/vm-instances/vm-states.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmMigrationCandidateHosts = defineSync({
  name: 'GetVmMigrationCandidateHosts',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/migration-target-hosts'],
  auth: true,
  summary: 'Finds the hosts that a VM can move to',
  params: { vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { inventories: anyHostInventory.array() },
  run(world, { vmInstanceUuid }) {
    const vm = vmOf(world, vmInstanceUuid);
    checkVmState(vm, 'APIGetVmMigrationCandidateHostsMsg', 'VM.1008');
    return { inventories: hostsToMigrateTo(world, vm, null).map(toHostInventory) };
  },
});
