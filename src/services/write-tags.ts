import { apiError } from '../core/api-error.js';
import type { World } from './world.js';

/**
 * Writes the tags of a new resource.
 * @throws SYS.1006 when a user tag stands twice in the list
 */
export function writeTags(
  world: World,
  resourceType: string,
  resourceUuid: string,
  systemTags: readonly string[],
  userTags: readonly string[],
  now: number,
): void {
  const { tags } = world.repositories;
  const common = { resourceUuid, resourceType, createDate: now, lastOpDate: now };
  for (const tag of systemTags) {
    tags.insertSystemTag({ uuid: world.chance.uuid(), tag, inherent: false, ...common });
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
    tags.insertUserTag({ uuid: world.chance.uuid(), tag, ...common });
  }
}
