import { ApiError, apiError, refusalIn } from '../../core/api-error.js';
import type { ErrorCodeName } from '../../core/error-codes.js';
import {
  vmStateMachine,
  type VmInstance,
  type VmMessage,
  type VmState,
  type VmStateEvent,
} from '../../domain/vm-instance/vm-instance.js';
import { PAUSED_AFTER_MIGRATION } from '../../domain/tag/vm-tags.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { renewAddressesOf } from '../networks/nics.js';
import { followOwnGroupTags } from '../security-groups/nics-in-groups.js';
import { momentOf } from '../../jobs/work-time.js';
import {
  checkHostState,
  checkHostStatus,
  checkHostThere,
  hostOfVm,
} from '../hosts/host-answers.js';
import { vmOf } from '../resources/lookup.js';
import { checkStartAllowed } from '../storages/primary/states.js';
import { firstStart } from './create-vm.js';
import { leaveGuestTools } from './guest-tools.js';
import { checkIsosToStart } from './iso.js';
import { checkQuotaOfOwner } from './quota-of-owner.js';
import { removeVm } from './remove-vm.js';
import { atRest, stopWithoutHost } from './stop-at-once.js';
import { hostToStartOn } from './vm-host.js';
import { stateRefusal } from './vm-states.js';

/** A VM that is on no host. */
const AT_REST: readonly VmState[] = ['Created', 'Stopped'];

interface PowerContext {
  readonly vmUuid: string;
  /** What it was before it began to go, to be so again when it fails. Calls that an older version began do not know. */
  formerState?: VmState;
  /** Where it is to start, if the call says so. Calls that an older version began say nothing. */
  readonly hostUuid?: string | null;
  readonly clusterUuid?: string | null;
  /** The host that it runs on in the end. Calls that an older version began do not know. */
  startsOn?: string | null;
}

interface Power {
  readonly name: string;
  readonly message: VmMessage;
  /** What every failure of it is; of several the one within the other, the first is the call's own. */
  readonly failures: readonly ErrorCodeName[];
  readonly begin: VmStateEvent;
  readonly end: VmStateEvent;
  /** A VM that is there already is left alone, and the call succeeds. */
  readonly goal?: VmState;
  /** What else changes with its state when it begins. */
  atBegin(world: World, vm: VmInstance, context: PowerContext, now: number): Partial<VmInstance>;
  atEnd?(vm: VmInstance): Partial<VmInstance>;
}

/** A VM on its way from one state to another: the state of the way first, then its end. */
function powerFlow(power: Power): Flow<PowerContext> {
  const { name, message, failures, begin, end, goal } = power;
  return {
    name,
    firstStep: begin,
    isPlain: true,
    steps: {
      [begin](step: StepRun<PowerContext>) {
        failingAs(failures, () => beginOn(step));
      },
      [end]({ world, context, now, succeed }: StepRun<PowerContext>) {
        const { vmInstances } = world.repositories;
        const vm = vmOf(world, context.vmUuid);
        // Somebody may have destroyed it on its way.
        if (vmStateMachine.accepts(vm.state, end)) {
          failingAs(failures, () => checkHostThere(world, context.startsOn ?? null));
          const state = vmStateMachine.next(vm.state, end);
          vmInstances.update(vm, { state, ...power.atEnd?.(vm) }, now);
        }
        succeed({ vmUuid: vm.uuid });
      },
    },
    rollback({ world, context, now }, error) {
      const { vmInstances } = world.repositories;
      const vm = vmInstances.find(context.vmUuid);
      const back = context.formerState && (`backTo${context.formerState}` as const);
      if (vm && stopWithoutHost(world, vm, context.startsOn ?? null, now)) return;
      if (vm && back && vmStateMachine.accepts(vm.state, back)) {
        const state = vmStateMachine.next(vm.state, back);
        vmInstances.update(
          vm,
          AT_REST.includes(state) ? { state, hostUuid: null } : { state },
          now,
        );
      }
      // Of a VM that cannot be started for the first time nothing is left.
      const isRefused = error.cause?.code === 'VM.1010';
      if (begin === 'start' && vm?.state === 'Created' && vm.creation !== null && !isRefused) {
        removeVm(world, vm, true);
      }
    },
  };

  function beginOn({ world, context, now, schedule, succeed }: StepRun<PowerContext>): void {
    const { vmInstances } = world.repositories;
    const vm = vmOf(world, context.vmUuid);
    const refusal = stateRefusal(vm, message);
    if (refusal) throw new ApiError(refusal);
    if (vm.state === goal) {
      succeed({ vmUuid: vm.uuid });
      return;
    }
    const change = power.atBegin(world, vm, context, now);
    context.formerState = vm.state;
    // One that stops needs no host for that.
    if (begin !== 'stop') context.startsOn = change.hostUuid ?? vm.hostUuid;
    const state = vmStateMachine.next(vm.state, begin);
    vmInstances.update(vmOf(world, vm.uuid), { state, ...change }, now);
    schedule(end, null, momentOf(world, 'vm', [vm.uuid]));
  }
}

/** Wraps why something failed into what it is a failure of. */
function failingAs(codes: readonly ErrorCodeName[], work: () => void): void {
  const refusal = refusalIn(work);
  if (!refusal) return;
  const { details } = refusal.errorCode;
  throw codes.reduceRight((cause, code) => apiError(code, details, cause.errorCode), refusal);
}

export const startVmFlow = powerFlow({
  name: 'start-vm-instance',
  message: 'APIStartVmInstanceMsg',
  failures: ['VM.1001'],
  begin: 'start',
  end: 'started',
  goal: 'Running',
  atBegin(world, vm, context, now) {
    const { uuid, cpuNum, memorySize } = vm;
    if (vm.creation === null) checkStartAllowed(world, uuid);
    checkIsosToStart(world, vm);
    const quota = { 'vm.num': 1, 'vm.cpuNum': cpuNum, 'vm.memorySize': memorySize };
    checkQuotaOfOwner(world, uuid, quota);
    forgetPause(world, vm);
    if (vm.creation !== null) {
      firstStart(world, vm, now);
      return { hostUuid: vmOf(world, uuid).lastHostUuid };
    }
    renewAddressesOf(world, vm, now);
    followOwnGroupTags(world, uuid, now);
    const host = hostToStartOn(world, vm, context);
    return host
      ? { hostUuid: host.uuid, clusterUuid: host.clusterUuid, zoneUuid: host.zoneUuid }
      : { hostUuid: vm.lastHostUuid };
  },
  // A VM that an older version began has no host before it runs.
  atEnd: (vm) => ({
    hostUuid: vm.hostUuid ?? vm.lastHostUuid,
    lastHostUuid: vm.lastHostUuid ?? vm.hostUuid,
  }),
});

/** A VM that was paused by its way to another host may go again once it runs. */
const forgetPause = ({ repositories }: World, { uuid }: VmInstance) =>
  repositories.tags.removeSystemTag(uuid, PAUSED_AFTER_MIGRATION);

/** A VM that stops, or starts anew, on a host that answers. */
function leaving(world: World, vm: VmInstance, now: number): Partial<VmInstance> {
  const change = onItsHost(world, vm);
  leaveGuestTools(world, vm, now);
  return change;
}

/** Work on a host that answers. */
function onItsHost(world: World, vm: VmInstance): Partial<VmInstance> {
  const host = hostOfVm(world, vm);
  if (host) checkHostStatus(host);
  return {};
}

export const stopVmFlow = powerFlow({
  name: 'stop-vm-instance',
  message: 'APIStopVmInstanceMsg',
  failures: ['VM.1002'],
  begin: 'stop',
  end: 'stopped',
  goal: 'Stopped',
  atBegin: (world, vm, _context, now) => leaving(world, vm, now),
  atEnd: atRest,
});

export const rebootVmFlow = powerFlow({
  name: 'reboot-vm-instance',
  message: 'RebootVmInstanceMsg',
  failures: ['VM.1003', 'VM.1003'],
  begin: 'reboot',
  end: 'rebooted',
  atBegin(world, vm, _context, now) {
    const host = hostOfVm(world, vm);
    if (host) checkHostState(host);
    return leaving(world, vm, now);
  },
});

export const pauseVmFlow = powerFlow({
  name: 'pause-vm-instance',
  message: 'APIPauseVmInstanceMsg',
  failures: ['VM.1012'],
  begin: 'pause',
  end: 'paused',
  atBegin: onItsHost,
});

export const resumeVmFlow = powerFlow({
  name: 'resume-vm-instance',
  message: 'APIResumeVmInstanceMsg',
  failures: ['VM.1013'],
  begin: 'resume',
  end: 'resumed',
  atBegin(world, vm) {
    forgetPause(world, vm);
    return onItsHost(world, vm);
  },
});
