import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
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
