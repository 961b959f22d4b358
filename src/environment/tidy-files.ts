import { isComplete, lastSlice, withSlicesBefore } from '../domain/upload/slices.js';
import { partialOf, type Upload } from '../domain/upload/upload.js';
import type { World } from '../domain/world.js';
import { PARTIAL, type FilesOfWorld } from '../persistence/blob-files.js';

/**
 * Brings a world that was just opened and its files together: what was on its way when the process ended
 * goes, with files that no row knows (it ended between a commit and what followed it), and an upload
 * goes on from what its file holds.
 */
export function tidyFiles({ repositories }: World, files: FilesOfWorld): void {
  const { blobs, uploads } = repositories;
  const names = files.names();
  const partials = new Set<string>();
  for (const upload of uploads.list()) {
    const name = `${partialOf(upload)}${PARTIAL}`;
    const received = receivedIn(upload, files.sizeOf(name));
    if (received !== upload.received) uploads.update(upload, { received }, upload.lastOpDate);
    // Of one that counts for nothing another world may still have it open: the upload gets a new one.
    if (received !== '') partials.add(name);
  }
  for (const name of names) {
    const isKnown = name.endsWith(PARTIAL) ? partials.has(name) : blobs.find(name) !== undefined;
    if (!isKnown) files.removeFile(name);
  }
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
