import type { Database } from 'better-sqlite3';
import { artifactMd5, type ArtifactFormat } from '../domain/artifact/artifact.js';
import { monotonicMilliseconds } from '../core/clock.js';
import { SUMMED_LATER, type Image } from '../domain/image/image.js';
import type { UnitOfWork } from '../domain/unit-of-work.js';
import { tooLarge } from '../query/limits.js';
import { aboutToWrite } from './write-watch.js';

/*
 * A sum of made-up bytes takes 40 us to 2 ms: too long to be made for each of a million images of a seed.
 * Their rows say so, and whoever reads them gets the sum.
 */

/** Teaches a connection the sum, for queries that ask for images by it; `beforeSum` may end them. */
export function teachSums(database: Database, beforeSum: () => void): void {
  database.function(
    'artifact_md5',
    { deterministic: true },
    (contentId: unknown, format: unknown, size: unknown) => {
      beforeSum();
      return artifactMd5({
        contentId: String(contentId),
        format: format as ArtifactFormat,
        size: Number(size),
      });
    },
  );
}

/** SQL for the sum of the images of an alias. */
export const sumOf = (alias: string): string =>
  `case ${alias}."md5_sum" when '${SUMMED_LATER}' then artifact_md5(${alias}."content_id", ${alias}."format", ${alias}."size") else ${alias}."md5_sum" end`;

type Summed = Pick<Image, 'md5Sum' | 'contentId' | 'format' | 'size'>;

/** The row with its sum. */
export function withSum<Row extends Summed>(row: Row): Row {
  const { md5Sum, contentId, format, size } = row;
  if (md5Sum !== SUMMED_LATER || contentId === null) return row;
  return { ...row, md5Sum: artifactMd5({ contentId, format, size }) };
}

/** Others get their turn after so many ms. */
const PIECE = 20;
/** So many rows are looked at for sums that are missing, at a time. */
const ROWS = 256;
/** Who needs all sums waits so many ms for them, and is then asked to come back. */
const LONGEST_WAIT = 15_000;

type Unsummed = Summed & { readonly rowid: number };

/** Makes the sums that are missing once somebody needs all of them, in pieces, and keeps them. */
export class LaterSums {
  readonly #database: Database;
  readonly #unitOfWork: UnitOfWork;
  #making: Promise<void> | undefined;
  #done = 0;
  #last = 0;

  constructor(database: Database, unitOfWork: UnitOfWork) {
    this.#database = database;
    this.#unitOfWork = unitOfWork;
  }

  /** Resolves when all are made. @throws SYS.1007 while they are still being made after a while */
  async make(): Promise<void> {
    this.#making ??= this.#makeAll().finally(() => (this.#making = undefined));
    const until = monotonicMilliseconds() + LONGEST_WAIT;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(this.#notYet()), until - monotonicMilliseconds());
    });
    try {
      await Promise.race([this.#making, tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  #notYet() {
    const percent = Math.floor((100 * this.#done) / Math.max(this.#last, 1));
    return tooLarge(
      `the MD5 sums of seeded images are being made, which is done once: ${percent}% are; ask again in a while`,
    );
  }

  async #makeAll(): Promise<void> {
    const last = this.#database.prepare('select coalesce(max(rowid), 0) from images').pluck();
    this.#last = Number(last.get());
    for (this.#done = 0; this.#done < this.#last;) {
      await new Promise((resolve) => setImmediate(resolve));
      // A world that is reset or removed meanwhile needs them no more.
      if (!this.#database.open) return;
      this.#unitOfWork.run(() => this.#makePiece());
    }
  }

  #makePiece(): void {
    const find = this.#database.prepare(
      'select rowid, content_id as contentId, format, size, md5_sum as md5Sum from images where rowid > ? and rowid <= ? and md5_sum = ?',
    );
    const update = 'update images set md5_sum = ? where rowid = ?';
    aboutToWrite(this.#database, update);
    const keep = this.#database.prepare(update);
    const until = monotonicMilliseconds() + PIECE;
    while (this.#done < this.#last) {
      const to = this.#done + ROWS;
      for (const row of find.all(this.#done, to, SUMMED_LATER) as Unsummed[]) {
        keep.run(withSum(row).md5Sum, row.rowid);
        this.#done = row.rowid;
        if (monotonicMilliseconds() > until) return;
      }
      this.#done = to;
      if (monotonicMilliseconds() > until) return;
    }
  }
}
