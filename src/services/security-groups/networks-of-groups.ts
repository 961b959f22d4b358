import { apiError } from '../../core/api-error.js';
import type { SecurityGroupL3NetworkRef } from '../../domain/security-group/security-group.js';
import type { World } from '../../domain/world.js';
import { hasGroups, leave } from './nics-in-groups.js';

const refOf = (
  { repositories }: World,
  groupUuid: string,
  l3Uuid: string,
): SecurityGroupL3NetworkRef | undefined =>
  repositories.securityGroups
    .listL3s(groupUuid)
    .find(({ l3NetworkUuid }) => l3NetworkUuid === l3Uuid);

/** @throws SYS.1006 for a group that is for the network already, SYS.1007 for a network without the service */
export function checkAttachL3(world: World, groupUuid: string, l3Uuid: string): void {
  if (refOf(world, groupUuid, l3Uuid)) {
    throw apiError(
      'SYS.1006',
      `security group[uuid:${groupUuid}] has attached to l3Network[uuid:${l3Uuid}], can't attach again`,
    );
  }
  if (hasGroups(world, l3Uuid)) return;
  throw apiError(
    'SYS.1007',
    `the L3 network[uuid:${l3Uuid}] doesn't have the network service type[SecurityGroup] enabled`,
  );
}

export function attachToL3(
  { repositories, chance }: World,
  securityGroupUuid: string,
  l3NetworkUuid: string,
  now: number,
): void {
  const dates = { createDate: now, lastOpDate: now };
  const uuid = chance.uuid();
  repositories.securityGroups.attachL3({ uuid, securityGroupUuid, l3NetworkUuid, ...dates });
}

/** @throws SYS.1006 for a group that is not for the network */
export function checkDetachL3(world: World, groupUuid: string, l3Uuid: string): void {
  if (refOf(world, groupUuid, l3Uuid)) return;
  throw apiError(
    'SYS.1006',
    `security group[uuid:${groupUuid}] has not attached to l3Network[uuid:${l3Uuid}], can't detach`,
  );
}

/** The NICs on the network leave the group. */
export function detachFromL3(world: World, groupUuid: string, l3Uuid: string, now: number): void {
  const { securityGroups, vmNics } = world.repositories;
  const onIt = vmNics.listByL3(l3Uuid).map(({ uuid }) => uuid);
  leave(world, groupUuid, onIt, now);
  const ref = refOf(world, groupUuid, l3Uuid);
  if (ref) securityGroups.detachL3(ref.uuid);
}
