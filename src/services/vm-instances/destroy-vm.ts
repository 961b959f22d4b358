import { apiError } from '../../core/api-error.js';
import { configMilliseconds, configText } from '../../domain/global-config.js';
import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { volumeStatusMachine } from '../../domain/volume/volume.js';
import { MOST_AT_ONCE, scheduleChoreOnce, type Chore } from '../../jobs/chores/chore.js';
import { detachFromVm } from '../volumes/attach-volume.js';
import { markDeleted } from '../volumes/delete-volume.js';
import type { World } from '../../domain/world.js';
import { removeVm } from './remove-vm.js';

const EXPUNGE_DESTROYED_VMS = 'expunge-destroyed-vms';

/** Refuses a state that an operation does not allow, in the real system's words. */
export function refuseState(vm: VmInstance, message: string, allowed: readonly string[]) {
  return apiError(
    'SYS.1006',
    `current vm instance state[${vm.state}] doesn't allow to proceed message[org.zstack.header.vm.API${message}Msg], allowed states are [${allowed.join(', ')}]`,
  );
}

/**
 * Destroys a VM by the world's policy (`vm/deletionPolicy`): its data volumes are detached, its root
 * volume goes with it or waits for its recovery.
 * @throws SYS.1006 when its state does not allow it
 */
export function destroyVm(world: World, vm: VmInstance, now: number): void {
  const { vmInstances, volumes, globalConfig } = world.repositories;
  if (!vmStateMachine.accepts(vm.state, 'destroy')) {
    throw refuseState(vm, 'DestroyVmInstance', statesWith('destroy'));
  }
  if (configText(globalConfig, 'vmDeletionPolicy') === 'Direct') {
    removeVm(world, vm);
    return;
  }
  const destroying = vmStateMachine.next(vm.state, 'destroy');
  for (const volume of volumes.listByVm(vm.uuid)) {
    if (volume.type === 'Root') markDeleted(world, volume, now);
    else detachFromVm(world, volume, now);
  }
  for (const drive of vmInstances.listCdRoms(vm.uuid)) {
    vmInstances.putIso(drive, { isoUuid: null, isoInstallPath: null }, now);
  }
  const change = { state: vmStateMachine.next(destroying, 'destroyed'), hostUuid: null };
  vmInstances.update(vm, { ...change, lastHostUuid: vm.hostUuid ?? vm.lastHostUuid }, now);
  scheduleExpunge(world, now);
}

/** The states in which an event is allowed. */
export const statesWith = (event: Parameters<typeof vmStateMachine.accepts>[1]) =>
  vmStateMachine.states.filter((state) => vmStateMachine.accepts(state, event));

/**
 * Brings a destroyed VM back, stopped.
 * @throws SYS.1006 when it is not Destroyed
 */
export function recoverVm(world: World, vm: VmInstance, now: number): void {
  if (!vmStateMachine.accepts(vm.state, 'recover')) {
    throw refuseState(vm, 'RecoverVmInstance', statesWith('recover'));
  }
  const { vmInstances, volumes } = world.repositories;
  for (const volume of volumes.listByVm(vm.uuid)) {
    if (volume.status !== 'Deleted') continue;
    const status = volumeStatusMachine.next(volume.status, 'recover');
    volumes.update(volume, { status }, now);
  }
  vmInstances.update(vm, { state: vmStateMachine.next(vm.state, 'recover') }, now);
}

/**
 * Removes a destroyed VM for good.
 * @throws SYS.1006 when it is not Destroyed
 */
export function expungeVm(world: World, vm: VmInstance): void {
  if (!vmStateMachine.accepts(vm.state, 'expunge')) {
    throw refuseState(vm, 'ExpungeVmInstance', statesWith('expunge'));
  }
  removeVm(world, vm);
}

export function scheduleExpunge(world: World, now: number): void {
  const interval = configMilliseconds(world.repositories.globalConfig, 'vmExpungeInterval');
  scheduleChoreOnce(world, EXPUNGE_DESTROYED_VMS, now + interval);
}

/** Expunges what was destroyed `vm/expungePeriod` ago; comes back while any VM is destroyed. */
export const expungeDestroyedVms: Chore = {
  name: EXPUNGE_DESTROYED_VMS,
  interval: 'vmExpungeInterval',
  run(world, _subject, now) {
    const { vmInstances, globalConfig } = world.repositories;
    const period = configMilliseconds(globalConfig, 'vmExpungePeriod');
    const isNever = configText(globalConfig, 'vmDeletionPolicy') === 'Never';
    const due = vmInstances
      .listByStates(['Destroyed'])
      .filter((vm) => !isNever && vm.lastOpDate <= now - period);
    for (const vm of due.slice(0, MOST_AT_ONCE)) removeVm(world, vm);
    if (due.length > MOST_AT_ONCE) scheduleChoreOnce(world, EXPUNGE_DESTROYED_VMS, now);
    else if (vmInstances.listByStates(['Destroyed']).length > 0) scheduleExpunge(world, now);
  },
};
