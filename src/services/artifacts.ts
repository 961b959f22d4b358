import { apiError } from '../core/api-error.js';
import { artifactChunks, artifactLength } from '../domain/artifact/artifact.js';
import type { World } from './world.js';

/** The bytes of an image, made while they are read. */
export interface Artifact {
  readonly fileName: string;
  readonly length: number;
  readonly chunks: Iterable<Buffer>;
}

/**
 * The artifact of an image: the bytes that its md5Sum is the MD5 of.
 * @throws SYS.1003 for an unknown image, SYS.1006 for one whose bytes are not there yet
 */
export function artifactOf(world: World, imageUuid: string): Artifact {
  const image = world.repositories.images.find(imageUuid);
  if (!image) {
    throw apiError(
      'SYS.1003',
      `invalid field[uuid], resource[uuid:${imageUuid}, type:ImageVO] not found`,
    );
  }
  const { contentId, format, size } = image;
  if (contentId === null) {
    throw apiError('SYS.1006', `image[uuid:${imageUuid}] is not Ready, it's ${image.status}`);
  }
  const identity = { contentId, format, size };
  return {
    fileName: `${imageUuid}.${format}`,
    length: artifactLength(identity),
    chunks: artifactChunks(identity),
  };
}
