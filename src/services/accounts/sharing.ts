import { apiError } from '../../core/api-error.js';
import type { AccountResourceRef } from '../../domain/account/account.js';
import type { Caller } from './sessions.js';
import { checkOnlyOne, keepTagsOfNewOwner } from '../tags/tag-patterns.js';
import type { World } from '../../domain/world.js';
import { checkQuota } from './quotas.js';

/** With whom: these accounts, or everybody. */
export interface Receivers {
  readonly accountUuids: readonly string[];
  readonly toPublic: boolean;
}

/**
 * The records of who owns what is to be shared.
 * @throws SYS.1007 for what belongs to nobody
 */
export function ownedResources(
  { repositories }: World,
  resourceUuids: readonly string[],
  caller: Caller,
): AccountResourceRef[] {
  return [...new Set(resourceUuids)].map((uuid) => {
    const ref = repositories.accounts.findRef(uuid);
    if (ref) return ref;
    throw apiError(
      'SYS.1007',
      `the account[uuid: ${caller.accountUuid}] doesn't have a resource[uuid: ${uuid}]`,
    );
  });
}

/**
 * Somebody must be named; `everybody` is the parameter that stands for all.
 * @throws SYS.1007
 */
export function checkReceivers(
  everybody: 'toPublic' | 'all',
  isEverybody: boolean,
  accountUuids: readonly string[] | null,
): void {
  if (isEverybody || (accountUuids && accountUuids.length > 0)) return;
  throw apiError('SYS.1007', `${everybody} is set to false, accountUuids cannot be null or empty`);
}

/** With a network its ranges are shared. */
const withRanges = (
  { accounts, ipRanges }: World['repositories'],
  uuids: readonly string[],
): AccountResourceRef[] =>
  uuids
    .flatMap((uuid) => [uuid, ...ipRanges.listByL3(uuid).map((range) => range.uuid)])
    .flatMap((uuid) => accounts.findRef(uuid) ?? []);

/** Lets others use resources; what is shared already stays so. The record names who shared it, not who owns it. */
export function share(
  { repositories }: World,
  resources: readonly AccountResourceRef[],
  { accountUuids, toPublic }: Receivers,
  ownerAccountUuid: string,
  now: number,
): void {
  const { sharing } = repositories;
  const receivers = toPublic ? [null] : [...new Set(accountUuids)];
  const uuids = resources.map(({ resourceUuid }) => resourceUuid);
  for (const { resourceUuid, resourceType } of withRanges(repositories, uuids)) {
    for (const receiverAccountUuid of receivers) {
      if (sharing.has(resourceUuid, receiverAccountUuid)) continue;
      sharing.insert({
        ownerAccountUuid,
        receiverAccountUuid,
        toPublic,
        resourceType,
        resourceUuid,
        createDate: now,
        lastOpDate: now,
      });
    }
  }
}

/**
 * Takes it back: from these accounts, else the public, else (`all`) everybody. Of several the real system keeps the
 * last one that it comes to.
 */
export function revoke(
  { repositories }: World,
  resourceUuids: readonly string[],
  { accountUuids, toPublic }: Receivers,
): void {
  const { sharing } = repositories;
  const refs = withRanges(repositories, resourceUuids);
  for (const uuid of refs.map(({ resourceUuid }) => resourceUuid)) {
    if (accountUuids.length > 0) {
      for (const receiver of accountUuids) sharing.remove(uuid, receiver);
    } else if (toPublic) sharing.remove(uuid, null);
    else sharing.removeAll(uuid);
  }
}

/**
 * The record of who owns a resource that is to be given away.
 * @throws SYS.1007 for what belongs to nobody
 */
export function givenAway({ repositories }: World, resourceUuid: string): AccountResourceRef {
  const ref = repositories.accounts.findRef(resourceUuid);
  if (ref) return ref;
  // Only where it goes to an admin: else the real system fails before, with an exception without words.
  throw apiError(
    'SYS.1007',
    `cannot find the resource[uuid:${resourceUuid}]; wrong resourceUuid or the resource is admin resource`,
  );
}

/**
 * Whether the resource may become another account's.
 * @throws ID.1004 when it is that already, unless that is an admin; ID.1003 when it exceeds the account's quota,
 * TAG.1000 when the account has a tag pattern like it
 */
export function checkNewOwner(
  world: World,
  ref: AccountResourceRef,
  accountUuid: string,
  caller: Caller,
): void {
  const isAdmin = world.repositories.accounts.find(accountUuid)?.type === 'SystemAdmin';
  if (ref.accountUuid === accountUuid && !isAdmin) {
    throw apiError(
      'ID.1004',
      `Invalid ChangeResourceOwner operation.Original owner is the same as target owner.Current account is [uuid: ${caller.accountUuid}].The resource target owner account[uuid: ${accountUuid}].The resource original owner account[uuid:${ref.accountUuid}].`,
    );
  }
  const volume = world.repositories.volumes.find(ref.resourceUuid);
  if (volume?.type === 'Root') {
    throw apiError(
      'SYS.1006',
      `the resource[uuid:${volume.uuid}] is a ROOT volume, you cannot change its owner, instead,change the owner of the VM the root volume belongs to`,
    );
  }
  const vm = world.repositories.vmInstances.find(ref.resourceUuid);
  if (vm) checkInNoGroup(world, vm.uuid);
  if (vm) {
    const isOff = ['Stopped', 'Destroying', 'Destroyed', 'Created'].includes(vm.state);
    checkQuota(world, accountUuid, {
      ...(isOff ? {} : { 'vm.cpuNum': vm.cpuNum, 'vm.memorySize': vm.memorySize, 'vm.num': 1 }),
      'vm.totalNum': 1,
    });
  }
  const pattern = world.repositories.tagPatterns.find(ref.resourceUuid);
  if (pattern) checkOnlyOne(world, pattern, accountUuid);
  const image = world.repositories.images.find(ref.resourceUuid);
  if (image) checkQuota(world, accountUuid, { 'image.size': image.size, 'image.num': 1 });
  if (ref.resourceType === 'L3NetworkVO') checkQuota(world, accountUuid, { 'l3.num': 1 });
  if (ref.resourceType === 'SshKeyPairVO')
    checkQuota(world, accountUuid, { 'ssh_key_pair.num': 1 });
  if (ref.resourceType === 'VipVO') checkQuota(world, accountUuid, { 'vip.num': 1 });
  if (ref.resourceType === 'EipVO') checkQuota(world, accountUuid, { 'eip.num': 1 });
  // Of volumes the real system counts nothing here.
  if (ref.resourceType === 'VolumeSnapshotVO') {
    checkQuota(world, accountUuid, { 'snapshot.volume.num': 1 });
  }
}

/** @throws SYS.1007 for a VM with a NIC in a security group: that may be for its account only */
function checkInNoGroup({ repositories }: World, vmUuid: string): void {
  const { vmNics, securityGroups } = repositories;
  const isIn = vmNics
    .listByVm(vmUuid)
    .some(({ uuid }) => securityGroups.listRefsOfNic(uuid).length > 0);
  if (!isIn) return;
  throw apiError(
    'SYS.1007',
    `could not change resource owner, because the resource[uuid:${vmUuid}, type:VmInstance] has already attached security group`,
  );
}

/**
 * Gives a resource to another account; a VM takes its NICs, their EIPs with their VIPs, its volumes and groups of
 * snapshots along, volumes their snapshots.
 */
export function changeOwner(world: World, resourceUuid: string, to: string, now: number): void {
  const { accounts, sharing } = world.repositories;
  for (const uuid of [resourceUuid, ...partsOf(world, resourceUuid)]) {
    const ref = accounts.findRef(uuid);
    if (!ref) continue;
    sharing.removeAll(uuid);
    accounts.giveTo(to, uuid, now);
    keepTagsOfNewOwner(world, uuid, ref.accountUuid, to);
  }
}

function partsOf({ repositories }: World, uuid: string): string[] {
  const { vmInstances, vmNics, eips, volumes, volumeSnapshots, volumeSnapshotGroups } =
    repositories;
  const vm = vmInstances.find(uuid);
  const nics = vm ? vmNics.listByVm(uuid).map((nic) => nic.uuid) : [];
  const eip = eips.find(uuid);
  const groups = vm ? volumeSnapshotGroups.listByVm(uuid).map((group) => group.uuid) : [];
  const own = vm ? volumes.listByVm(uuid).map((volume) => volume.uuid) : [];
  const all = volumes.find(uuid) ? [uuid, ...own] : own;
  return [
    ...nics,
    ...nics.flatMap((nic) => eips.listByNic(nic)).flatMap((one) => [one.uuid, one.vipUuid]),
    ...(eip ? [eip.vipUuid] : []),
    ...groups,
    ...own,
    ...all.flatMap((volume) => {
      const snapshots = volumeSnapshots.listByVolume(volume);
      const trees = new Set(snapshots.map(({ treeUuid }) => treeUuid));
      return [...snapshots.map((snapshot) => snapshot.uuid), ...trees];
    }),
  ];
}
