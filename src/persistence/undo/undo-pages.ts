import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { AskedRequest } from '../../domain/asked-request.js';
import type { Entry, Kept, Line, Put, Ref, UndoneRow, UndoPages } from './undo-entries.js';

/** Of a world in memory: the rows and requests themselves. */
export class PagesInMemory implements UndoPages {
  append(entries: readonly Entry[]): Put[] {
    return entries.map(({ rows, asked }) => ({
      ref: { rows, asked },
      bytes: sizeOf(rows) + (asked ? sizeOfRequest(asked) : 0),
    }));
  }

  takeBack(): void {
    // Nobody has them yet.
  }

  read(ref: Ref): Kept {
    return ref as Kept;
  }

  isMuchMoreThan(): boolean {
    return false;
  }

  keepOnly(refs: readonly Ref[]): readonly Ref[] {
    return refs;
  }

  close(): void {
    // They go with the world.
  }
}

/** What a write, a row and a value take beside the texts, in bytes: about. */
const OF_WRITE = 512;
const OF_ROW = 64;
const OF_VALUE = 16;

function sizeOf(rows: readonly UndoneRow[]): number {
  let bytes = OF_WRITE;
  for (const [, , before] of rows) {
    bytes += OF_ROW;
    if (!before) continue;
    for (const value of before) {
      bytes += OF_VALUE + (typeof value === 'string' ? value.length : 0);
    }
  }
  return bytes;
}

const sizeOfRequest = ({ url, headers, body }: AskedRequest): number =>
  OF_WRITE + url.length + JSON.stringify(headers).length + (body?.length ?? 0);

/** Where a line lies. */
type Place = Exclude<Ref, Kept>;

/** The file may be so much larger than what is needed of it before it is written anew, in bytes. */
const SLACK = 2 ** 20;

/** Of a world in a file: lines in a file beside it, its owner's alone. The first one says whose they are. */
export class PagesInFile implements UndoPages {
  #file: number;
  #size: number;
  #before: number;
  readonly #head: string;

  private constructor(
    private readonly path: string,
    file: number,
    head: string,
  ) {
    this.#file = file;
    this.#head = head;
    this.#size = fstatSync(file).size;
    this.#before = this.#size;
  }

  /** A new file, in the place of whatever lies there. */
  static begin(path: string, head: string): PagesInFile {
    rmSync(path, { force: true });
    const file = openSync(path, 'wx+', 0o600);
    writeSync(file, `${head}\n`);
    return new PagesInFile(path, file, head);
  }

  /** The file of an earlier run, with its lines; undefined when it is not there, or of another world. */
  static goOn(
    path: string,
    head: string,
  ): { pages: PagesInFile; lines: Iterable<Line> } | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      return undefined;
    }
    const first = Buffer.from(`${head}\n`);
    if (!bytes.subarray(0, first.length).equals(first)) return undefined;
    const pages = new PagesInFile(path, openSync(path, 'r+'), head);
    return { pages, lines: linesOf(bytes, first.length) };
  }

  append(entries: readonly Entry[]): Put[] {
    const texts = entries.map(textOf);
    this.#before = this.#size;
    writeAll(this.#file, Buffer.from(texts.join('')), this.#size);
    return texts.map((text) => {
      const length = Buffer.byteLength(text);
      const ref = { at: this.#size, length };
      this.#size += length;
      return { ref, bytes: length };
    });
  }

  takeBack(): void {
    this.#cutTo(this.#before);
  }

  /** Drops what lies behind: it was never committed. */
  cutAfter(ref: Ref | undefined): void {
    const { at, length } = (ref as Place | undefined) ?? {
      at: 0,
      length: Buffer.byteLength(this.#head) + 1,
    };
    this.#cutTo(at + length);
  }

  read(ref: Ref): Kept {
    const [, rows = '[]', asked] = this.#bytesAt(ref as Place)
      .toString()
      .split(END_OF_PART);
    return {
      rows: JSON.parse(rows) as UndoneRow[],
      asked: asked === undefined ? undefined : (JSON.parse(asked) as AskedRequest),
    };
  }

  #bytesAt({ at, length }: Place): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    if (readSync(this.#file, bytes, 0, length, at) < length) {
      throw new Error(`${this.path} is shorter than it was`);
    }
    return bytes;
  }

  isMuchMoreThan(bytes: number): boolean {
    return this.#size > 2 * bytes + SLACK;
  }

  keepOnly(refs: readonly Ref[], end: readonly Entry[]): readonly Ref[] {
    const places = refs as readonly Place[];
    const fresh = `${this.path}-new`;
    rmSync(fresh, { force: true });
    const file = openSync(fresh, 'wx+', 0o600);
    const moved: Ref[] = [];
    let at = 0;
    try {
      at += writeAll(file, Buffer.from(`${this.#head}\n`), at);
      for (const ref of places) {
        moved.push({ at, length: ref.length });
        at += writeAll(file, this.#bytesAt(ref), at);
      }
      at += writeAll(file, Buffer.from(end.map(textOf).join('')), at);
      renameSync(fresh, this.path);
    } catch (error) {
      closeSync(file);
      rmSync(fresh, { force: true });
      throw error;
    }
    closeSync(this.#file);
    this.#file = file;
    this.#size = at;
    this.#before = at;
    return moved;
  }

  close(): void {
    closeSync(this.#file);
  }

  #cutTo(size: number): void {
    ftruncateSync(this.#file, size);
    this.#size = size;
    this.#before = size;
  }
}

/** What is always known of a write, its rows, its request where it has one. No JSON has a tab in it. */
const END_OF_PART = '\t';

const textOf = ({ meta, rows, asked }: Entry): string => {
  const end = asked ? `${END_OF_PART}${JSON.stringify(asked)}` : '';
  return `${JSON.stringify(meta)}${END_OF_PART}${JSON.stringify(rows)}${end}\n`;
};

/**
 * Whole lines only: the last one may have been cut off by the end of the process.
 * @throws for what is no line of such a file
 */
function* linesOf(bytes: Buffer, from: number): Generator<Line> {
  for (let at = from; ;) {
    const end = bytes.indexOf(10, at);
    if (end < 0) return;
    const middle = bytes.indexOf(END_OF_PART, at);
    const length = end + 1 - at;
    const meta: unknown = JSON.parse(bytes.toString('utf8', at, middle));
    yield { meta, put: { ref: { at, length }, bytes: length } };
    at = end + 1;
  }
}

function writeAll(file: number, bytes: Buffer, at: number): number {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, at + written);
  }
  return bytes.length;
}
