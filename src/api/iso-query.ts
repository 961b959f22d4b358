import type { Image, ImageBackupStorageRef } from '../domain/image/image.js';
import { EVERYTHING } from '../query/query.js';
import type { Caller } from '../services/accounts/sessions.js';
import type { World } from '../domain/world.js';

const MOST = 10_000;

/** All ISOs that the caller sees. */
export function queryIsos(
  world: World,
  caller: Caller,
): readonly (Image & { readonly refs: ImageBackupStorageRef[] })[] {
  return world.queries.images.query(
    {
      ...EVERYTHING,
      where: { kind: 'comparison', path: ['mediaType'], operator: 'equal', values: ['ISO'] },
      limit: MOST,
    },
    caller.isAdmin ? undefined : caller.accountUuid,
  ).rows;
}
