import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { NIC_STATES, NIC_TYPE } from '../../../domain/network/vm-nic.js';
import { vmNicOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeVmNicState = defineCommand({
  name: 'ChangeVmNicState',
  family: 'nics',
  method: 'PUT',
  paths: ['/v1/vm-instances/nics/{vmNicUuid}/actions'],
  bodyKey: 'changeVmNicState',
  summary: 'Turns a NIC on or off',
  params: {
    vmNicUuid: requiredText({ resourceType: 'VmNic' }),
    state: requiredChoice(NIC_STATES),
  },
  returns: { inventory: vmInstanceInventory },
  check(world, { params: { vmNicUuid, state } }) {
    const nic = vmNicOf(world, vmNicUuid);
    if (state === 'enable' && nic.state !== state) {
      if (world.repositories.vmNics.hasMac(nic.hypervisorType ?? '', nic.mac)) {
        throw apiError('SYS.1007', `Duplicate mac address [${nic.mac}]`);
      }
    }
    if (nic.type !== NIC_TYPE) {
      throw apiError(
        'SYS.1006',
        `could not update nic[uuid: ${vmNicUuid}] state, due to nic type[${nic.type}] not support`,
      );
    }
    // Of a NIC without a VM the real system finds nobody who does it.
    if (nic.vmInstanceUuid === null) throw apiError('SYS.1000', 'java.lang.NullPointerException');
  },
  run({ world, params: { vmNicUuid, state }, now }) {
    const nic = vmNicOf(world, vmNicUuid);
    if (nic.state !== state) world.repositories.vmNics.update(nic, { state }, now);
    return { vmUuid: nic.vmInstanceUuid };
  },
  result: vmResult,
});
