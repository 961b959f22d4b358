import type { Image } from '../../../domain/image/image.js';
import { newUuid } from '../../resources/lookup.js';
import { writeTags, type NewTags } from '../../tags/write-tags.js';
import type { World } from '../../../domain/world.js';

/** What every template is given by its request. */
export interface NewTemplate extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
}

/** Writes the row of a template that is being made, with its owner and tags. Answers its uuid. */
export function insertTemplate(
  world: World,
  wanted: NewTemplate,
  image: Pick<
    Image,
    | 'size'
    | 'actualSize'
    | 'url'
    | 'mediaType'
    | 'guestOsType'
    | 'platform'
    | 'architecture'
    | 'format'
    | 'system'
    | 'virtio'
  >,
  now: number,
): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  world.repositories.images.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    state: 'Enabled',
    status: 'Creating',
    md5Sum: null,
    type: 'zstack',
    contentId: null,
    createDate: now,
    lastOpDate: now,
    ...image,
  });
  world.repositories.accounts.own(wanted.ownerUuid, uuid, 'ImageVO');
  writeTags(world, 'ImageVO', uuid, wanted, now);
  return uuid;
}

/** What a data volume template says of a guest: nothing. */
export const NO_GUEST = {
  guestOsType: null,
  platform: null,
  architecture: null,
  system: false,
  virtio: false,
} as const;
