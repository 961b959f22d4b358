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
import type { Line, Ref, UndoPages } from './undo-log.js';

/** Of a world in memory: the texts themselves. */
export class PagesInMemory implements UndoPages {
  append(texts: readonly string[]): Ref[] {
    return [...texts];
  }

  takeBack(): void {
    // Nobody has them yet.
  }

  read(ref: Ref): string {
    return String(ref);
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
  static goOn(path: string, head: string): { pages: PagesInFile; lines: Line[] } | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      return undefined;
    }
    const lines = linesOf(bytes);
    const [first] = lines;
    if (first?.text !== `${head}\n`) return undefined;
    return { pages: new PagesInFile(path, openSync(path, 'r+'), head), lines: lines.slice(1) };
  }

  append(texts: readonly string[]): Ref[] {
    const bytes = Buffer.from(texts.join(''));
    this.#before = this.#size;
    writeAll(this.#file, bytes, this.#size);
    const refs = texts.map((text) => {
      const ref = { at: this.#size, length: Buffer.byteLength(text) };
      this.#size += ref.length;
      return ref;
    });
    return refs;
  }

  takeBack(): void {
    this.#cutTo(this.#before);
  }

  /** Drops what lies behind: it was never committed. */
  cutAfter(ref: Ref | undefined): void {
    const { at, length } = (ref as Exclude<Ref, string> | undefined) ?? {
      at: 0,
      length: Buffer.byteLength(this.#head) + 1,
    };
    this.#cutTo(at + length);
  }

  read(ref: Ref): string {
    const { at, length } = ref as Exclude<Ref, string>;
    const bytes = Buffer.allocUnsafe(length);
    if (readSync(this.#file, bytes, 0, length, at) < length) {
      throw new Error(`${this.path} is shorter than it was`);
    }
    return bytes.toString();
  }

  isMuchMoreThan(bytes: number): boolean {
    return this.#size > 2 * bytes + SLACK;
  }

  keepOnly(refs: readonly Ref[], end: string): readonly Ref[] {
    const places = refs as readonly Exclude<Ref, string>[];
    const fresh = `${this.path}-new`;
    rmSync(fresh, { force: true });
    const file = openSync(fresh, 'wx+', 0o600);
    let at = writeAll(file, Buffer.from(`${this.#head}\n`), 0);
    const moved: Ref[] = [];
    for (const ref of places) {
      moved.push({ at, length: ref.length });
      at += writeAll(file, Buffer.from(this.read(ref)), at);
    }
    at += writeAll(file, Buffer.from(end), at);
    renameSync(fresh, this.path);
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

/** Whole lines only: the last one may have been cut off by the end of the process. */
function linesOf(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf(10, at);
    if (end < 0) return lines;
    const length = end + 1 - at;
    lines.push({ text: bytes.toString('utf8', at, end + 1), ref: { at, length } });
    at = end + 1;
  }
}

function writeAll(file: number, bytes: Buffer, at: number): number {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, at + written);
  }
  return bytes.length;
}
