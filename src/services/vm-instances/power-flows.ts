import { ApiError, apiError } from '../../core/api-error.js';
import type { ErrorCodeName } from '../../core/error-codes.js';
import {
  vmStateMachine,
  type VmInstance,
  type VmMessage,
  type VmState,
  type VmStateEvent,
} from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { vmOf } from '../resources/lookup.js';
import { momentOf } from '../../jobs/work-time.js';
import { checkStartAllowed } from '../storages/primary/states.js';
import { firstStart } from './create-vm.js';
import { checkIsosToStart } from './iso.js';
import { checkQuotaOfOwner } from './quota-of-owner.js';
import { removeVm } from './remove-vm.js';
import { hostToStartOn } from './vm-host.js';
import { checkVmState } from './vm-states.js';

interface PowerContext {
  readonly vmUuid: string;
  /** What it was before it began to go, to be so again when it fails. Calls that an older version began do not know. */
  formerState?: VmState;
  /** Where it is to start, if the call says so. Calls that an older version began say nothing. */
  readonly hostUuid?: string | null;
  readonly clusterUuid?: string | null;
}

interface Power {
  readonly name: string;
  readonly message: VmMessage;
  /** What every failure of it is. */
  readonly failure: ErrorCodeName;
  readonly begin: VmStateEvent;
  readonly end: VmStateEvent;
  /** A VM that is there already is left alone, and the call succeeds. */
  readonly goal: VmState;
  before(world: World, vm: VmInstance, now: number): void;
  hostAfter(world: World, vm: VmInstance, context: PowerContext): Partial<VmInstance>;
}

/** A VM on its way between running and stopped: the state of the way first, then its end. */
function powerFlow(power: Power): Flow<PowerContext> {
  const { name, message, failure, begin, end, goal } = power;
  return {
    name,
    firstStep: begin,
    isPlain: true,
    steps: {
      [begin]({ world, context, now, schedule, succeed }: StepRun<PowerContext>) {
        const { vmInstances } = world.repositories;
        const vm = vmOf(world, context.vmUuid);
        checkVmState(vm, message, failure);
        if (vm.state === goal) {
          succeed({ vmUuid: vm.uuid });
          return;
        }
        failingAs(failure, () => power.before(world, vm, now));
        context.formerState = vm.state;
        const state = vmStateMachine.next(vm.state, begin);
        vmInstances.update(vmOf(world, vm.uuid), { state }, now);
        schedule(end, null, momentOf(world, 'vm', [vm.uuid]));
      },
      [end]({ world, context, now, succeed }: StepRun<PowerContext>) {
        const { vmInstances } = world.repositories;
        const vm = vmOf(world, context.vmUuid);
        // Somebody may have destroyed it on its way.
        if (vmStateMachine.accepts(vm.state, end)) {
          const state = vmStateMachine.next(vm.state, end);
          vmInstances.update(vm, { state, ...power.hostAfter(world, vm, context) }, now);
        }
        succeed({ vmUuid: vm.uuid });
      },
    },
    rollback({ world, context, now }, error) {
      const { vmInstances } = world.repositories;
      const vm = vmInstances.find(context.vmUuid);
      const back = context.formerState && (`backTo${context.formerState}` as const);
      if (vm && back && vmStateMachine.accepts(vm.state, back)) {
        vmInstances.update(vm, { state: vmStateMachine.next(vm.state, back) }, now);
      }
      // Of a VM that cannot be started for the first time nothing is left.
      const isRefused = error.cause?.code === 'VM.1010';
      if (begin === 'start' && vm?.state === 'Created' && vm.creation !== null && !isRefused) {
        removeVm(world, vm, true);
      }
    },
  };
}

/** Wraps why something failed into what it is a failure of. */
function failingAs(code: ErrorCodeName, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw apiError(code, error.errorCode.details, error.errorCode);
  }
}

export const startVmFlow = powerFlow({
  name: 'start-vm-instance',
  message: 'APIStartVmInstanceMsg',
  failure: 'VM.1001',
  begin: 'start',
  end: 'started',
  goal: 'Running',
  before(world, vm, now) {
    const { uuid, cpuNum, memorySize } = vm;
    if (vm.creation === null) checkStartAllowed(world, uuid);
    checkIsosToStart(world, vm);
    const quota = { 'vm.num': 1, 'vm.cpuNum': cpuNum, 'vm.memorySize': memorySize };
    checkQuotaOfOwner(world, uuid, quota);
    if (vm.creation !== null) firstStart(world, vm, now);
  },
  hostAfter(world, vm, context) {
    const hostUuid = hostToStartOn(world, vm, context);
    return { hostUuid, lastHostUuid: hostUuid ?? vm.lastHostUuid };
  },
});

export const stopVmFlow = powerFlow({
  name: 'stop-vm-instance',
  message: 'APIStopVmInstanceMsg',
  failure: 'VM.1002',
  begin: 'stop',
  end: 'stopped',
  goal: 'Stopped',
  before: () => undefined,
  hostAfter: (_world, vm) => ({ hostUuid: null, lastHostUuid: vm.hostUuid ?? vm.lastHostUuid }),
});
