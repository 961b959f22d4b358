import type { Readable } from 'node:stream';

/** Bytes that all bodies which flow by may take together while they do. */
export class Budget {
  constructor(private left: number) {}

  /** False: there is no room for so much. */
  take(bytes: number): boolean {
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.left += bytes;
  }
}

/** Keeps what flows by, as far as a bound; what is longer is forgotten whole. */
export class Tee {
  #pieces: Buffer[] = [];
  #kept = 0;
  #isWhole = false;
  #isTooLong = false;

  constructor(
    stream: Readable,
    private readonly most: number,
    private readonly budget: Budget,
  ) {
    stream.on('data', (piece: Buffer) => this.#keep(piece));
    stream.once('end', () => {
      this.#isWhole = true;
    });
  }

  /** All of it; undefined where it broke off or was too long. It is given away: nothing is kept here any more. */
  take(): Buffer | undefined {
    const pieces = this.#pieces;
    const isUsable = this.#isWhole && !this.#isTooLong;
    this.#forget();
    if (!isUsable) return undefined;
    const [only] = pieces;
    return pieces.length === 1 && only ? only : Buffer.concat(pieces);
  }

  #keep(piece: Buffer): void {
    if (this.#isTooLong) return;
    const isLong = this.#kept + piece.length > this.most;
    if (isLong || !this.budget.take(piece.length)) {
      this.#forget();
      return;
    }
    this.#kept += piece.length;
    this.#pieces.push(piece);
  }

  #forget(): void {
    this.#isTooLong = true;
    this.budget.giveBack(this.#kept);
    this.#kept = 0;
    this.#pieces = [];
  }
}
