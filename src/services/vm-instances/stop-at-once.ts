import {
  vmStateMachine,
  type VmInstance,
  type VmState,
} from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { leaveGuestTools } from './guest-tools.js';

/** What becomes of the place of a VM that comes to rest: it has no host any more, but a last one. */
export const atRest = ({
  hostUuid,
  lastHostUuid,
}: Pick<VmInstance, 'hostUuid' | 'lastHostUuid'>): Pick<
  VmInstance,
  'hostUuid' | 'lastHostUuid'
> => ({ hostUuid: null, lastHostUuid: hostUuid ?? lastHostUuid });

/**
 * Stops a VM whose host was deleted while it was on its way there: it runs, or stands still, nowhere any more. False
 * for one that has a host, or comes to rest by itself.
 */
export function stopWithoutHost(
  { repositories }: World,
  vm: VmInstance,
  hostUuid: string | null,
  now: number,
): boolean {
  if (hostUuid === null || repositories.hosts.find(hostUuid)) return false;
  if (!ON_ITS_WAY.includes(vm.state)) return false;
  const state = vmStateMachine.next(vm.state, 'stopped');
  repositories.vmInstances.update(vm, { state, hostUuid: null }, now);
  return true;
}

/** One that starts is, where it fails, what it was before. */
const ON_ITS_WAY: readonly VmState[] = ['Rebooting', 'Pausing', 'Resuming', 'Migrating'];

/**
 * Stops a VM whatever the pace of the world: the call that stops it is answered when it is stopped. One that cannot
 * be stopped goes on; false then.
 */
export function stopAtOnce(world: World, vm: VmInstance, now: number): boolean {
  if (vm.state === 'Stopped') return true;
  if (!vmStateMachine.accepts(vm.state, 'stop')) return false;
  const { vmInstances } = world.repositories;
  leaveGuestTools(world, vm, now);
  const state = vmStateMachine.next(vm.state, 'stop');
  vmInstances.update(vm, { state }, now);
  const stopped = { state: vmStateMachine.next(state, 'stopped'), ...atRest(vm) };
  vmInstances.update({ ...vm, state }, stopped, now);
  return true;
}
