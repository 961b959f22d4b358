import { isComplete, lastSlice, withSlicesBefore } from '../domain/upload/slices.js';
import { partialOf, type Upload } from '../domain/upload/upload.js';
import type { World } from '../domain/world.js';
import { originOf } from '../domain/write-history.js';
import { HELD, PARTIAL, SENT, type FilesOfWorld } from '../persistence/blob-files.js';
import type { UndoRecorder } from '../persistence/undo/undo-recorder.js';

/**
 * Brings a world that was just opened and its files together: what was on its way when the process ended
 * goes, with files that no row knows (it ended between a commit and what followed it), and an upload
 * goes on from what its file holds.
 */
export function tidyFiles(
  world: World,
  files: FilesOfWorld,
  undo: Pick<UndoRecorder, 'holds' | 'needs'> | undefined,
): void {
  const isHeld = (contentId: string) => undo?.holds(contentId) ?? false;
  const isSent = (sum: string) => undo?.needs(sum) ?? false;
  const { blobs } = world.repositories;
  const names = files.names();
  const partials = goOnFromFiles(world, files);
  for (const name of names) {
    const isKnown = name.endsWith(HELD)
      ? isHeld(name.slice(0, -HELD.length))
      : name.endsWith(SENT)
        ? isSent(name.slice(0, -SENT.length))
        : name.endsWith(PARTIAL)
          ? partials.has(name)
          : blobs.find(name) !== undefined;
    if (!isKnown) files.removeFile(name);
  }
}

/** Lets each upload go on from what its file holds; answers the files of those that have some. */
export function goOnFromFiles(
  { repositories, writes, unitOfWork }: World,
  files: FilesOfWorld,
): Set<string> {
  const { uploads } = repositories;
  const partials = new Set<string>();
  for (const upload of uploads.list()) {
    const name = `${partialOf(upload)}${PARTIAL}`;
    const received = receivedIn(upload, files.sizeOf(name));
    if (received !== upload.received) {
      const keep = () => uploads.update(upload, { received }, upload.lastOpDate);
      writes.within(originOf('chore', 'look-for-files'), () => unitOfWork.run(keep));
    }
    // Of one that counts for nothing another world may still have it open: the upload gets a new one.
    if (received !== '') partials.add(name);
  }
  return partials;
}

/**
 * The slices of an upload that really lie in its file. It may have stayed behind with another world. Where
 * all are there, an earlier version was ended before it made the image of them: the last one is asked for
 * again, and ends it.
 */
function receivedIn(upload: Upload, size: number | undefined): string {
  const { received, imageSize, sliceSize } = upload;
  if (received === '' || size === undefined || imageSize === null || sliceSize === null) return '';
  const last = lastSlice(upload);
  const whole = size >= imageSize ? last + 1 : Math.floor(size / sliceSize);
  return withSlicesBefore(upload, isComplete(upload) ? Math.min(whole, last) : whole);
}
