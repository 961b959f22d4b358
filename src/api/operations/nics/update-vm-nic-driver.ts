import { vmNicInventory } from '../../../contract/inventories/vm-nic-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { NIC_DRIVERS } from '../../../domain/network/vm-nic.js';
import { vmNicOf, vmOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vmNicResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const updateVmNicDriver = defineCommand({
  name: 'UpdateVmNicDriver',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/actions'],
  bodyKey: 'updateVmNicDriver',
  summary: 'Changes the driver that the guest of a NIC uses',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }),
    vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true, nonempty: true }),
    driverType: requiredText(),
  },
  returns: { inventory: vmNicInventory },
  check(world, { params: { vmInstanceUuid, driverType } }) {
    const { platform } = vmOf(world, vmInstanceUuid);
    if (platform === 'Other') {
      throw apiError('SYS.1007', `Current platform ${platform} not support update nic driver yet`);
    }
    if (NIC_DRIVERS.includes(driverType)) return;
    throw apiError('SYS.1007', `Nic driver ${driverType} not support yet`);
  },
  run({ world, params: { vmNicUuid, driverType }, now }) {
    const nic = vmNicOf(world, vmNicUuid);
    world.repositories.vmNics.update(nic, { driverType }, now);
    return { nicUuid: nic.uuid };
  },
  result: vmNicResult,
});
