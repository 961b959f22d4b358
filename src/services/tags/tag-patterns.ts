import { apiError, errorCode, type ErrorCode } from '../../core/api-error.js';
import { given, whenGiven } from '../../core/given.js';
import { configNumber } from '../../domain/global-config.js';
import {
  haveSameShape,
  isColor,
  isTokenFormat,
  textOf,
  tokensOf,
  type TagPattern,
  type TagPatternType,
} from '../../domain/tag/tag-pattern.js';
import { LONGEST_TAG } from '../../domain/tag/tag.js';
import { ownerOf } from '../resources/lookup.js';
import { resourceTypeOf } from '../resources/resource-type-of.js';
import type { World } from '../../domain/world.js';

export type Tokens = Readonly<Record<string, string>>;

/**
 * Whether an account may have such a pattern: one of the same name, color and type is enough for it.
 * @throws SYS.1007 for a color or a format that is none, TAG.1000 when the account has one like it
 */
export function checkNewPattern(
  world: World,
  wanted: Pick<TagPattern, 'name' | 'value' | 'color' | 'type'>,
  accountUuid: string,
): void {
  checkColor(wanted.color);
  checkValue(wanted.value, wanted.type);
  checkOnlyOne(world, wanted, accountUuid);
}

/** What of a pattern may change; null leaves it as it is. */
export type PatternChange = {
  readonly [K in 'name' | 'value' | 'description' | 'color']: string | null;
};

/**
 * Of the value nothing may change but the names of its tokens.
 * @throws as for a new pattern; SYS.1007 for another value
 */
export function checkPatternChange(
  world: World,
  pattern: TagPattern,
  change: PatternChange,
  accountUuid: string,
): void {
  checkColor(change.color);
  if (change.value !== null) {
    checkValue(change.value, pattern.type);
    if (pattern.type === 'simple') {
      throw apiError('SYS.1007', 'cannot update simple tag pattern format');
    }
    if (!haveSameShape(change.value, pattern.value)) {
      throw apiError('SYS.1007', 'you can only update token name');
    }
  }
  checkOnlyOne(world, { ...pattern, ...given(change) }, accountUuid);
}

export function updatePattern(
  { repositories }: World,
  pattern: TagPattern,
  change: PatternChange,
  now: number,
): void {
  whenGiven({ ...change }, (told) => repositories.tagPatterns.update(pattern, told, now));
}

function checkColor(color: string | null): void {
  if (color === null || isColor(color)) return;
  throw apiError('SYS.1007', `Invalid color specification[${color}], must like #FF00FF`);
}

function checkValue(value: string, type: TagPatternType): void {
  if (type === 'simple' || isTokenFormat(value)) return;
  throw apiError(
    'SYS.1007',
    `Get format[${value}], format must like that name::{tokenName1}::{tokenName2} ... ::{tokenNameN} or {tokenName1}::{tokenName2} ... ::{tokenNameN} Name cannot contain '{}:'`,
  );
}

/** Names are told apart by their case, colors are not. */
export function checkOnlyOne(
  { repositories }: World,
  wanted: Pick<TagPattern, 'name' | 'color' | 'type'> & { readonly uuid?: string },
  accountUuid: string,
): void {
  const isLikeIt = ({ uuid, name, color, type }: TagPattern) =>
    uuid !== wanted.uuid &&
    name === wanted.name &&
    type === wanted.type &&
    color?.toLowerCase() === wanted.color?.toLowerCase();
  if (!repositories.tagPatterns.listByName(accountUuid, wanted.name).some(isLikeIt)) return;
  throw apiError(
    'TAG.1000',
    `you already has a tag which [name:${wanted.name}, color:${wanted.color}]`,
  );
}

/**
 * Whether a pattern may be attached: its tokens have values that make no endless text, and what it is to stand on belongs to its
 * owner, unless that is an admin.
 * @throws SYS.1007
 */
export function checkAttachment(
  world: World,
  pattern: TagPattern,
  resourceUuids: readonly string[],
  tokens: Tokens | null,
): void {
  if (pattern.type === 'withToken') {
    const names = tokensOf(pattern.value);
    if (!names.every((name) => Object.hasOwn(tokens ?? {}, name))) {
      throw apiError('SYS.1007', `all tokens [${names.join(', ')}] must be specify`);
    }
  } else if (tokens !== null && Object.keys(tokens).length > 0) {
    throw apiError('SYS.1007', 'simple tag pattern has no tokens');
  }
  const { length } = textOf(pattern, tokens ?? {});
  if (length > LONGEST_TAG) {
    throw apiError(
      'SYS.1007',
      `the tag of pattern[uuid:${pattern.uuid}] exceeds max length of string. expected was <= ${LONGEST_TAG}, actual was ${length}`,
    );
  }
  const owner = ownerOf(world, pattern.uuid);
  if (world.repositories.accounts.find(owner)?.type === 'SystemAdmin') return;
  assertOwnedBy(world, resourceUuids, owner);
}

/**
 * Whether a new resource may be given these tags.
 * @throws SYS.1007 for a pattern with tokens, one that is named twice, or one of another account
 */
export function checkTagUuids(
  world: World,
  tagUuids: readonly string[],
  accountUuid: string,
): void {
  if (tagUuids.length === 0) return;
  const { tagPatterns } = world.repositories;
  const simple = new Set(tagUuids.filter((uuid) => tagPatterns.find(uuid)?.type === 'simple'));
  // The real system compares the numbers: of a uuid that is named twice it complains with an empty list.
  if (simple.size !== tagUuids.length) {
    const others = tagUuids.filter((uuid) => !simple.has(uuid));
    throw apiError(
      'SYS.1007',
      `illegal tag uuids [${others.join(', ')}], tag type must be simple,`,
    );
  }
  assertOwnedBy(world, tagUuids, accountUuid);
}

/** What belongs to nobody is nobody else's. */
function assertOwnedBy(world: World, uuids: readonly string[], accountUuid: string): void {
  const foreign = uuids.filter((uuid) => {
    const owner = world.repositories.accounts.findOwner(uuid);
    return owner !== undefined && owner !== accountUuid;
  });
  if (foreign.length === 0) return;
  throw apiError(
    'SYS.1007',
    `resource[uuids:[${foreign.join(', ')}]] is not owned by account[uuid:${accountUuid}]`,
  );
}

/**
 * Attaches a pattern to one resource; answers the uuid of the tag (the one that is there already, if
 * one is), or why the resource can have no more.
 */
export function attach(
  world: World,
  pattern: TagPattern,
  resourceUuid: string,
  tokens: Tokens,
  now: number,
  newUuid = () => world.chance.uuid(),
): string | ErrorCode {
  const { tags, globalConfig } = world.repositories;
  const existing = tags.findAttached(pattern.uuid, resourceUuid);
  if (existing) return existing.uuid;
  const attached = tags.countAttached(resourceUuid);
  const limit = configNumber(globalConfig, 'tagsOfResource');
  if (attached >= limit) {
    const details = `resource[uuid:${resourceUuid}] has been attached ${attached} tags, cannot attach any more`;
    return { ...errorCode('TAG.1001', details), opaque: { 'tag.count.limit': limit } };
  }
  const uuid = newUuid();
  tags.insertUserTag({
    uuid,
    tagPatternUuid: pattern.uuid,
    tag: textOf(pattern, tokens),
    resourceUuid,
    resourceType: resourceTypeOf(world, resourceUuid) ?? '',
    createDate: now,
    lastOpDate: now,
  });
  return uuid;
}

/** Attaches simple patterns to a new resource; what is over the limit is left out, as in the real system. */
export function attachAll(
  world: World,
  tagUuids: readonly string[],
  resourceUuid: string,
  now: number,
): void {
  for (const uuid of tagUuids) {
    const pattern = world.repositories.tagPatterns.find(uuid);
    if (pattern) attach(world, pattern, resourceUuid, {}, now);
  }
}

/**
 * A pattern that becomes another account's stays only on what that account owns, and what becomes
 * another account's loses the tags of the account that had it; an admin's patterns stand on everything.
 */
export function keepTagsOfNewOwner(
  world: World,
  resourceUuid: string,
  formerOwner: string,
  newOwner: string,
): void {
  const { tags, tagPatterns, accounts } = world.repositories;
  const isAdmin = (uuid: string) => accounts.find(uuid)?.type === 'SystemAdmin';
  if (tagPatterns.find(resourceUuid) && !isAdmin(newOwner)) {
    tags.removeAttachedToOthers(resourceUuid, newOwner);
  }
  if (!isAdmin(formerOwner)) tags.removePatternsOf(formerOwner, resourceUuid);
}
