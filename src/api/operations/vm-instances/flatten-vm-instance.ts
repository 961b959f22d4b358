import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { flattenVmFlow } from '../../../services/vm-instances/flatten-vm.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { flag, requiredText } from '../../params.js';

export const flattenVmInstance = defineAsync({
  name: 'FlattenVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'flattenVmInstance',
  auth: true,
  summary: 'Makes all volumes of a VM stand by themselves',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    full: flag(true, { description: 'the real system does not look at it either' }),
    dryRun: flag(false, { description: 'answers what it would be, and changes nothing' }),
  },
  returns: { inventory: vmInstanceInventory },
  flow: flattenVmFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ vmUuid: params.uuid, dryRun: params.dryRun }),
  result: vmResult,
});
