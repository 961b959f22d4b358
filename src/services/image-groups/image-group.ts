import { imageGroupStatusMachine } from '../../domain/image-group/image-group.js';
import type { World } from '../../domain/world.js';
import { imageGroupOf, newUuid } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';

/** What every new group is given by its call. */
export interface NewImageGroup extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
}

/** Writes the row of a group whose images are still to come. Answers its uuid. */
export function beginGroup(
  world: World,
  wanted: NewImageGroup,
  imageCount: number,
  now: number,
): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  const { name, description, ownerUuid } = wanted;
  const dates = { createDate: now, lastOpDate: now };
  const { imageGroups, accounts } = world.repositories;
  imageGroups.insert({ uuid, name, description, status: 'Creating', imageCount, ...dates });
  accounts.own(ownerUuid, uuid, 'ImageGroupVO');
  writeTags(world, 'ImageGroupVO', uuid, wanted, now);
  return uuid;
}

/**
 * Puts the images into a group, each once, which is Ready with that.
 * @throws SYS.1006 when somebody expunged the group meanwhile
 */
export function finishGroup(
  world: World,
  groupUuid: string,
  imageUuids: readonly string[],
  now: number,
): void {
  const { imageGroups } = world.repositories;
  const group = imageGroupOf(world, groupUuid);
  const status = imageGroupStatusMachine.next(group.status, 'ready');
  imageGroups.update(group, { status }, now);
  for (const imageUuid of new Set(imageUuids)) {
    imageGroups.insertRef({
      imageGroupUuid: groupUuid,
      imageUuid,
      createDate: now,
      lastOpDate: now,
    });
  }
}

/** Removes a group with its refs, tags and owner; its images stay. */
export function removeImageGroup({ repositories }: World, uuid: string): void {
  const { imageGroups, accounts, tags, resourceConfigs } = repositories;
  if (!imageGroups.find(uuid)) return;
  tags.removeAll(uuid);
  accounts.disown(uuid);
  resourceConfigs.removeAll(uuid);
  imageGroups.remove(uuid);
}
