import { apiError } from '../../core/api-error.js';
import { assertTagOf, checkBootModes, isBootModeTag } from '../../domain/tag/system-tag-formats.js';
import type { SystemTag, Tag } from '../../domain/tag/tag.js';
import { RESOURCE_TYPES, resourceTypeOf } from '../resources/resource-type-of.js';
import type { Caller } from '../accounts/sessions.js';
import type { World } from '../../domain/world.js';
import { validateTag } from './tag-validators.js';
import { fits } from '../../domain/tag/tag-format.js';
import { BOOT_ORDER, VIRTIO } from '../../domain/tag/vm-tags.js';
import { changeDrivers, driverOf } from '../networks/nic-drivers.js';

/** What a tag is put on: the type is what the client says of the uuid. */
export interface Tagged {
  readonly resourceType: string;
  readonly resourceUuid: string;
}

/** @throws SYS.1007 for a type that has no tags, a tag that is none of it, or a resource of another type */
function checkTagged(
  world: World,
  { resourceType, resourceUuid }: Tagged,
  systemTags: readonly string[] = [],
): void {
  if (!RESOURCE_TYPES.some((type) => type === resourceType)) {
    throw apiError('SYS.1007', `no resource type[${resourceType}] found in tag system`);
  }
  for (const text of systemTags) assertTagOf(resourceType, text);
  // Of a user tag the real system takes whatever type the client says.
  if (systemTags.length > 0 && resourceTypeOf(world, resourceUuid) !== resourceType) {
    throw apiError('SYS.1007', "The argument :'resourceType' doesn't match uuid");
  }
}

/**
 * Whether these system tags may be put on the resource.
 * @throws SYS.1007 for a tag of no format of this type, a wrong boot mode, or a second one
 */
export function checkSystemTags(world: World, on: Tagged, texts: readonly string[]): void {
  checkTagged(world, on, texts);
  for (const text of texts) validateTag(world, on.resourceUuid, text);
  const { tags } = world.repositories;
  const there = tags.listSystemTags(on.resourceUuid).filter((text) => !texts.includes(text));
  checkBootModes([...there, ...texts].filter(isBootModeTag));
}

/** Puts system tags on a resource; answers their uuids, null for one that is there already. */
export function createSystemTags(
  world: World,
  on: Tagged,
  texts: readonly string[],
  now: number,
): (string | null)[] {
  const { repositories, chance } = world;
  const { tags } = repositories;
  const uuids: (string | null)[] = [];
  for (const tag of texts) {
    if (tags.hasSystemTag(on.resourceUuid, tag)) {
      uuids.push(null);
      continue;
    }
    const uuid = chance.uuid();
    const dates = { createDate: now, lastOpDate: now };
    tags.insertSystemTag({ uuid, tag, inherent: false, ...on, ...dates });
    if (isVirtio({ ...on, tag })) changeDrivers(world, on.resourceUuid, driverOf(true), now);
    uuids.push(uuid);
  }
  return uuids;
}

/** The drivers of a VM's NICs come and go with what the tag says. */
const isVirtio = ({ resourceType, tag }: Pick<SystemTag, 'resourceType' | 'tag'>): boolean =>
  resourceType === 'VmInstanceVO' && fits(VIRTIO, tag);

/** @throws SYS.1007 as for a new tag, SYS.1006 when the resource has the tag already */
export function checkTagChange(world: World, tag: SystemTag, text: string): void {
  assertTagOf(tag.resourceType, text);
  validateTag(world, tag.resourceUuid, text);
  const others = world.repositories.tags
    .listSystemTags(tag.resourceUuid)
    .filter((other) => other !== tag.tag);
  checkBootModes([...others, text].filter(isBootModeTag));
  if (others.includes(text)) throw duplicated(tag, 'System', text);
}

/** @throws SYS.1006 when the tag is there already */
export function checkUserTag(world: World, on: Tagged, text: string): void {
  checkTagged(world, on);
  if (world.repositories.tags.hasUserTag(on.resourceUuid, text)) throw duplicated(on, 'User', text);
}

/** Puts a text on a resource; answers the uuid of the tag. */
export function createUserTag(
  { repositories, chance }: World,
  { resourceUuid, resourceType }: Tagged,
  tag: string,
  now: number,
): string {
  const uuid = chance.uuid();
  const dates = { createDate: now, lastOpDate: now };
  repositories.tags.insertUserTag({
    uuid,
    tag,
    tagPatternUuid: null,
    resourceUuid,
    resourceType,
    ...dates,
  });
  return uuid;
}

const duplicated = (on: Tagged, type: 'System' | 'User', text: string) =>
  apiError(
    'SYS.1006',
    `Duplicated Tag[tag:${text}, type:${type}, resourceType:${on.resourceType}, resourceUuid:${on.resourceUuid}]`,
  );

/**
 * Whether a tag may go; one that is not there may.
 * @throws SYS.1006 for an inherent tag, ID.1002 for one on somebody else's resource
 */
export function checkTagRemoval(world: World, uuid: string, caller: Caller): void {
  const { tags, tagPatterns } = world.repositories;
  const systemTag = tags.findSystemTag(uuid);
  if (systemTag?.inherent) {
    throw apiError('SYS.1006', `tag[uuid:${uuid}] is an inherent system tag, can not be removed`);
  }
  const kinds = [
    ['system tag', systemTag],
    ['user tag', tags.findUserTag(uuid)],
    // A pattern is owned itself.
    ['tag pattern', tagPatterns.find(uuid) && { resourceUuid: uuid }],
  ] as const;
  for (const [kind, tag] of kinds) {
    if (!tag || mayChange(world, tag, caller)) continue;
    throw apiError(
      'ID.1002',
      `permission denied. The ${kind}[uuid: ${uuid}] refer to a resource not belonging to the account[uuid: ${caller.accountUuid}]`,
    );
  }
  if (systemTag) refuseTagsOfAdmin([systemTag.tag], caller);
}

/**
 * Tags that only the admin makes, changes or removes; a call that makes their resource may bring them.
 * @throws SYS.1006
 */
export function refuseTagsOfAdmin(texts: readonly string[], { isAdmin }: Caller): void {
  if (isAdmin) return;
  const text = texts.find((each) => fits(BOOT_ORDER, each));
  if (text !== undefined) throw apiError('SYS.1006', `tag[${text}] is only for admin`);
}

/** Removes a tag of either kind, or a pattern with all tags that were made of it. */
export function removeTag(world: World, uuid: string, now: number): void {
  const { tags, tagPatterns, accounts } = world.repositories;
  if (!tagPatterns.find(uuid)) {
    const tag = tags.findSystemTag(uuid);
    tags.remove(uuid);
    if (!tag || !isVirtio(tag)) return;
    changeDrivers(world, tag.resourceUuid, driverOf(false), now);
    return;
  }
  tagPatterns.remove(uuid);
  tags.removeAll(uuid);
  // With whom it was shared goes by a foreign key.
  accounts.disown(uuid);
}

/** What belongs to nobody is admin's. */
function mayChange(
  { repositories }: World,
  { resourceUuid }: Pick<Tag, 'resourceUuid'>,
  caller: Caller,
): boolean {
  return caller.isAdmin || repositories.accounts.findOwner(resourceUuid) === caller.accountUuid;
}

/** @throws SYS.1006 for a tag on somebody else's resource */
export function checkTagOwner(world: World, tag: Tag, caller: Caller): void {
  if (mayChange(world, tag, caller)) return;
  throw apiError(
    'SYS.1006',
    `permission denied, the account[uuid:${caller.accountUuid}] is not the owner of the tagged resource[uuid:${tag.resourceUuid}, type:${tag.resourceType}]`,
  );
}
