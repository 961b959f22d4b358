import type { VmNicWithIps } from '../../domain/network/vm-nic.js';
import type { World } from '../../domain/world.js';
import { mayUse } from '../accounts/may-use.js';
import type { Caller } from '../accounts/sessions.js';

/** The NICs of VMs that are on or off that a group has not: those that the caller may use. */
export function candidatesFor(world: World, groupUuid: string, caller: Caller): VmNicWithIps[] {
  const { vmInstances, vmNics, usedIps, securityGroups } = world.repositories;
  const members = new Set(securityGroups.listRefs(groupUuid).map(({ vmNicUuid }) => vmNicUuid));
  return vmInstances
    .listByStates(['Running', 'Stopped'])
    .filter(({ type }) => type === 'UserVm')
    .flatMap(({ uuid }) => vmNics.listByVm(uuid))
    .filter(({ uuid }) => !members.has(uuid) && mayUse(world, caller, uuid))
    .map((nic) => ({ ...nic, usedIps: usedIps.listByNic(nic.uuid) }));
}
