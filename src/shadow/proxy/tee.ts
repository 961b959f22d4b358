import type { Readable } from 'node:stream';

/** Keeps what flows by, as far as a bound; what is longer is forgotten whole. */
export class Tee {
  #pieces: Buffer[] = [];
  #length = 0;
  #isWhole = false;

  constructor(
    stream: Readable,
    private readonly most: number,
  ) {
    stream.on('data', (piece: Buffer) => this.#keep(piece));
    stream.once('end', () => {
      this.#isWhole = true;
    });
  }

  /** All of it; undefined while it flows, when it broke off, or when it was too long. */
  get body(): Buffer | undefined {
    if (!this.#isWhole || this.#length > this.most) return undefined;
    const [only] = this.#pieces;
    return this.#pieces.length === 1 && only ? only : Buffer.concat(this.#pieces);
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > this.most) this.#pieces = [];
    else this.#pieces.push(piece);
  }
}
