import { Transform } from 'node:stream';
import type { Progress } from './progress.js';

/** Lets bytes through and tells how many there were. */
export function metered(progress: Progress): Transform & { readonly length: () => number } {
  let length = 0;
  const meter = new Transform({
    transform(piece: Buffer, _encoding, done) {
      length += piece.length;
      progress.update(length);
      done(null, piece);
    },
  });
  return Object.assign(meter, { length: () => length });
}
