import { folded } from '../../core/collation.js';
import { apiError } from '../../core/api-error.js';
import { assertTagOf } from '../../domain/tag/system-tag-formats.js';
import { resourceConfigIn } from '../../domain/tag/resource-config-tag.js';
import { checkResourceConfig, setResourceConfig } from '../configuration/resource-config.js';
import { attachAll } from './tag-patterns.js';
import type { World } from '../../domain/world.js';

/** The tags that a call gives to what it makes. */
export interface NewTags {
  readonly systemTags: readonly string[];
  readonly userTags: readonly string[];
  /** Tag patterns to attach. Calls that an older version began have none. */
  readonly tagUuids?: readonly string[] | null;
}

/**
 * Writes the tags of a new resource; those that stand for configuration become that.
 * @throws SYS.1007 for a system tag of another type of resource, SYS.1006 when a user tag stands twice in
 * the list
 */
export function writeTags(
  world: World,
  resourceType: string,
  resourceUuid: string,
  { systemTags, userTags, tagUuids }: NewTags,
  now: number,
): void {
  const { repositories, chance } = world;
  const configs = systemTags.map(resourceConfigIn).filter((config) => config !== undefined);
  const kept = systemTags.filter((tag) => resourceConfigIn(tag) === undefined);
  for (const tag of kept) assertTagOf(resourceType, tag);
  for (const { value, ...place } of configs) {
    checkResourceConfig(world, { ...place, resourceUuid }, value);
    setResourceConfig(world, { ...place, resourceUuid }, value, now);
  }
  const on = { resourceUuid, resourceType, createDate: now, lastOpDate: now };
  for (const tag of kept) {
    repositories.tags.insertSystemTag({ uuid: chance.uuid(), tag, inherent: false, ...on });
  }
  const written = new Set<string>();
  for (const tag of userTags) {
    if (written.has(folded(tag)) || repositories.tags.hasUserTag(resourceUuid, tag)) {
      throw apiError(
        'SYS.1006',
        `Duplicated Tag[tag:${tag}, type:User, resourceType:${resourceType}, resourceUuid:${resourceUuid}]`,
      );
    }
    written.add(folded(tag));
    repositories.tags.insertUserTag({ uuid: chance.uuid(), tag, tagPatternUuid: null, ...on });
  }
  attachAll(world, tagUuids ?? [], resourceUuid, now);
}
