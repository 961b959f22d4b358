import { apiError } from '../core/api-error.js';
import { messageClassOf } from '../domain/message-class.js';
import type { World } from '../domain/world.js';
import {
  ADMIN,
  authenticate,
  callerOfAccount,
  type Caller,
} from '../services/accounts/sessions.js';
import { checkPermission } from '../services/users/permissions.js';
import type { Call, Credentials } from './call.js';
import type { AsyncOperation, Operation } from './define-operation.js';
import { inOrderOfChecks } from './order-of-checks.js';
import type { ResourceType } from './params.js';
import type { RawParams } from './read-params.js';

function callerBy(world: World, credentials: Credentials): Caller {
  switch (credentials.kind) {
    case 'none':
      return ADMIN;
    case 'session':
      return authenticate(world, credentials.sessionUuid);
    case 'missing':
      throw apiError('ID.1001', credentials.details);
    case 'signature':
      return callerOfAccount(credentials.accountUuid);
  }
}

/** Who makes a call, which is noted in it. @throws SYS.1001 for a session that is none */
export function callerOf(world: World, call: Call): Caller {
  const caller = callerBy(world, call.credentials);
  call.accountUuid = caller.accountUuid;
  return caller;
}

/** Whom a query narrows its answer to: admin sees all. */
export const viewerOf = (caller: Caller) => (caller.isAdmin ? undefined : caller.accountUuid);

/** @throws ID.1002 for a normal account where only admin may; SYS.1006 for a user whom no policy allows it */
export function refuseOthers(
  world: World,
  { name, adminOnly }: Operation,
  caller: Caller,
  given: RawParams,
): void {
  if (adminOnly && !caller.isAdmin) {
    throw apiError(
      'ID.1002',
      `request api[name: ${messageClassOf(name)}] is admin only, can not be executed by current user`,
    );
  }
  checkPermission(world, caller, name, given);
}

/** Types whose resources belong to accounts, and may be used by all: of a VIP only what changes it is its owner's. */
const FOR_ALL: readonly ResourceType[] = ['L2Network', 'IpRange', 'Vip'];

/** What the operations of a family work on: it must be owned; of what they only read, access is enough. */
const TARGETS: Readonly<Record<string, ResourceType | readonly ResourceType[]>> = {
  images: 'Image',
  // What is in a group is deleted with it.
  'image-groups': ['ImageGroup', 'Image', 'VolumeSnapshot', 'VmInstance'],
  volumes: 'Volume',
  'volume-backups': 'VolumeBackup',
  'image-packages': 'ImagePackage',
  'volume-snapshots': ['VolumeSnapshot', 'VolumeSnapshotGroup'],
  'vm-instances': 'VmInstance',
  longjobs: 'LongJob',
  tags: 'TagPattern',
  'l2-networks': 'L2Network',
  'l3-networks': ['L3Network', 'IpRange', 'ReservedIpRange', 'UsedIp'],
  nics: 'VmNic',
  users: 'Policy',
  'security-groups': 'SecurityGroup',
  vips: 'Vip',
  eips: 'Eip',
  'ssh-key-pair': 'SshKeyPair',
};

/**
 * Named resources of other accounts are refused. One that is named by any type (to be shared or tagged)
 * must be owned, too.
 */
export function checkAccess(
  world: World,
  operation: AsyncOperation,
  raw: RawParams,
  caller: Caller,
): void {
  const targets = [TARGETS[operation.family] ?? []].flat();
  for (const [name, { rules }] of inOrderOfChecks(operation.params)) {
    const { resourceType: type } = rules;
    if (rules.noOwnerCheck || type === undefined) continue;
    const uuids = [raw[name]].flat().filter((uuid) => typeof uuid === 'string');
    if (type === 'Resource' || targets.includes(type)) {
      checkOwner(world, type, uuids, caller);
    } else if (!FOR_ALL.includes(type)) {
      checkReach(world, type, uuids, caller);
    }
  }
}

/** Types whose resources have no owner of their own: what names none of an account is admin's. */
const NOBODYS: readonly ResourceType[] = ['Resource', 'ReservedIpRange', 'UsedIp'];

/** @throws SYS.1006 where one of these resources belongs to another account */
export function checkOwner(
  { repositories }: World,
  type: ResourceType,
  uuids: readonly string[],
  { accountUuid, isAdmin }: Caller,
): void {
  if (isAdmin) return;
  const foreign = uuids.find((uuid) => {
    const owner = repositories.accounts.findOwner(uuid);
    // Of a missing one nothing is done; what belongs to nobody (a zone) is admin's.
    return owner === undefined ? NOBODYS.includes(type) : owner !== accountUuid;
  });
  if (foreign === undefined) return;
  throw apiError(
    'SYS.1006',
    `permission denied, the account[uuid:${accountUuid}] is not the owner of the resource[uuid:${foreign}, type:${type}VO]`,
  );
}

/** @throws SYS.1006 where one of these resources belongs to another account that does not share it */
export function checkReach(
  { repositories }: World,
  type: ResourceType,
  uuids: readonly string[],
  { accountUuid, isAdmin }: Caller,
): void {
  if (isAdmin) return;
  const { accounts, sharing } = repositories;
  const foreign = uuids.filter((uuid) => {
    const owner = accounts.findOwner(uuid);
    if (owner === undefined || owner === accountUuid) return false;
    return !sharing.has(uuid, accountUuid) && !sharing.has(uuid, null);
  });
  if (foreign.length === 0) return;
  throw apiError(
    'SYS.1006',
    `the account[uuid:${accountUuid}] has no access to the resources[uuid:[${foreign.join(', ')}], type:${type}VO]`,
  );
}
