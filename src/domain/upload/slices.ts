import type { Upload } from './upload.js';

type Sliced = Pick<Upload, 'imageSize' | 'sliceSize' | 'received'>;

/** Numbers of the slices that have arrived, from their written form `0-4,7`. */
export function slicesOf({ received }: Sliced): [first: number, last: number][] {
  if (received === '') return [];
  return received.split(',').map((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return [first, last];
  });
}

/** The written form with one more slice. */
export function withSlice(upload: Sliced, slice: number): string {
  const ranges = [...slicesOf(upload), [slice, slice] as [number, number]].toSorted(
    ([a], [b]) => a - b,
  );
  const merged: [number, number][] = [];
  for (const [first, last] of ranges) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged
    .map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
    .join(',');
}

/** Where the first byte is missing: the resume point of a client. */
export function resumeOffset(upload: Sliced): number {
  const [first] = slicesOf(upload);
  const missing = first && first[0] === 0 ? first[1] + 1 : 0;
  return Math.min(missing * (upload.sliceSize ?? 0), upload.imageSize ?? 0);
}

/** Whether every slice has arrived. */
export function isComplete(upload: Sliced): boolean {
  return upload.imageSize !== null && resumeOffset(upload) >= upload.imageSize;
}
