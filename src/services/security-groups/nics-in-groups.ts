import { apiError } from '../../core/api-error.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import {
  NIC_POLICIES,
  type NicPolicy,
  type VmNicSecurityGroupRef,
} from '../../domain/security-group/security-group.js';
import { tokensOf } from '../../domain/tag/tag-format.js';
import { GROUPS_OF_NIC, POLICIES_OF_NIC } from '../../domain/tag/vm-tags.js';
import type { World } from '../../domain/world.js';
import { securityGroupOf, vmNicOf } from '../resources/lookup.js';

const SERVICE = 'SecurityGroup';
const wrong = (details: string) => apiError('SYS.1007', details);

/** Whether a network has the service of security groups. */
export const hasGroups = ({ repositories }: World, l3NetworkUuid: string): boolean =>
  repositories.l3Networks
    .partsOf(l3NetworkUuid)
    .networkServices.some(({ networkServiceType }) => networkServiceType === SERVICE);

/** @throws SYS.1007 for a NIC on a network without the service */
function checkService(world: World, { uuid, l3NetworkUuid }: VmNic): void {
  if (hasGroups(world, l3NetworkUuid)) return;
  throw wrong(
    `the netwotk service[type:${SERVICE}] not enabled on the l3Network[uuid:${l3NetworkUuid}] of nic[uuid:${uuid}]`,
  );
}

const isAdmins = ({ repositories }: World, accountUuid: string): boolean =>
  repositories.accounts.find(accountUuid)?.type === 'SystemAdmin';

const ownerOfGroup = ({ repositories }: World, uuid: string): string =>
  repositories.accounts.findOwner(uuid) ?? '';

/** The account of the VM of a NIC. @throws SYS.1000 for a NIC of none, as the real system fails */
function ownerOfVm({ repositories }: World, { vmInstanceUuid }: VmNic): string {
  const owner =
    vmInstanceUuid === null ? undefined : repositories.accounts.findOwner(vmInstanceUuid);
  if (owner !== undefined) return owner;
  throw apiError('SYS.1000', `cannot find owner account uuid for resource[uuid:${vmInstanceUuid}]`);
}

/** Whether groups of one account are for VMs of another one. */
const mayMeet = (world: World, groupOwner: string, vmOwner: string): boolean =>
  groupOwner === vmOwner || isAdmins(world, groupOwner) || isAdmins(world, vmOwner);

/**
 * Whether NICs can come into a group.
 * @throws SYS.1007 for one that is in it, on a network without the service, or of another account
 */
export function checkJoin(world: World, groupUuid: string, nicUuids: readonly string[]): void {
  const { securityGroups } = world.repositories;
  const member = securityGroups
    .listRefs(groupUuid)
    .find(({ vmNicUuid }) => nicUuids.includes(vmNicUuid));
  if (member) {
    throw wrong(
      `vm nic[uuid:${member.vmNicUuid}] has been attach to security group[uuid:${groupUuid}]`,
    );
  }
  const nics = [...new Set(nicUuids)].map((uuid) => vmNicOf(world, uuid));
  for (const nic of nics) checkService(world, nic);
  const owner = ownerOfGroup(world, groupUuid);
  for (const nic of nics) {
    const vmOwner = ownerOfVm(world, nic);
    if (mayMeet(world, owner, vmOwner)) continue;
    throw wrong(
      `security group[uuid:${groupUuid}] is not owned by account[uuid:${vmOwner}] or admin`,
    );
  }
}

/** Puts NICs into a group: behind their others, but an admin's group comes first for VMs of others. */
export function join(
  world: World,
  groupUuid: string,
  nicUuids: readonly string[],
  now: number,
): void {
  const { securityGroups } = world.repositories;
  const owner = ownerOfGroup(world, groupUuid);
  for (const uuid of new Set(nicUuids)) {
    const nic = vmNicOf(world, uuid);
    const refs = securityGroups.listRefsOfNic(uuid);
    const isFirst = isAdmins(world, owner) && ownerOfVm(world, nic) !== owner;
    if (isFirst) {
      for (const ref of refs) securityGroups.updateRef(ref, { priority: ref.priority + 1 }, now);
    }
    insertRef(world, nic, groupUuid, isFirst ? 1 : refs.length + 1, now);
  }
}

function insertRef(
  { repositories, chance }: World,
  { uuid: vmNicUuid, vmInstanceUuid }: VmNic,
  securityGroupUuid: string,
  priority: number,
  now: number,
): void {
  const { securityGroups } = repositories;
  const dates = { createDate: now, lastOpDate: now };
  securityGroups.insertRef({
    uuid: chance.uuid(),
    vmNicUuid,
    vmInstanceUuid: vmInstanceUuid ?? '',
    securityGroupUuid,
    priority,
    ...dates,
  });
  if (securityGroups.findPolicy(vmNicUuid)) return;
  securityGroups.insertPolicy({
    uuid: chance.uuid(),
    vmNicUuid,
    ingressPolicy: 'DENY',
    egressPolicy: 'ALLOW',
    ...dates,
  });
}

/** Takes NICs from a group; what is behind it moves up. Those that are not in it are passed over. */
export function leave(
  { repositories: { securityGroups } }: World,
  groupUuid: string,
  nicUuids: readonly string[],
  now: number,
): void {
  for (const nicUuid of new Set(nicUuids)) {
    const refs = securityGroups.listRefsOfNic(nicUuid);
    const own = refs.find(({ securityGroupUuid }) => securityGroupUuid === groupUuid);
    if (!own) continue;
    securityGroups.removeRef(own.uuid);
    for (const [i, ref] of refs.filter(({ uuid }) => uuid !== own.uuid).entries()) {
      if (ref.priority !== i + 1) securityGroups.updateRef(ref, { priority: i + 1 }, now);
    }
  }
}

/** Takes a NIC from all its groups: it goes, or gets another network, or its VM is destroyed. */
export function leaveAll({ repositories: { securityGroups } }: World, nicUuid: string): void {
  for (const { uuid } of securityGroups.listRefsOfNic(nicUuid)) securityGroups.removeRef(uuid);
}

/** A place of a NIC in a group, as SetVmNicSecurityGroup tells it. */
interface Place {
  readonly securityGroupUuid: string;
  readonly priority: number;
}

const refusedSet = (why: string) => wrong(`could no set vm nic security group, because ${why}`);

function placesOf(given: readonly Readonly<Record<string, unknown>>[]): Place[] {
  return given.map(({ securityGroupUuid, priority }) => {
    // The real system reads a number where there is none.
    if (typeof priority !== 'number') throw apiError('SYS.1000', 'java.lang.NullPointerException');
    return {
      securityGroupUuid: typeof securityGroupUuid === 'string' ? securityGroupUuid : 'null',
      priority,
    };
  });
}

/**
 * The groups that a NIC is to be in, in the order of their priorities. Who is no admin does not move those of others:
 * they stay, in front.
 * @throws SYS.1007
 */
export function checkedPlaces(
  world: World,
  nic: VmNic,
  given: readonly Readonly<Record<string, unknown>>[],
  isAdmin: boolean,
): readonly string[] {
  const refs = world.repositories.securityGroups.listRefsOfNic(nic.uuid);
  if (given.length === 0 && refs.length === 0) {
    throw refusedSet(`the vm nic[uuid:${nic.uuid}] not attached to any security group`);
  }
  const vmOwner = ownerOfVm(world, nic);
  const places = placesOf(given);
  for (const [i, place] of places.entries()) {
    checkPlace(world, nic, vmOwner, refs, place, places.slice(0, i));
  }
  const ordered = places.toSorted((a, b) => a.priority - b.priority);
  checkOrder(ordered.map(({ priority }) => priority));
  const wanted = ordered.map(({ securityGroupUuid }) => securityGroupUuid);
  if (!isAdmin) return behindOthers(world, vmOwner, refs, wanted);
  checkAdminsFirst(world, ordered);
  return wanted;
}

function checkPlace(
  world: World,
  nic: VmNic,
  vmOwner: string,
  refs: readonly VmNicSecurityGroupRef[],
  { securityGroupUuid: group, priority }: Place,
  before: readonly Place[],
): void {
  if (!world.repositories.securityGroups.find(group)) {
    throw refusedSet(`security group[uuid:${group}] not found`);
  }
  if (priority < 1) {
    throw refusedSet(`invalid priority, priority[${priority}] cannot be less than 1`);
  }
  const same = before.find((one) => one.priority === priority);
  if (same) {
    throw refusedSet(
      `duplicate priority, both security group ${same.securityGroupUuid} and ${group} have priority[${priority}]`,
    );
  }
  if (before.some((one) => one.securityGroupUuid === group)) {
    throw refusedSet(`duplicate security group[uuid:${group}]`);
  }
  if (!refs.some(({ securityGroupUuid }) => securityGroupUuid === group)) checkService(world, nic);
  if (mayMeet(world, ownerOfGroup(world, group), vmOwner)) return;
  throw refusedSet(
    `security group[uuid:${group}] is not owned by account[uuid:${vmOwner}] or admin`,
  );
}

function checkOrder(priorities: readonly number[]): void {
  const [first] = priorities;
  if (first === undefined) return;
  if (first !== 1) {
    throw refusedSet(`invalid priority, priority expects to start at 1, but [${first}]`);
  }
  for (const [i, priority] of priorities.entries()) {
    const next = priorities[i + 1];
    if (next === undefined || next === priority + 1) continue;
    throw refusedSet(
      `invalid priority, priority[${priority}] and priority[${next}] expected to be consecutive`,
    );
  }
}

/** An admin puts the groups of admins before those of others. */
function checkAdminsFirst(world: World, ordered: readonly Place[]): void {
  const admins = ordered
    .filter(({ securityGroupUuid }) => isAdmins(world, ownerOfGroup(world, securityGroupUuid)))
    .map(({ priority }) => priority);
  const odd = admins.find((priority, i) => priority !== i + 1);
  if (odd === undefined) return;
  throw refusedSet(`admin security group priority[${odd}] must be higher than users`);
}

function behindOthers(
  world: World,
  vmOwner: string,
  refs: readonly VmNicSecurityGroupRef[],
  wanted: readonly string[],
): string[] {
  const others = refs
    .map(({ securityGroupUuid }) => securityGroupUuid)
    .filter((uuid) => ownerOfGroup(world, uuid) !== vmOwner);
  return [...others, ...wanted.filter((uuid) => !others.includes(uuid))];
}

/** Puts a NIC into these groups, in their order, and into no others. */
export function setGroups(
  world: World,
  nic: VmNic,
  groupUuids: readonly string[],
  now: number,
): void {
  const { securityGroups } = world.repositories;
  const refs = securityGroups.listRefsOfNic(nic.uuid);
  for (const ref of refs) {
    if (!groupUuids.includes(ref.securityGroupUuid)) securityGroups.removeRef(ref.uuid);
  }
  for (const [i, uuid] of groupUuids.entries()) {
    const ref = refs.find(({ securityGroupUuid }) => securityGroupUuid === uuid);
    if (!ref) insertRef(world, nic, uuid, i + 1, now);
    else if (ref.priority !== i + 1) securityGroups.updateRef(ref, { priority: i + 1 }, now);
  }
}

const isPolicy = (text: string | undefined): text is NicPolicy =>
  NIC_POLICIES.some((policy) => policy === text);

/** What tags of a VM say of the groups and policies of its NICs; they are used up. */
export function followGroupTags(
  world: World,
  vmUuid: string,
  tags: readonly string[],
  now: number,
): void {
  const { vmNics, securityGroups } = world.repositories;
  const nicOn = (l3Uuid: string | undefined) =>
    vmNics.listByVm(vmUuid).find(({ l3NetworkUuid }) => l3NetworkUuid === l3Uuid);
  for (const tag of tags) {
    const [l3Uuid, groups = ''] = tokensOf(GROUPS_OF_NIC, tag) ?? [];
    const nic = nicOn(l3Uuid);
    if (!nic) continue;
    const has = securityGroups.listRefsOfNic(nic.uuid);
    const fresh = groups
      .split(',')
      .filter((uuid) => !has.some((ref) => ref.securityGroupUuid === uuid));
    for (const [i, text] of fresh.entries()) {
      const { uuid } = securityGroupOf(world, text);
      insertRef(world, nic, uuid, has.length + i + 1, now);
    }
  }
  for (const tag of tags) {
    const [l3Uuid, ingressPolicy, egressPolicy] = tokensOf(POLICIES_OF_NIC, tag) ?? [];
    const nic = nicOn(l3Uuid);
    const policy = nic && securityGroups.findPolicy(nic.uuid);
    if (!policy || !isPolicy(ingressPolicy) || !isPolicy(egressPolicy)) continue;
    securityGroups.updatePolicy(policy, { ingressPolicy, egressPolicy }, now);
  }
}

/** The same of the tags that a VM has, which are taken from it. */
export function followOwnGroupTags(world: World, vmUuid: string, now: number): void {
  const { tags } = world.repositories;
  const own = tags.listSystemTags(vmUuid).filter(isGroupTag);
  if (own.length === 0) return;
  followGroupTags(world, vmUuid, own, now);
  for (const tag of own) tags.removeSystemTag(vmUuid, tag);
}

const isGroupTag = (tag: string): boolean =>
  tokensOf(GROUPS_OF_NIC, tag) !== undefined || tokensOf(POLICIES_OF_NIC, tag) !== undefined;
