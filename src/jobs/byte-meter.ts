import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

export interface MeteredBytes {
  readonly length: number;
  readonly md5: string;
}

/** Learns what bytes are while they pass: their number and MD5. */
export class ByteSum {
  readonly #md5: Hash;
  #length: number;

  private constructor(md5: Hash, length: number) {
    this.#md5 = md5;
    this.#length = length;
  }

  static ofNothing(): ByteSum {
    return new ByteSum(createHash('md5'), 0);
  }

  /** So many bytes have passed. */
  get length(): number {
    return this.#length;
  }

  add(bytes: Buffer): void {
    this.#length += bytes.length;
    this.#md5.update(bytes);
  }

  /** One that goes on alone from here. */
  copy(): ByteSum {
    return new ByteSum(this.#md5.copy(), this.#length);
  }

  /** What has passed by now. */
  result(): MeteredBytes {
    return { length: this.#length, md5: this.#md5.copy().digest('hex') };
  }
}

/** Lets bytes through, counts them, and ends where more come than may. */
export class ByteMeter extends Transform {
  length = 0;
  /** What they are; undefined where nobody wants to know. */
  readonly sum: ByteSum | undefined;
  readonly #most: number;
  readonly #tooMany: () => Error;

  /** `tooMany` makes the error when more than `most` bytes come. */
  constructor(most: number, tooMany: () => Error, sum?: ByteSum) {
    super();
    this.#most = most;
    this.#tooMany = tooMany;
    this.sum = sum;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.length += chunk.length;
    if (this.length > this.#most) {
      done(this.#tooMany());
      return;
    }
    this.sum?.add(chunk);
    done(null, chunk);
  }
}
