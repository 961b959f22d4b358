import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { inspect, INSPECTED_BYTES, type Inspection } from '../domain/artifact/inspect.js';

export interface MeteredBytes extends Inspection {
  readonly length: number;
  readonly md5: string;
}

/** Lets bytes through and learns what they are: their number, MD5 and, from the first ones, format. */
export class ByteMeter extends Transform {
  readonly #md5 = createHash('md5');
  readonly #most: number;
  readonly #tooMany: () => Error;
  #head = Buffer.alloc(0);
  #result: MeteredBytes | undefined;
  length = 0;

  /** `tooMany` makes the error when more than `most` bytes come. */
  constructor(most: number, tooMany: () => Error) {
    super();
    this.#most = most;
    this.#tooMany = tooMany;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.length += chunk.length;
    if (this.length > this.#most) {
      done(this.#tooMany());
      return;
    }
    this.#md5.update(chunk);
    if (this.#head.length < INSPECTED_BYTES) {
      this.#head = Buffer.concat([
        this.#head,
        chunk.subarray(0, INSPECTED_BYTES - this.#head.length),
      ]);
    }
    done(null, chunk);
  }

  /** What has come, once everything has. */
  result(): MeteredBytes {
    this.#result ??= {
      length: this.length,
      md5: this.#md5.digest('hex'),
      ...inspect(this.#head),
    };
    return this.#result;
  }
}
