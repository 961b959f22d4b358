import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../core/chance.js';
import { removeDatabase } from '../persistence/database-file.js';

const FILE = '.sqlite';
/** Names of environments and snapshots: they are parts of paths, of files and of addresses. */
export const ENVIRONMENT_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
/** The environment at the addresses without a name. */
export const DEFAULT_ENVIRONMENT = 'default';

/**
 * Where the files of one emulator lie:
 *
 *     default.sqlite  blobs/                         the default environment
 *     environments/NAME.sqlite  NAME.blobs/          the others
 *     environments/NAME.origin.sqlite                what a copy was made from, for its reset
 *     snapshots/NAME/SNAPSHOT.sqlite                 snapshots
 *     set-aside/                                     what could not be opened
 *
 * Nothing lies on the disk of an emulator in memory, but files of real images in a temporary directory.
 */
export class DataDirectory {
  /** Undefined: everything is in memory. */
  readonly root: string | undefined;
  readonly #temporary: string;
  #names = 0;

  constructor(root: string | undefined) {
    this.root = root;
    this.#temporary = join(
      tmpdir(),
      // A process can hold several copies of this module: each test file of jest has its own.
      `zstack-image-emulator-${process.pid}-${Chance.unseeded().text(8)}`,
    );
  }

  databaseOf(name: string): string {
    return name === DEFAULT_ENVIRONMENT
      ? join(this.#root, `default${FILE}`)
      : join(this.#root, 'environments', `${name}${FILE}`);
  }

  originOf(name: string): string {
    return join(this.#root, 'environments', `${name}.origin${FILE}`);
  }

  /** Of an environment in files. */
  blobsOf(name: string): string {
    return name === DEFAULT_ENVIRONMENT
      ? join(this.#root, 'blobs')
      : join(this.#root, 'environments', `${name}.blobs`);
  }

  snapshotOf(environment: string, snapshot: string): string {
    return join(this.#root, 'snapshots', environment, `${snapshot}${FILE}`);
  }

  /** A new path, in the data directory where there is one: for what is not whole yet. */
  temporary(): string {
    const parent = this.root === undefined ? this.#temporary : join(this.root, 'temporary');
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    return join(parent, `${process.pid}-${this.#names++}`);
  }

  /** Names of the environments in files beside the default one. */
  environments(): string[] {
    return this.#namesIn(join(this.#root, 'environments'));
  }

  /** The snapshots of an environment in files: name, bytes and date of each. */
  snapshots(environment: string): { name: string; bytes: number; createDate: number }[] {
    const folder = join(this.#root, 'snapshots', environment);
    return this.#namesIn(folder).map((name) => {
      const { size, mtimeMs } = statSync(join(folder, `${name}${FILE}`));
      return { name, bytes: size, createDate: Math.floor(mtimeMs) };
    });
  }

  /** Moves a database that cannot be opened out of the way; answers where it lies. */
  setAside(name: string): string {
    const folder = join(this.#root, 'set-aside');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    let place = join(folder, `${name}${FILE}`);
    for (let i = 2; existsSync(place); i++) place = join(folder, `${name}.${i}${FILE}`);
    renameSync(this.databaseOf(name), place);
    return place;
  }

  /** Removes everything of an environment other than the default one. */
  remove(name: string): void {
    removeDatabase(this.databaseOf(name));
    removeDatabase(this.originOf(name));
    for (const kind of ['blobs', 'origin.blobs']) {
      rmSync(join(this.#root, 'environments', `${name}.${kind}`), { recursive: true, force: true });
    }
    rmSync(join(this.#root, 'snapshots', name), { recursive: true, force: true });
  }

  /** Removes what was not whole when the process ended, and at the end what lies in temporary directories. */
  clean(): void {
    rmSync(this.#temporary, { recursive: true, force: true });
    if (this.root !== undefined)
      rmSync(join(this.root, 'temporary'), { recursive: true, force: true });
  }

  get #root(): string {
    if (this.root === undefined) throw new Error('an emulator in memory has no files');
    return this.root;
  }

  #namesIn(folder: string): string[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith(FILE))
      .map((file) => file.slice(0, -FILE.length))
      .filter((name) => ENVIRONMENT_NAME.test(name))
      .toSorted();
  }
}
