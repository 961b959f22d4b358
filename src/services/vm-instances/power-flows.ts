import { vmStateMachine, type VmStateEvent } from '../../domain/vm-instance/vm-instance.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { vmOf } from '../resources/lookup.js';
import { momentOf } from '../../jobs/work-time.js';
import { checkStartAllowed } from '../storages/primary/states.js';
import { refuseState, statesWith } from './destroy-vm.js';

interface PowerContext {
  readonly vmUuid: string;
}

/** A VM on its way between running and stopped: the state of the way first, then its end. */
function powerFlow(
  name: string,
  message: string,
  begin: VmStateEvent,
  end: VmStateEvent,
): Flow<PowerContext> {
  return {
    name,
    firstStep: begin,
    isPlain: true,
    steps: {
      [begin]({ world, context, now, schedule, succeed }: StepRun<PowerContext>) {
        const { vmInstances } = world.repositories;
        const vm = vmOf(world, context.vmUuid);
        // A stopped VM is stopped again in peace.
        if (begin === 'stop' && vm.state === 'Stopped') {
          succeed({ vmUuid: vm.uuid });
          return;
        }
        if (!vmStateMachine.accepts(vm.state, begin)) {
          throw refuseState(vm, message, statesWith(begin));
        }
        if (begin === 'start') checkStartAllowed(world, vm.uuid);
        vmInstances.update(vm, { state: vmStateMachine.next(vm.state, begin) }, now);
        schedule(end, null, momentOf(world, 'vm', [vm.uuid]));
      },
      [end]({ world, context, now, succeed }: StepRun<PowerContext>) {
        const { vmInstances } = world.repositories;
        const vm = vmOf(world, context.vmUuid);
        // Somebody may have destroyed it on its way.
        if (vmStateMachine.accepts(vm.state, end)) {
          const state = vmStateMachine.next(vm.state, end);
          const host =
            end === 'started'
              ? { hostUuid: vm.lastHostUuid }
              : { hostUuid: null, lastHostUuid: vm.hostUuid ?? vm.lastHostUuid };
          vmInstances.update(vm, { state, ...host }, now);
        }
        succeed({ vmUuid: vm.uuid });
      },
    },
    rollback: () => undefined,
  };
}

export const startVmFlow = powerFlow('start-vm-instance', 'StartVmInstance', 'start', 'started');
export const stopVmFlow = powerFlow('stop-vm-instance', 'StopVmInstance', 'stop', 'stopped');
