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

/** Whether a slice has arrived. */
export const hasSlice = (upload: Sliced, slice: number): boolean =>
  slicesOf(upload).some(([first, last]) => first <= slice && slice <= last);

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
  return written(merged);
}

/** The written form with only those of the slices that end before this one. */
export const withSlicesBefore = (upload: Sliced, slice: number): string =>
  written(
    slicesOf(upload)
      .filter(([first]) => first < slice)
      .map(([first, last]) => [first, Math.min(last, slice - 1)]),
  );

const written = (ranges: readonly (readonly [number, number])[]): string =>
  ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');

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

/** Number of the last slice. */
export const lastSlice = ({ imageSize, sliceSize }: Sliced): number =>
  Math.ceil((imageSize ?? 0) / (sliceSize ?? 1)) - 1;
