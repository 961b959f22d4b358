import { existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Chance } from '../core/chance.js';
import { removeDatabase, sync } from '../persistence/database-file.js';
import { makePrivateFolder, restrict } from '../persistence/private-files.js';

const FILE = '.sqlite';
/** Names of environments and snapshots: they are parts of paths, of files and of addresses. */
export const ENVIRONMENT_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
/** What belongs to an environment beside its database. */
const LEFT_OVER =
  /^([a-z0-9][a-z0-9_-]{0,62})\.(?:blobs|rewind(?:-new)?|sqlite-\w+|\w+\.origin\.\w+)$/;
/** What lies in the directory itself. */
const OURS =
  /^(?:default\.(?:sqlite(?:-\w+)?|rewind(?:-new)?|\w+\.origin\.sqlite|before-mend(?:-\d+)?\.sqlite)|blobs|environments|snapshots|set-aside|temporary|fleet\.json)$/;
const SNAPSHOTS = '.snapshots';
const ASIDE = /^([a-z0-9][a-z0-9_-]{0,62}(?:\.\d{1,6})?)\.sqlite$/;
/** The environment at the addresses without a name. */
export const DEFAULT_ENVIRONMENT = 'default';

/**
 * Where the files of one emulator lie:
 *
 *     default.sqlite  blobs/                         the default environment
 *     environments/NAME.sqlite  NAME.blobs/          the others
 *     default.rewind  environments/NAME.rewind       what takes the last writes of each back
 *     environments/NAME.BIRTH.origin.sqlite          what a copy was made from, for its reset
 *     snapshots/NAME/SNAPSHOT.sqlite                 snapshots
 *     set-aside/                                     what could not be opened, with what belonged to it
 *     temporary/                                     what is not whole yet
 *     fleet.json                                     under which lease the others are held, where a fleet shares them
 *
 * An environment is there when its database is; what lies beside without one is left over from a removal.
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
      : join(this.#folder, `${name}${FILE}`);
  }

  /** Each birth has its own, so that a world and what it is reset to change at the same moment. */
  originOf(name: string, birth: string): string {
    return join(this.#folder, `${name}.${birth}.origin${FILE}`);
  }

  /** The states at birth that lie there. */
  originsOf(name: string): string[] {
    const files = this.#filesOf(name).filter((file) => file.endsWith(`.origin${FILE}`));
    return files.map((file) => join(this.#folder, file));
  }

  /** Of an environment in files. */
  blobsOf(name: string): string {
    return name === DEFAULT_ENVIRONMENT
      ? join(this.#root, 'blobs')
      : join(this.#folder, `${name}.blobs`);
  }

  snapshotOf(environment: string, snapshot: string): string {
    return join(this.#root, 'snapshots', environment, `${snapshot}${FILE}`);
  }

  /** A new path, in the data directory where there is one: for what is not whole yet. */
  temporary(): string {
    const path = this.temporaryBlobs();
    makePrivateFolder(dirname(path));
    return path;
  }

  /** A new path for the real images of a world in memory; most have none, so the folder above comes with the first. */
  temporaryBlobs(): string {
    const parent = this.root === undefined ? this.#temporary : join(this.root, 'temporary');
    return join(parent, `${process.pid}-${this.#names++}`);
  }

  /** Names of the environments in files beside the default one. */
  environments(): string[] {
    return this.#namesIn(this.#folder);
  }

  /** The snapshots of an environment in files: name, bytes and date of each. */
  snapshots(environment: string): { name: string; bytes: number; createDate: number }[] {
    const folder = this.#snapshotsOf(environment);
    return this.#namesIn(folder).map((name) => {
      const { size, mtimeMs } = statSync(join(folder, `${name}${FILE}`));
      return { name, bytes: size, createDate: Math.floor(mtimeMs) };
    });
  }

  /** Moves an environment that cannot be opened out of the way; answers where its database lies. */
  setAside(name: string): string {
    const folder = join(this.#root, 'set-aside');
    makePrivateFolder(folder);
    let to = name;
    for (let i = 2; existsSync(join(folder, `${to}${FILE}`)); i++) to = `${name}.${i}`;
    const snapshots = this.#snapshotsOf(name);
    if (existsSync(snapshots)) renameSync(snapshots, join(folder, `${to}${SNAPSHOTS}`));
    for (const file of databaseLast(this.#filesOf(name))) {
      renameSync(join(this.#folder, file), join(folder, `${to}${file.slice(name.length)}`));
    }
    return join(folder, `${to}${FILE}`);
  }

  /** Names under which environments lie in `set-aside/`: `NAME`, or `NAME.2` for the second one. */
  asides(): string[] {
    return entriesOf(this.#asideFolder)
      .flatMap((file) => ASIDE.exec(file)?.[1] ?? [])
      .toSorted();
  }

  /** Where the database of one that was set aside lies. */
  asideOf(aside: string): string {
    return join(this.#asideFolder, `${aside}${FILE}`);
  }

  /**
   * Puts an environment that was set aside back to where it was; nobody may have the directory open. Answers its
   * database, or undefined when there is another one of its name.
   */
  bringBack(aside: string): string | undefined {
    const name = aside.split('.', 1)[0] ?? '';
    const path = this.databaseOf(name);
    if (existsSync(path)) return undefined;
    makePrivateFolder(this.#folder);
    const files = entriesOf(this.#asideFolder).filter((file) => isOf(aside, file));
    for (const file of databaseLast(files)) {
      const rest = file.slice(aside.length);
      const from = join(this.#asideFolder, file);
      if (rest === SNAPSHOTS) {
        makePrivateFolder(join(this.#root, 'snapshots'));
        renameSync(from, this.#snapshotsOf(name));
      } else renameSync(from, join(this.#folder, `${name}${rest}`));
    }
    return path;
  }

  /**
   * Takes the rights of others from everything that lies here, whoever made it; of the directory itself only when
   * nothing else lies in it: it may be somebody's home.
   */
  restrict(): void {
    if (this.root === undefined || !existsSync(this.root)) return;
    const entries = entriesOf(this.root);
    if (entries.every((entry) => OURS.test(entry))) restrict(this.root);
    for (const entry of entries.filter((one) => OURS.test(one)))
      restrictAll(join(this.root, entry));
  }

  /** Removes everything of an environment other than the default one; without its database it is gone. */
  remove(name: string): void {
    removeDatabase(this.databaseOf(name));
    for (const file of this.#filesOf(name)) removeAll(join(this.#folder, file));
    removeAll(this.#snapshotsOf(name));
    if (existsSync(this.#folder)) sync(this.#folder);
  }

  /** Removes the states at birth of an environment that are not of this one. */
  removeOrigins(name: string, birth: string): void {
    const own = this.originOf(name, birth);
    for (const origin of this.originsOf(name)) {
      if (origin !== own) this.#removeOrigin(origin);
    }
  }

  #removeOrigin(path: string): void {
    removeDatabase(path);
    removeAll(`${path.slice(0, -FILE.length)}.blobs`);
  }

  /** Removes what was not whole when the process ended, and at the end what lies in temporary directories. */
  clean(): void {
    if (existsSync(this.#temporary)) removeAll(this.#temporary);
    if (this.root !== undefined) removeAll(join(this.root, 'temporary'));
  }

  /** Removes what belongs to no environment. */
  cleanUp(): void {
    for (const path of this.leftovers()) removeAll(path);
  }

  /** What belongs to no environment: its removal was cut off. */
  leftovers(): string[] {
    const names = new Set([DEFAULT_ENVIRONMENT, ...this.environments()]);
    const files = entriesOf(this.#folder).filter((file) => {
      const [, name] = LEFT_OVER.exec(file) ?? [];
      return name !== undefined && !names.has(name);
    });
    const snapshots = entriesOf(join(this.#root, 'snapshots')).filter(
      (name) => ENVIRONMENT_NAME.test(name) && !names.has(name),
    );
    return [
      ...files.map((file) => join(this.#folder, file)),
      ...snapshots.map((name) => this.#snapshotsOf(name)),
    ];
  }

  /** Everything in `environments/` that belongs to this one: names have no dots. */
  #filesOf(name: string): string[] {
    return entriesOf(this.#folder).filter((file) => file.startsWith(`${name}.`));
  }

  #snapshotsOf(name: string): string {
    return join(this.#root, 'snapshots', name);
  }

  get #asideFolder(): string {
    return join(this.#root, 'set-aside');
  }

  get #folder(): string {
    return join(this.#root, 'environments');
  }

  get #root(): string {
    if (this.root === undefined) throw new Error('an emulator in memory has no files');
    return this.root;
  }

  #namesIn(folder: string): string[] {
    return entriesOf(folder)
      .filter((file) => file.endsWith(FILE))
      .map((file) => file.slice(0, -FILE.length))
      .filter((name) => ENVIRONMENT_NAME.test(name))
      .toSorted();
  }
}

const entriesOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

function removeAll(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** An environment is there when its database is: whatever is moved with it is moved before. */
const databaseLast = (files: readonly string[]): string[] =>
  files.toSorted(
    (a, b) => Number(a.endsWith(FILE)) - Number(b.endsWith(FILE)) || b.length - a.length,
  );

/** Whether a file of `set-aside/` belongs to what lies there under this name: `x.2.sqlite` is none of `x`. */
function isOf(aside: string, file: string): boolean {
  const rest = file.startsWith(`${aside}.`) ? file.slice(aside.length) : undefined;
  return rest !== undefined && !/^\.\d{1,6}\./.test(rest);
}

function restrictAll(path: string): void {
  const found = lstatSync(path);
  // What a link leads to was put there by somebody who knows why.
  if (found.isSymbolicLink()) return;
  restrict(path);
  if (!found.isDirectory()) return;
  for (const entry of readdirSync(path)) restrictAll(join(path, entry));
}
