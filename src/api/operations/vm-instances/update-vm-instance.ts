import { refuseState, statesWith } from '../../../services/vm-instances/destroy-vm.js';
import {
  vmStateMachine,
  type VmInstance,
  type VmState,
} from '../../../domain/vm-instance/vm-instance.js';
import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { PLATFORMS } from '../../../domain/image/image.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalChoice, optionalText, requiredText, wholeNumber } from '../../params.js';

export const updateVmInstance = defineCommand({
  name: 'UpdateVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'updateVmInstance',
  summary: 'Changes what a VM says of itself, or its size',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    state: optionalChoice(['Stopped', 'Running']),
    defaultL3NetworkUuid: optionalText({ resourceType: 'L3Network' }),
    platform: optionalChoice(PLATFORMS),
    cpuNum: wholeNumber('Integer', { numberRange: [1, 1024] }),
    memorySize: wholeNumber('Long', { numberRange: [1, 2 ** 63] }),
    reservedMemorySize: wholeNumber('Long', { numberRange: [0, 2 ** 63] }),
    guestOsType: optionalText({ maxLength: 255 }),
  },
  returns: { inventory: vmInstanceInventory },
  run({ world, params, now }) {
    const vm = vmOf(world, params.uuid);
    world.repositories.vmInstances.update(
      vm,
      {
        name: params.name ?? vm.name,
        description: params.description ?? vm.description,
        state: params.state === null ? vm.state : stateAfter(vm, params.state),
        platform: params.platform ?? vm.platform,
        cpuNum: params.cpuNum ?? vm.cpuNum,
        memorySize: params.memorySize ?? vm.memorySize,
        guestOsType: params.guestOsType ?? vm.guestOsType,
      },
      now,
    );
    return { vmUuid: vm.uuid };
  },
  result: vmResult,
});

/** A VM is said to run or to be stopped: the way there must be one that the state machine knows. */
function stateAfter(vm: VmInstance, wanted: 'Running' | 'Stopped'): VmState {
  if (vm.state === wanted) return wanted;
  const [begin, end] =
    wanted === 'Running' ? (['start', 'started'] as const) : (['stop', 'stopped'] as const);
  if (!vmStateMachine.accepts(vm.state, begin)) {
    throw refuseState(vm, 'UpdateVmInstance', statesWith(begin));
  }
  return vmStateMachine.next(vmStateMachine.next(vm.state, begin), end);
}
