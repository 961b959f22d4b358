import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Json } from '../support/emulator';
import { temporaryFolder } from '../support/process';

const FOLDER = join(__dirname, 'fixtures');

/** The versions that left fixtures. */
export const VERSIONS = readdirSync(FOLDER).filter((name) => /^\d/.test(name));

/** What a version says of a database that it left. */
export interface DescribedDatabase {
  readonly schema: number;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly digest: string }>>;
}

export interface Manifest {
  readonly fixtures: Readonly<
    Record<
      string,
      {
        /** Uuids and the like, by what they are: what `scripts/fixtures` wrote down. */
        readonly known: Json;
        readonly databases: Readonly<Record<string, DescribedDatabase>>;
        readonly files: Readonly<Record<string, string>>;
      }
    >
  >;
  readonly exports: Readonly<Record<string, DescribedDatabase>>;
}

/** What a version answered of a world: by path, of the image API and of the emulator's own. */
export interface Answers {
  readonly imageApi: Readonly<Record<string, Json>>;
  readonly control: Readonly<Record<string, Json>>;
  /** Digests of the ends of what an address of the emulator's own API serves. */
  readonly bytes: Readonly<Record<string, string>>;
  /** What who polls a job that has ended is answered, by its uuid. */
  readonly jobs: Readonly<Record<string, { readonly status: number; readonly body: Json }>>;
}

const fileOf = (version: string, name: string) => readFileSync(join(FOLDER, version, name));

export const manifestOf = (version: string): Manifest =>
  JSON.parse(fileOf(version, 'manifest.json').toString()) as Manifest;

/** Every data directory that a version left: version and name. */
export const DATA_DIRECTORIES = VERSIONS.flatMap((version) =>
  Object.keys(manifestOf(version).fixtures).map((name) => [version, name] as const),
);

/** The answers of a version by environment, after a start on a data directory. */
export const answersOf = (version: string, name: string): Readonly<Record<string, Answers>> =>
  (
    JSON.parse(gunzipSync(fileOf(version, 'answers.json.gz')).toString()) as Record<
      string,
      Record<string, Answers>
    >
  )[name] ?? {};

/** A folder of its own with what a version left. */
export function unpacked(version: string, name: string): string {
  const folder = temporaryFolder();
  for (const [path, bytes] of entriesOf(gunzipSync(fileOf(version, `${name}.tar.gz`)))) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** A world that a version exported. */
export const exportOf = (version: string, name: string): Buffer<ArrayBuffer> =>
  Buffer.from(readFileSync(join(unpacked(version, 'exports'), name)));

const BLOCK = 512;

/** What is in an archive that `scripts/fixtures/archive.mjs` wrote. */
function* entriesOf(archive: Buffer): Generator<[string, Buffer]> {
  for (let at = 0; archive[at] !== 0;) {
    const text = (from: number, length: number) =>
      archive.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const length = Number.parseInt(text(124, 12), 8);
    const start = at + BLOCK;
    yield [join(text(345, 155), text(0, 100)), archive.subarray(start, start + length)];
    at = start + Math.ceil(length / BLOCK) * BLOCK;
  }
}

/** The databases below a folder; the names of all other files but what lies beside databases. */
export function filesOf(folder: string): { databases: string[]; others: string[] } {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
  return {
    databases: files.filter((file) => file.endsWith('.sqlite')),
    others: files.filter((file) => !/\.sqlite(-\w+)?$/.test(file)),
  };
}

/** Digests of all files below a folder but databases. */
export const digestsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    filesOf(folder).others.map((file) => [file, sha256(readFileSync(join(folder, file)))]),
  );

export const sha256 = (bytes: Buffer | string): string =>
  createHash('sha256').update(bytes).digest('hex');

export const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/** The bytes that fixtures were made with, from their name and length. */
export function bytesNamed(name: string, length: number): Buffer<ArrayBuffer> {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${name}:${i}`).digest(),
  );
  return Buffer.from(Buffer.concat(blocks).subarray(0, length));
}
