import { apiError } from '../core/api-error.js';
import { isResourceUuid } from '../core/uuid.js';
import { resourceTypeOf } from '../services/resources/resource-type-of.js';
import type { World } from '../domain/world.js';
import { inOrderOfChecks } from './order-of-checks.js';
import type { Param, ParamRules, Params, ParamValues, ResourceType } from './params.js';
import type { RawParams } from './read-params.js';

// The real system names this class instead of the message's own in every one of these texts.
const MESSAGE = 'org.zstack.header.message.ApiMessageParamValidator';

/**
 * The first checks of every call: each field in the real system's order, each by the rules in
 * their order, the existence of what it names last. Answers the values with defaults.
 * @throws SYS.1007 for a rule, SYS.1003 for a resource that does not exist
 */
export function validateParams<P extends Params>(
  world: World,
  params: P,
  raw: RawParams,
): ParamValues<P> {
  const values: Record<string, unknown> = {};
  for (const [name, param] of inOrderOfChecks(params)) {
    const value = raw[name] ?? zeroOf(param);
    checkRules(name, param.rules, value);
    checkExistence(world, name, param.rules, value);
    values[name] = value ?? defaultOf(param);
  }
  return values as ParamValues<P>;
}

/** Of a number that must be given: its field holds 0 from the beginning, and is never missing. */
const zeroOf = ({ type, rules, default: byDefault }: Param<unknown>) =>
  rules.required === true && byDefault === 0 && (type === 'int' || type === 'long') ? 0 : undefined;

const defaultOf = (param: Param<unknown>) => param.default ?? null;

function checkRules(name: string, rules: ParamRules, value: unknown): void {
  if (value === undefined) {
    if (!rules.required) return;
    throw invalid(`field[${name}] of message[${MESSAGE}] is mandatory, can not be null`);
  }
  if (
    typeof value === 'string' &&
    rules.maxLength !== undefined &&
    value.length > rules.maxLength
  ) {
    throw invalid(
      `field[${name}] of message[${MESSAGE}] exceeds max length of string. expected was <= ${rules.maxLength}, actual was ${value.length}`,
    );
  }
  if (
    typeof value === 'string' &&
    rules.minLength !== undefined &&
    value.length < rules.minLength
  ) {
    throw invalid(
      `field[${name}] of message[${MESSAGE}] less than the min length of string. expected was >= ${rules.minLength}, actual was ${value.length}`,
    );
  }
  const odd =
    rules.validValues &&
    [value]
      .flat()
      .filter((each) => typeof each === 'string' || typeof each === 'number')
      .find((each) => !rules.validValues?.includes(String(each)));
  if (odd !== undefined) {
    throw invalid(
      `valid value for field[${name}] of message[${MESSAGE}] are [${rules.validValues?.join(', ')}], but ${odd} found`,
    );
  }
  if (rules.regex && typeof value === 'string' && !new RegExp(rules.regex, 'u').test(value)) {
    throw invalid(
      `valid regex value for field[${name}] of message[${MESSAGE}] are ${rules.regex}, but ${value} found`,
    );
  }
  if (Array.isArray(value)) checkList(name, rules, value);
  if (rules.emptyString === false && value === '') {
    throw invalid(`field[${name}] cannot be an empty string`);
  }
  if (rules.numberRange && typeof value === 'number') {
    const [least, most] = rules.numberRange;
    if (value < least || value > most) {
      const [low, high] = rules.numberRangeUnit?.map((unit) => ` ${unit}`) ?? ['', ''];
      throw invalid(
        `field[${name}] must be in range of [${bound(least)}${low}, ${bound(most)}${high}]`,
      );
    }
  }
}

/** The largest `long` is no number of JavaScript: its neighbour stands for it. */
const bound = (limit: number) => (limit === 2 ** 63 ? '9223372036854775807' : String(limit));

function checkList(name: string, rules: ParamRules, list: readonly unknown[]): void {
  if (rules.nonempty && list.length === 0) throw invalid(`field[${name}] must be a nonempty list`);
  if (list.includes(null)) throw invalid(`field[${name}] cannot contain a NULL element`);
  if (rules.emptyString === false && list.includes('')) {
    throw invalid(`field[${name}] cannot contain any empty string`);
  }
}

function checkExistence(world: World, name: string, rules: ParamRules, value: unknown): void {
  const { resourceType: type } = rules;
  if (type === undefined) return;
  if (Array.isArray(value)) {
    const missing = value.map(String).filter((uuid) => !isThere(world, type, uuid));
    if (missing.length > 0) {
      throw apiError(
        'SYS.1003',
        `invalid field[${name}], resource[uuids:[${missing.join(', ')}], type:${type}VO] not found`,
      );
    }
  } else if (typeof value === 'string' && !isThere(world, type, value)) {
    if (!rules.mayBeMissing) {
      throw apiError(
        'SYS.1003',
        `invalid field[${name}], resource[uuid:${value}, type:${type}VO] not found`,
      );
    }
    if (!isResourceUuid(value)) {
      throw apiError('SYS.1003', `invalid value[${value}] of field [${name}]`);
    }
  }
}

/** Whether a call has nothing to do, because what it would work on is not there, and that is no error. */
export const hasNothingToDo = (world: World, params: Params, raw: RawParams): boolean =>
  Object.entries(params).some(([name, { rules }]) => {
    const value = raw[name];
    if (!rules.mayBeMissing || !rules.resourceType || typeof value !== 'string') return false;
    return !isThere(world, rules.resourceType, value);
  });

/** Whether a resource of this type has the uuid. */
export function isThere(world: World, type: ResourceType, uuid: string): boolean {
  const { repositories } = world;
  switch (type) {
    case 'AccessKey':
      return repositories.accessKeys.find(uuid) !== undefined;
    case 'Account':
      return repositories.accounts.find(uuid) !== undefined;
    case 'User':
      return repositories.users.find(uuid) !== undefined;
    case 'UserGroup':
      return repositories.userGroups.find(uuid) !== undefined;
    case 'Policy':
      return repositories.policies.find(uuid) !== undefined;
    case 'Webhook':
      return repositories.webhooks.find(uuid) !== undefined;
    case 'GarbageCollector':
      return repositories.garbage.find(uuid) !== undefined;
    case 'SecurityGroup':
      return repositories.securityGroups.find(uuid) !== undefined;
    case 'SecurityGroupRule':
      return repositories.securityGroups.findRule(uuid) !== undefined;
    case 'LongJob':
      return repositories.longJobs.find(uuid) !== undefined;
    case 'Resource':
      return resourceTypeOf(world, uuid) !== undefined;
    case 'Session':
      return repositories.sessions.find(uuid) !== undefined;
    case 'SystemTag':
      return repositories.tags.findSystemTag(uuid) !== undefined;
    case 'BackupStorage':
      return repositories.backupStorages.find(uuid) !== undefined;
    case 'CephBackupStorage':
      return repositories.backupStorages.find(uuid)?.type === 'Ceph';
    case 'CephPrimaryStorage':
      return repositories.primaryStorages.find(uuid)?.type === 'Ceph';
    case 'CephBackupStorageMon':
      return repositories.cephBackupStorageMons.find(uuid) !== undefined;
    case 'CephPrimaryStorageMon':
      return repositories.cephPrimaryStorageMons.find(uuid) !== undefined;
    case 'CephPrimaryStoragePool':
      return repositories.cephPools.find(uuid) !== undefined;
    case 'SftpBackupStorage':
      return repositories.backupStorages.find(uuid)?.type === 'SftpBackupStorage';
    case 'TagPattern':
      return repositories.tagPatterns.find(uuid) !== undefined;
    case 'Image':
      return repositories.images.find(uuid) !== undefined;
    case 'ImageReplicationGroup':
      return repositories.replicationGroups.find(uuid) !== undefined;
    case 'PrimaryStorage':
      return repositories.primaryStorages.find(uuid) !== undefined;
    case 'SshKeyPair':
      return repositories.sshKeyPairs.find(uuid) !== undefined;
    case 'VmCdRom':
      return repositories.vmInstances.findCdRom(uuid) !== undefined;
    case 'VmInstance':
      return repositories.vmInstances.find(uuid) !== undefined;
    case 'Volume':
      return repositories.volumes.find(uuid) !== undefined;
    case 'VolumeSnapshot':
      return repositories.volumeSnapshots.find(uuid) !== undefined;
    case 'VolumeBackup':
      return repositories.volumeBackups.find(uuid) !== undefined;
    case 'ImageGroup':
      return repositories.imageGroups.find(uuid) !== undefined;
    case 'ImagePackage':
      return repositories.imagePackages.find(uuid) !== undefined;
    case 'ImageStoreBackupStorage':
      return repositories.backupStorages.find(uuid)?.type === 'ImageStoreBackupStorage';
    case 'VolumeSnapshotGroup':
      return repositories.volumeSnapshotGroups.find(uuid) !== undefined;
    case 'Zone':
      return repositories.zones.find(uuid) !== undefined;
    case 'Cluster':
      return repositories.clusters.find(uuid) !== undefined;
    case 'Host':
      return repositories.hosts.find(uuid) !== undefined;
    case 'L2Network':
      return repositories.l2Networks.find(uuid) !== undefined;
    case 'L3Network':
      return repositories.l3Networks.find(uuid) !== undefined;
    case 'IpRange':
      return repositories.ipRanges.find(uuid) !== undefined;
    case 'ReservedIpRange':
      return repositories.reservedIpRanges.find(uuid) !== undefined;
    case 'UsedIp':
      return repositories.usedIps.find(uuid) !== undefined;
    case 'Vip':
      return repositories.vips.find(uuid) !== undefined;
    case 'Eip':
      return repositories.eips.find(uuid) !== undefined;
    case 'VmNic':
      return repositories.vmNics.find(uuid) !== undefined;
    case 'DiskOffering':
      return repositories.diskOfferings.find(uuid) !== undefined;
    case 'InstanceOffering':
      return repositories.instanceOfferings.find(uuid) !== undefined;
  }
}

const invalid = (details: string) => apiError('SYS.1007', details);
