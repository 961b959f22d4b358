import { blobContentId } from '../../domain/blob.js';
import type { ImageFormat } from '../../domain/image/image.js';
import type { World } from '../../domain/world.js';

/** What is known of bytes that have come from outside. */
export interface ReceivedBytes {
  readonly length: number;
  readonly virtualSize: number;
  readonly format: ImageFormat;
  readonly md5: string;
}

/**
 * Makes a content of bytes that lie in a partial file; belongs into a transaction. Equal bytes are
 * one content, however often they come.
 */
export function keepContent(
  world: World,
  partial: string,
  bytes: ReceivedBytes,
  now: number,
): string {
  const contentId = blobContentId(bytes.md5, bytes.length);
  if (world.repositories.blobs.find(contentId)) {
    world.unitOfWork.afterCommit(() => world.blobFiles.removePartial(partial));
  } else {
    world.repositories.blobs.insert({ contentId, ...bytes, createDate: now });
    world.blobFiles.finish(partial, contentId);
  }
  return contentId;
}

/** Removes the real bytes of a content when nothing has it any more; belongs into a transaction. */
export function releaseContent(world: World, contentId: string | null): void {
  const { blobs } = world.repositories;
  if (contentId === null || !blobs.find(contentId) || blobs.isUsed(contentId)) return;
  blobs.remove(contentId);
  // The same bytes may have come again before the commit.
  world.unitOfWork.afterCommit(() => {
    if (!blobs.find(contentId)) world.blobFiles.remove(contentId);
  });
}
