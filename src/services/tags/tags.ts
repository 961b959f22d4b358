import { apiError } from '../../core/api-error.js';
import {
  assertTagOf,
  checkBootModes,
  isBootModeTag,
  isEphemeral,
} from '../../domain/tag/system-tag-formats.js';
import type { SystemTag, Tag } from '../../domain/tag/tag.js';
import { RESOURCE_TYPES, resourceTypeOf } from '../resource-type-of.js';
import type { Caller } from '../sessions.js';
import type { World } from '../world.js';

/** What a tag is put on: the type is what the client says of the uuid. */
export interface Tagged {
  readonly resourceType: string;
  readonly resourceUuid: string;
}

/** @throws SYS.1007 for a type that has no tags, or that the resource is not of */
function checkTagged(world: World, { resourceType, resourceUuid }: Tagged): void {
  if (!RESOURCE_TYPES.some((type) => type === resourceType)) {
    throw apiError('SYS.1007', `no resource type[${resourceType}] found in tag system`);
  }
  if (resourceTypeOf(world, resourceUuid) !== resourceType) {
    throw apiError('SYS.1007', "The argument :'resourceType' doesn't match uuid");
  }
}

/**
 * Whether these system tags may be put on the resource.
 * @throws SYS.1007 for a tag of no format of this type, a wrong boot mode, or a second one
 */
export function checkSystemTags(world: World, on: Tagged, texts: readonly string[]): void {
  checkTagged(world, on);
  const kept = texts.filter((text) => !isEphemeral(text));
  for (const text of kept) assertTagOf(on.resourceType, text);
  const { tags } = world.repositories;
  const there = tags.listSystemTags(on.resourceUuid).filter((text) => !kept.includes(text));
  checkBootModes([...there, ...kept].filter(isBootModeTag));
}

/** Puts system tags on a resource; answers the uuids of those that are new. Ephemeral ones leave nothing. */
export function createSystemTags(
  { repositories, chance }: World,
  on: Tagged,
  texts: readonly string[],
  now: number,
): string[] {
  const { tags } = repositories;
  const uuids: string[] = [];
  for (const tag of texts) {
    if (isEphemeral(tag) || tags.hasSystemTag(on.resourceUuid, tag)) continue;
    const uuid = chance.uuid();
    const dates = { createDate: now, lastOpDate: now };
    tags.insertSystemTag({ uuid, tag, inherent: false, ...on, ...dates });
    uuids.push(uuid);
  }
  return uuids;
}

/** @throws SYS.1007 as for a new tag */
export function checkTagChange(world: World, tag: SystemTag, text: string): void {
  assertTagOf(tag.resourceType, text);
  const others = world.repositories.tags
    .listSystemTags(tag.resourceUuid)
    .filter((other) => other !== tag.tag);
  checkBootModes([...others, text].filter(isBootModeTag));
}

/** @throws SYS.1006 when the tag is there already */
export function checkUserTag(world: World, on: Tagged, text: string): void {
  checkTagged(world, on);
  if (!world.repositories.tags.hasUserTag(on.resourceUuid, text)) return;
  throw apiError(
    'SYS.1006',
    `Duplicated Tag[tag:${text}, type:User, resourceType:${on.resourceType}, resourceUuid:${on.resourceUuid}]`,
  );
}

/**
 * Whether a tag may go; one that is not there may.
 * @throws SYS.1006 for an inherent tag, or one on somebody else's resource
 */
export function checkTagRemoval(world: World, uuid: string, caller: Caller): void {
  const { tags } = world.repositories;
  const systemTag = tags.findSystemTag(uuid);
  if (systemTag?.inherent) {
    throw apiError('SYS.1006', `tag[uuid:${uuid}] is an inherent system tag, can not be removed`);
  }
  const tag = systemTag ?? tags.findUserTag(uuid);
  if (tag) checkTagOwner(world, tag, caller);
}

/** @throws SYS.1006 for a tag on somebody else's resource */
export function checkTagOwner({ repositories }: World, tag: Tag, caller: Caller): void {
  const owner = repositories.accounts.findOwner(tag.resourceUuid);
  if (caller.isAdmin || owner === undefined || owner === caller.accountUuid) return;
  throw apiError(
    'SYS.1006',
    `permission denied, the account[uuid:${caller.accountUuid}] is not the owner of the resource[uuid:${tag.resourceUuid}, type:${tag.resourceType}]`,
  );
}
