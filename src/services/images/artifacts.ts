import { createReadStream } from 'node:fs';
import { apiError } from '../../core/api-error.js';
import { artifactChunks, artifactLength, artifactMd5 } from '../../domain/artifact/artifact.js';
import type { Blob } from '../../domain/blob.js';
import type { ImageFormat } from '../../domain/image/image.js';
import type { World } from '../../domain/world.js';

/** The bytes of an image: read from the file that came from outside, or made while they are read. */
export interface Artifact {
  readonly fileName: string;
  readonly length: number;
  readonly read: (start: number, end: number) => Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** Which bytes: a content in a format; `from`: the format that it was made in, where it was converted. */
export interface ArtifactRequest {
  readonly contentId: string;
  readonly format: ImageFormat;
  readonly size: number;
  readonly from?: ImageFormat;
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
  return artifact(world, `${imageUuid}.${format}`, { contentId, format, size });
}

/** The bytes of a content, as a file of this name. */
export const artifact = (world: World, fileName: string, wanted: ArtifactRequest): Artifact => ({
  fileName,
  ...bytesOf(world, wanted),
});

/** The bytes of a content. Real ones are as they came, whatever format they are asked in. */
export function bytesOf(world: World, wanted: ArtifactRequest): Omit<Artifact, 'fileName'> {
  const blob = world.repositories.blobs.find(wanted.contentId);
  if (blob) {
    const { length } = blob;
    const path = wholeFile(world, blob);
    return {
      length,
      // A stream's end is inclusive; an empty range has none.
      read: (start, end) =>
        start < end
          ? (createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>)
          : [],
    };
  }
  return {
    length: artifactLength(wanted),
    read: (start, end) => artifactChunks(wanted, { start, end }),
  };
}

function wholeFile({ blobFiles }: World, { contentId, length }: Blob): string {
  if (blobFiles.isWhole(contentId, length)) return blobFiles.pathOf(contentId);
  throw apiError(
    'SYS.1006',
    `the file ${contentId} of the image's bytes is not there or has another length: put it back from a copy of the data directory, or delete the image and add it again`,
  );
}

/** MD5 of the bytes of a content. */
export function md5OfContent(world: World, wanted: ArtifactRequest): string {
  return world.repositories.blobs.find(wanted.contentId)?.md5 ?? artifactMd5(wanted);
}
