import { apiError } from '../core/api-error.js';
import type { World } from './world.js';

/**
 * Writes the tags of a new resource; answers their uuids.
 * @throws SYS.1006 when a user tag stands twice in the list
 */
export function writeTags(
  world: World,
  resourceType: string,
  resourceUuid: string,
  systemTags: readonly string[],
  userTags: readonly string[],
  now: number,
): string[] {
  const { tags } = world.repositories;
  const uuids: string[] = [];
  const newUuid = () => {
    const uuid = world.chance.uuid();
    uuids.push(uuid);
    return uuid;
  };
  const common = { resourceUuid, resourceType, createDate: now, lastOpDate: now };
  for (const tag of systemTags) {
    tags.insertSystemTag({ uuid: newUuid(), tag, inherent: false, ...common });
  }
  const written = new Set<string>();
  for (const tag of userTags) {
    if (written.has(tag)) {
      throw apiError(
        'SYS.1006',
        `Duplicated Tag[tag:${tag}, type:User, resourceType:${resourceType}, resourceUuid:${resourceUuid}]`,
      );
    }
    written.add(tag);
    tags.insertUserTag({ uuid: newUuid(), tag, ...common });
  }
  return uuids;
}
