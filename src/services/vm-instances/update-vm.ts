import { apiError, toErrorCode, type ErrorCode } from '../../core/api-error.js';
import { whenGiven } from '../../core/given.js';
import { inJavaOrder } from '../../core/java-order.js';
import {
  vmStateMachine,
  type VmInstance,
  type VmState,
} from '../../domain/vm-instance/vm-instance.js';
import type { InstanceOffering } from '../../domain/offering/offering.js';
import type { World } from '../../domain/world.js';
import { changeDrivers, driverOf, isParavirtual, ownDriverOf } from '../networks/nic-drivers.js';
import { effectiveConfig } from '../configuration/resource-config.js';
import { checkUniqueName } from './check-new-vm.js';
import { checkQuotaOfOwner } from './quota-of-owner.js';

/** What a VM is to become; null leaves it as it is. Memory is bytes. */
export interface VmChange {
  readonly name: string | null;
  readonly description: string | null;
  readonly state: string | null;
  readonly defaultL3NetworkUuid: string | null;
  readonly platform: string | null;
  readonly guestOsType: string | null;
  readonly cpuNum: number | null;
  readonly memorySize: number | null;
  readonly reservedMemorySize: number | null;
}

const refused = (details: string, cause?: ErrorCode) => apiError('SYS.1006', details, cause);
const wrong = (details: string) => apiError('SYS.1007', details);
/** A VM that runs gets memory in pieces of so many bytes. */
const MEMORY_STEP = 128 * 2 ** 20;

/**
 * What UpdateVmInstance looks at before it begins: a VM gets other processors and memory at rest, or more of them
 * while it runs and `vm/numa` is on for it.
 * @throws SYS.1006 or SYS.1007
 */
export function checkUpdate(world: World, vm: VmInstance, change: VmChange): void {
  const { cpuNum, memorySize, reservedMemorySize } = change;
  const willHave = memorySize ?? vm.memorySize;
  if (reservedMemorySize !== null && reservedMemorySize > willHave) {
    throw wrong(
      `reservedMemorySize[${reservedMemorySize}] is greater than memorySize[${willHave}]`,
    );
  }
  if (cpuNum === null && memorySize === null) return;
  if (change.name !== null) checkUniqueName(world, change.name, vm.uuid);
  if (vm.state === 'Stopped') return;
  if (!canGrowOnline(world, vm)) {
    for (const [what, wanted, has] of [
      ['cpu', cpuNum, vm.cpuNum],
      ['memory', memorySize, vm.memorySize],
    ] as const) {
      if (wanted === null || wanted === has) continue;
      throw wrong(
        `the VM cannot do ${what} hot plug because of disabling ${what} hot plug. Please stop the VM then do the ${what} hot plug again`,
      );
    }
  }
  if (vm.state !== 'Running') {
    throw notAtRest(vm);
  }
  if (cpuNum !== null && cpuNum < vm.cpuNum) {
    throw wrong(`can't decrease cpu of vm[uuid:${vm.uuid}] when it is running`);
  }
  if (memorySize !== null && memorySize < vm.memorySize) {
    throw wrong(`can't decrease memory size of vm[uuid:${vm.uuid}] when it is running`);
  }
}

/**
 * What ChangeInstanceOffering looks at before it begins.
 * @throws SYS.1006 or SYS.1007
 */
export function checkOffering(world: World, vm: VmInstance, offering: InstanceOffering): void {
  if (vm.state === 'Stopped') return;
  if (!canGrowOnline(world, vm)) {
    throw wrong(
      'the VM cannot do online cpu/memory update because of disabling Instance Offering Online Modification. Please stop the VM then do the cpu/memory update again',
    );
  }
  if (vm.state !== 'Running') throw notAtRest(vm);
  if (offering.cpuNum < vm.cpuNum || offering.memorySize < vm.memorySize) {
    throw wrong(`can't decrease capacity when vm[uuid:${vm.uuid}] is running`);
  }
}

const notAtRest = ({ uuid, state }: VmInstance) =>
  refused(
    `The state of vm[uuid:${uuid}] is ${state}. Only these state[Running,Stopped] is allowed to update cpu or memory.`,
  );

/**
 * Gives a VM the processors and the memory of an offering: one that runs grows as by UpdateVmInstance.
 * @throws SYS.1006
 */
export function changeOffering(
  world: World,
  vm: VmInstance,
  offering: InstanceOffering,
  now: number,
): void {
  if (vm.hostUuid === null && vm.lastHostUuid === null) {
    throw refused(`failed to find host of vm[uuid=${vm.uuid}]`);
  }
  const { uuid: instanceOfferingUuid, allocatorStrategy, cpuNum, memorySize } = offering;
  const size = { cpuNum, memorySize };
  const grown =
    vm.state === 'Stopped'
      ? size
      : {
          ...size,
          ...grownOnline(world, vm, size, `Failed to update vm[uuid=${vm.uuid}] on hypervisor.`),
        };
  world.repositories.vmInstances.update(
    vm,
    { ...grown, instanceOfferingUuid, allocatorStrategy },
    now,
  );
}

/** `vm/numa` of the VM, or of its cluster, or of all. */
function canGrowOnline(world: World, { uuid, clusterUuid }: VmInstance): boolean {
  const numa = { category: 'vm', name: 'numa' } as const;
  const own = world.repositories.resourceConfigs.find(numa.category, numa.name, uuid)?.value;
  return (own ?? effectiveConfig(world, { ...numa, resourceUuid: clusterUuid ?? '' })) === 'true';
}

/**
 * Changes what a VM says of itself.
 * @throws SYS.1006 for a name that another one has where names are unique, and for a state that it cannot come to
 */
export function updateVm(world: World, vm: VmInstance, change: VmChange, now: number): void {
  if (change.name !== null) checkUniqueName(world, change.name, vm.uuid);
  // The real system has changed all but processors and memory by then.
  if (vm.creation !== null) throw refused(`failed to find host of vm[uuid=${vm.uuid}]`);
  const { state, ...told } =
    vm.state === 'Stopped'
      ? change
      : grownOnline(world, vm, change, `failed to update vm[uuid=${vm.uuid}] on hypervisor`);
  const next = state === null ? {} : { state: stateAfter(vm, state as 'Running' | 'Stopped') };
  whenGiven({ ...told, ...next }, (changed) =>
    world.repositories.vmInstances.update(vm, changed, now),
  );
  if (change.platform === null || change.platform === vm.platform) return;
  // A guest that has a driver of its own is asked for as what it was.
  const driver = ownDriverOf(vm) ?? driverOf(isParavirtual(change.platform));
  changeDrivers(world, vm.uuid, driver, now);
}

/**
 * What a VM that runs gets: memory grows by whole steps, at least by one, and its owner's quota must bear it.
 * @throws SYS.1006
 */
function grownOnline<Change extends Pick<VmChange, 'cpuNum' | 'memorySize'>>(
  world: World,
  vm: VmInstance,
  change: Change,
  failure: string,
): Change {
  const cpus = (change.cpuNum ?? vm.cpuNum) - vm.cpuNum;
  const asked = (change.memorySize ?? vm.memorySize) - vm.memorySize;
  if (cpus === 0 && asked === 0) return change;
  const memory = asked === 0 ? 0 : Math.max(1, Math.round(asked / MEMORY_STEP)) * MEMORY_STEP;
  try {
    checkQuotaOfOwner(world, vm.uuid, { 'vm.cpuNum': cpus, 'vm.memorySize': memory });
  } catch (error) {
    // The real text names the VM for its host.
    const details = `host[uuid:${vm.uuid}] capacity is not enough to offer cpu[${cpus}], memory[${memory} bytes]`;
    const cause = refused(details, toErrorCode(error)).errorCode;
    throw refused(failure, cause);
  }
  return change.memorySize === null ? change : { ...change, memorySize: vm.memorySize + memory };
}

/**
 * A VM is said to run or to be stopped: the way there must be one that the state machine knows. The real system
 * writes it down whatever the VM is, a destroyed one, too.
 */
function stateAfter(vm: VmInstance, wanted: 'Running' | 'Stopped'): VmState {
  if (vm.state === wanted) return wanted;
  const [begin, end] =
    wanted === 'Running' ? (['start', 'started'] as const) : (['stop', 'stopped'] as const);
  if (!vmStateMachine.accepts(vm.state, begin) || vm.creation !== null) {
    const allowed = vmStateMachine.states.filter((state) => vmStateMachine.accepts(state, begin));
    throw apiError(
      'SYS.1006',
      `current vm instance state[${vm.state}] doesn't allow to proceed message[org.zstack.header.vm.APIUpdateVmInstanceMsg], allowed states are [${inJavaOrder(allowed).join(', ')}]`,
    );
  }
  return vmStateMachine.next(vmStateMachine.next(vm.state, begin), end);
}
