import type { FileLayout } from './file-layout.js';

/** How much of a raw or ISO image is made, in bytes: its first MiB, however large it claims to be. */
export const PLAIN_ARTIFACT_MAX_BYTES = 2 ** 20;

/** A raw image of `size` virtual bytes: nothing but content, cut after the first MiB. */
export function rawLayout(size: number): FileLayout {
  const length = Math.min(size, PLAIN_ARTIFACT_MAX_BYTES);
  return { length, structure: [], content: [{ start: 0, end: length }] };
}
