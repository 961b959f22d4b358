import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { checkMigrateCall, migrateVmFlow } from '../../../services/vm-instances/migrate-vm.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import {
  flag,
  optionalChoice,
  optionalFlag,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../params.js';

export const migrateVm = defineAsync({
  name: 'MigrateVm',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/actions'],
  bodyKey: 'migrateVm',
  auth: true,
  summary: 'Moves a VM that runs, or is paused, to another host',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    hostUuid: optionalText({ resourceType: 'Host' }),
    migrateFromDestination: optionalFlag(),
    allowUnknown: flag(false),
    strategy: optionalChoice(['auto-converge']),
    downTime: wholeNumber('Integer'),
  },
  returns: { inventory: vmInstanceInventory },
  flow: migrateVmFlow,
  check: (world, { params }) =>
    checkMigrateCall(world, vmOf(world, params.vmInstanceUuid), params.hostUuid),
  context: (_world, { params }) => ({ vmUuid: params.vmInstanceUuid, hostUuid: params.hostUuid }),
  result: vmResult,
});
