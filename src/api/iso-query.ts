import type { Image, ImageBackupStorageRef, MediaType } from '../domain/image/image.js';
import { EVERYTHING } from '../query/query.js';
import type { Caller } from '../services/accounts/sessions.js';
import type { World } from '../domain/world.js';

const MOST = 10_000;

type Images = readonly (Image & { readonly refs: ImageBackupStorageRef[] })[];

/** All ISOs that the caller sees. */
export const queryIsos = (world: World, caller: Caller): Images =>
  queryImages(world, caller, 'ISO');

/** All images of a kind that the caller sees. */
export function queryImages(world: World, caller: Caller, mediaType: MediaType): Images {
  return world.queries.images.query(
    {
      ...EVERYTHING,
      where: { kind: 'comparison', path: ['mediaType'], operator: 'equal', values: [mediaType] },
      limit: MOST,
    },
    caller.isAdmin ? undefined : caller.accountUuid,
  ).rows;
}
