import { ApiError, errorCode, type ErrorCode } from '../../core/api-error.js';
import { ERROR_DESCRIPTIONS, type ErrorCodeName } from '../../core/error-codes.js';
import { LIKE, matchesWildcards } from '../../core/matches-wildcards.js';
import { backupStorageStatusMachine } from '../../domain/backup-storage/backup-storage.js';
import type { FaultAction, FaultRule, FaultSite } from '../../domain/fault/fault.js';
import { resourceOf } from '../../services/resources/resource-of.js';
import type { World } from '../../domain/world.js';

/**
 * When slow work asks for rules: as it begins, for those that end it `before its end`; `at its end` for
 * the others; what was not asked before asks for both at once.
 */
type Moment = 'before its end' | 'at its end' | 'at any time';

/** The rule that fires here, or undefined. A match is counted whether or not it fires. */
export function firingRule(
  world: World,
  site: FaultSite,
  moment: Moment = 'at any time',
  isMeant: (rule: FaultRule) => boolean = () => true,
): FaultRule | undefined {
  const { faults } = world.repositories;
  const rules = faults.list();
  if (rules.length === 0) return undefined;
  for (const rule of rules) {
    const isEarly = typeof rule.action.atProgress === 'number';
    if (moment !== 'at any time' && isEarly !== (moment === 'before its end')) continue;
    if (!isMeant(rule) || !matches(world, rule, site)) continue;
    const fires =
      rule.matched >= rule.skip &&
      (rule.times === null || rule.hits < rule.times) &&
      (rule.probability >= 1 || world.chance.nextUint32() / 2 ** 32 < rule.probability);
    faults.count(rule.uuid, rule.matched + 1, rule.hits + (fires ? 1 : 0));
    if (fires) return rule;
  }
  return undefined;
}

function matches(world: World, { match, action }: FaultRule, site: FaultSite): boolean {
  if (match.point !== site.point) return false;
  // Where nothing names a backup storage yet, none can be lost or filled.
  if (OF_STORAGES.includes(action.kind) && storagesOf(world, site).length === 0) return false;
  if (match.operation !== null && match.operation !== site.operation) return false;
  if (match.accountUuid !== null && match.accountUuid !== site.accountUuid) return false;
  const { resourceType, resourceUuid, resourceName } = match;
  if (resourceType === null && resourceUuid === null && resourceName === null) return true;
  const subject = site.subject === null ? undefined : resourceOf(world, site.subject);
  return site.resourceUuids.some((uuid) => {
    if (resourceUuid !== null && uuid !== resourceUuid) return false;
    const resource = resourceOf(world, uuid);
    if (!resource) return false;
    // A step that works on one storage is about no other one.
    if (subject?.type === resource.type && uuid !== site.subject) return false;
    if (resourceType !== null && resource.type !== resourceType) return false;
    return resourceName === null || isLike(resource.name, resourceName);
  });
}

/** What happens to backup storages. */
const OF_STORAGES: readonly FaultAction['kind'][] = ['disconnect', 'fill'];

const isLike = (name: string, pattern: string): boolean =>
  matchesWildcards(name.toLowerCase(), pattern.toLowerCase(), LIKE);

/** The error that a rule makes; it tells which rule, for the header of the answer. */
export function errorOf({ uuid, action }: FaultRule): ErrorCode {
  const { code, details, cause } = action;
  const known = Object.hasOwn(ERROR_DESCRIPTIONS, code) ? (code as ErrorCodeName) : undefined;
  const base = known
    ? errorCode(known, details)
    : { code, description: 'An error that a fault rule made', details };
  return {
    ...base,
    opaque: { faultRule: uuid },
    ...(cause === null ? {} : { cause: errorCode('SYS.1006', cause) }),
  };
}

/** What a rule does at a step: it throws, or changes the world so that the step fails by itself. */
export function actAtStep(world: World, rule: FaultRule, site: FaultSite, now: number): void {
  switch (rule.action.kind) {
    case 'fail':
      throw new ApiError(errorOf(rule));
    case 'disconnect':
      world.causes.within({ ...world.causes.current, kind: 'rule', name: rule.uuid }, () => {
        for (const uuid of meantStorages(world, rule, site)) disconnect(world, uuid, now);
      });
      return;
    case 'fill':
      for (const uuid of meantStorages(world, rule, site)) fill(world, uuid);
      return;
    case 'crash':
      // As a power cut does: nothing of this transaction is there after the next start. That the rule
      // fired is, or the next start would meet it again and again.
      world.unitOfWork.endProcess(() =>
        world.repositories.faults.count(rule.uuid, rule.matched + 1, rule.hits + 1),
      );
      return;
    case 'delay':
    case 'corrupt':
    case 'dropBefore':
    case 'dropAfter':
    case 'answerLate':
    case 'brokenJson':
      // Not here: the runner delays, the step knows that its bytes change, the rest happens to answers.
      return;
  }
}

function storagesOf({ repositories }: World, { subject, resourceUuids }: FaultSite): string[] {
  const isStorage = (uuid: string) => repositories.backupStorages.find(uuid) !== undefined;
  // A step that works on something else, an image of several, is about the storages of its call.
  return subject !== null && isStorage(subject) ? [subject] : resourceUuids.filter(isStorage);
}

/** Of the storages of a step those that the rule is about; all of them where it is about something else. */
function meantStorages(world: World, { match }: FaultRule, site: FaultSite): string[] {
  const all = storagesOf(world, site);
  const meant = all.filter((uuid) => {
    const storage = world.repositories.backupStorages.find(uuid);
    if (match.resourceUuid !== null) return uuid === match.resourceUuid;
    return match.resourceName !== null && isLike(storage?.name ?? '', match.resourceName);
  });
  return meant.length > 0 ? meant : all;
}

function disconnect({ repositories }: World, uuid: string, now: number): void {
  const storage = repositories.backupStorages.find(uuid);
  if (!storage) return;
  const status = backupStorageStatusMachine.next(storage.status, 'disconnected');
  repositories.backupStorages.update(storage, { status, isReachable: false }, now);
}

/** Somebody else takes all that is left. */
function fill({ repositories }: World, uuid: string): void {
  repositories.backupStorages.takeForOthers(uuid);
}

/** The uuids that a text names. */
export const uuidsIn = (text: string): string[] => [
  ...new Set(text.match(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g) ?? []),
];

/** What a fault needs more than others: whether the operator allowed it, whether it can be here. */
export const STEP_KINDS: readonly FaultAction['kind'][] = [
  'fail',
  'delay',
  'disconnect',
  'fill',
  'crash',
  'corrupt',
];
/** What can happen in the middle of slow work. */
export const MIDDLE_KINDS: readonly FaultAction['kind'][] = ['fail', 'disconnect', 'fill', 'crash'];
export const CALL_KINDS: readonly FaultAction['kind'][] = [
  'fail',
  'corrupt',
  'dropBefore',
  'dropAfter',
  'answerLate',
  'brokenJson',
];
