import type { Image, ImageBackupStorageRef } from '../domain/image/image.js';
import type { Caller } from '../services/sessions.js';
import type { World } from '../services/world.js';

const MOST = 10_000;

/** All ISOs that the caller sees. */
export function queryIsos(
  world: World,
  caller: Caller,
): readonly (Image & { readonly refs: ImageBackupStorageRef[] })[] {
  return world.queries.images.query(
    {
      conditions: [{ field: 'mediaType', operator: 'equal', values: ['ISO'] }],
      sort: undefined,
      start: 0,
      limit: MOST,
      fields: undefined,
      reply: 'page',
    },
    caller.isAdmin ? undefined : caller.accountUuid,
  ).rows;
}
