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
 * Makes a content of whole and synced bytes that lie on a path of their own; belongs into a transaction.
 * Equal bytes are one content, however often they come. When the transaction is undone, or the process ends
 * before its commit, the bytes still lie where they were.
 */
export function keepContent(
  { repositories, blobFiles, unitOfWork }: World,
  path: string,
  bytes: ReceivedBytes,
  now: number,
): string {
  const contentId = blobContentId(bytes.md5, bytes.length);
  const { blobs } = repositories;
  if (!blobs.find(contentId)) blobs.insert({ contentId, ...bytes, createDate: now });
  // A file that got lost comes back with the same bytes.
  if (!blobFiles.isWhole(contentId, bytes.length)) {
    unitOfWork.afterRollback(blobFiles.place(path, contentId));
  }
  unitOfWork.afterCommit(() => {
    blobFiles.discard(path);
    blobFiles.seal(contentId);
  });
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
