import { existsSync, readdirSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import type { History } from '../domain/history.js';
import { mayBeBlob } from '../domain/blob.js';
import { copyHistory, saveSetting } from '../persistence/database-file.js';
import { setTimeout as realDelay } from 'node:timers/promises';
import { ControlError } from '../core/control-error.js';
import { realTime } from '../core/clock.js';
import type { Release } from '../core/releases.js';
import type { EnvironmentDescription, EnvironmentStorage } from '../simulation/environment-host.js';
import type { EndOfWorld } from '../simulation/world-follower.js';
import { DEFAULT_ENVIRONMENT, type DataDirectory } from './data-directory.js';
import type { Birth, Origin } from './birth.js';
import type { Environment } from './environment.js';
import { linkBlobs, type FrozenWorld } from './frozen-world.js';
import type { KeptPorts } from './kept-ports.js';
import { PlaceFile } from './place-file.js';
import { Snapshots } from './snapshots.js';
import { removeFolder, type Worlds } from './worlds.js';

/** How long requests that are inside may take to leave when their world is changed as a whole, in ms. */
export const GRACE = { milliseconds: 5_000 };

/** What every place works with. */
export interface PlaceParts {
  readonly directory: DataDirectory;
  readonly worlds: Worlds;
  readonly ports: KeptPorts;
  /** Of worlds that say nothing of their own. */
  readonly release: Release;
  /** The largest world beside the default one, in bytes. */
  readonly largest: number;
  readonly onOpened: (environment: Environment) => void;
  /** A world in a file was opened: others may have to be closed. */
  readonly onAwake: (place: Place) => void;
  readonly log: (text: string) => void;
  /** Removes the files of worlds that stood still, unless they still serve somebody. */
  readonly forget: (...worlds: readonly (FrozenWorld | undefined)[]) => void;
}

/** The place of one environment: its world, what it came from, and what stands still of it. */
export class Place {
  /** Undefined: the world has not been looked at since it was made, and begins as `asleep` when it is. */
  #environment: Environment | undefined;
  /** A world in memory that nobody has looked at yet: it costs nothing. */
  #asleep: FrozenWorld | undefined;
  /** As it was at its birth, unless it is large or lies in a file. */
  #origin: FrozenWorld | undefined;
  /** As it is now, until it changes. */
  #frozen:
    | { readonly changes: number; readonly history: History; readonly world: FrozenWorld }
    | undefined;
  readonly snapshots: Snapshots;
  /** Of the seed that the state at birth came from. */
  fingerprint: string | undefined;
  /** When somebody last did something with it as a whole; of its requests its lease knows. */
  #lastUsed = realTime();
  /** While another world is put in the place of the one that is there. */
  #changing: Promise<void> | undefined;
  /** How many are working with it as a whole. */
  holders = 0;
  readonly #file: PlaceFile | undefined;

  constructor(
    private readonly parts: PlaceParts,
    readonly name: string,
    readonly storage: EnvironmentStorage,
    public birth: Birth,
  ) {
    this.snapshots = new Snapshots(this, parts);
    if (storage === 'file') this.#file = new PlaceFile(name, parts);
  }

  /** The world if anybody has looked at it, and its file is open. */
  get environment(): Environment | undefined {
    return this.#environment;
  }

  /** While the world is changed as a whole, or moves in time. */
  get changing(): Promise<void> | undefined {
    return this.#changing ?? this.#environment?.closed;
  }

  get lastUsed(): number {
    return Math.max(this.#environment?.lease.lastUsed ?? 0, this.#lastUsed);
  }

  use(): void {
    this.#lastUsed = realTime();
  }

  /** Lets a world that was opened be the one of this place. */
  settle(environment: Environment): void {
    this.#environment = environment;
    environment.lease.lastUsed = this.#lastUsed;
    environment.birth = this.birth;
    if (this.birth.port !== undefined) this.parts.ports.keep(this.name, this.birth.port);
    if (this.name !== DEFAULT_ENVIRONMENT) environment.limit(this.parts.largest);
    this.parts.onOpened(environment);
    if (this.#file) this.parts.onAwake(this);
  }

  /** Begins as this world when somebody looks, and is reset to it. */
  sleepAs(world: FrozenWorld): void {
    this.#origin = world;
    this.#asleep = world;
  }

  /**
   * The world; one that nobody has looked at yet, or whose file is closed, is opened now.
   * @throws {ControlError} when its file cannot be opened
   */
  awake(): Environment {
    if (this.#environment) return this.#environment;
    if (this.#file) return this.#openFile(this.#file);
    const asleep = this.#asleep;
    if (!asleep) throw new Error(`the environment ${this.name} has no world`);
    const environment = this.parts.worlds.thaw(this.name, asleep);
    this.#asleep = undefined;
    this.parts.forget(asleep);
    this.settle(environment);
    environment.runner.resume();
    return environment;
  }

  /**
   * Opens the file; its work goes on once the process is ready.
   * @throws {ControlError} when that cannot be done now
   */
  #openFile(file: PlaceFile): Environment {
    const environment = file.open();
    // A file tells best where its world comes from.
    this.birth = environment.birth ?? this.birth;
    this.settle(environment);
    this.parts.directory.removeOrigins(this.name, this.birth.id);
    file.goOn(environment);
    return environment;
  }

  /** Lets the work of a world go on: after the process was down at the first time. */
  begin(): void {
    if (this.#file) this.#file.begin(this.#environment);
    else this.#environment?.restart();
  }

  /** Lets the work of a world begin that was made in this process: nothing of it was interrupted. */
  beginNew(environment: Environment): void {
    this.#file?.beginNew();
    environment.runner.resume();
  }

  /** Its file could not be opened at the start: it stays where it is, and is tried again when somebody asks. */
  leave(reason: string): void {
    this.#file?.leave(reason);
  }

  /** Closes the file of a world that nobody uses until somebody does, or something falls due; false: somebody does. */
  doze(): boolean {
    const environment = this.#environment;
    const isUsed = this.holders > 0 || this.changing !== undefined;
    if (!this.#file || !environment || isUsed || this.name === DEFAULT_ENVIRONMENT) return false;
    if (environment.lease.isHeld || environment.runner.isBusy || environment.damage) return false;
    if (environment.isFollowed) return false;
    this.use();
    this.#file.close(environment, () => this.awake());
    this.#environment = undefined;
    return true;
  }

  /** The world as it is now; not frozen anew while nothing changes. */
  freeze(history: History = 'recent'): FrozenWorld {
    if (this.#asleep) return this.#asleep;
    const environment = this.awake();
    const known = this.#frozen;
    if (known?.changes === environment.changes && known.history === history) return known.world;
    const world = this.parts.worlds.freeze(environment, history);
    this.#dropFrozen();
    // Asked afterwards: what a copy without the history writes beside the world counts, too.
    this.#frozen = { changes: environment.changes, history, world };
    return world;
  }

  /** Writes the world as it is now to a file of its own, while it goes on. */
  async copyTo(path: string): Promise<void> {
    const { directory } = this.parts;
    if (this.#environment) await copyHistory(this.#environment.database, path, 'all');
    else if (this.#asleep) {
      await writeFile(path, this.#asleep.bytes, { mode: 0o600 });
      saveSetting(path, 'birth', this.birth);
    } else await copyFile(directory.databaseOf(this.name), path);
  }

  /** Lets a directory have the files of its real images, too; answers their names. */
  linkImages(to: string): string[] {
    const from = this.#imagesIn();
    linkBlobs(from.directory, from.names, to);
    return from.names;
  }

  /** Where its real images lie, and their names: what has not arrived whole is none. */
  #imagesIn(): { readonly directory: string; readonly names: string[] } {
    const environment = this.#environment;
    if (environment) return { directory: environment.blobs, names: environment.blobNames };
    const directory = this.#file ? this.parts.directory.blobsOf(this.name) : this.#asleep?.blobs;
    if (directory === undefined || !existsSync(directory)) return { directory: '', names: [] };
    return { directory, names: readdirSync(directory).filter(mayBeBlob) };
  }

  /** Goes on in memory as a world that was another process's, and is reset to `origin`. */
  goOnAs(world: FrozenWorld, origin: FrozenWorld | undefined): void {
    this.#asleep = world;
    this.keepOrigin(origin, undefined);
    this.awake().restart();
  }

  /** The state at birth that is kept in memory. */
  get keptOrigin(): FrozenWorld | undefined {
    return this.#origin;
  }

  /** The state at birth, wherever it lies. */
  get origin(): FrozenWorld {
    const { directory, worlds } = this.parts;
    return this.#origin ?? worlds.readKept(directory.originOf(this.name, this.birth.id));
  }

  /** What the environment is reset to from now on. */
  keepOrigin(world: FrozenWorld | undefined, fingerprint: string | undefined): void {
    const before = this.#origin;
    this.#origin = world;
    this.fingerprint = fingerprint;
    if (before !== world) this.parts.forget(before);
  }

  /** Puts a frozen world in the place of the one that is there, when nobody is inside. */
  async replaceBy(world: FrozenWorld, why: EndOfWorld, birth = this.birth): Promise<void> {
    const { worlds, forget } = this.parts;
    // What can fail for want of room is done while the old world goes on.
    const finished = this.#file ? await worlds.prepare(world, birth) : '';
    let done: () => void = () => undefined;
    // The old world may be needed to the end: all of it lies in its file, not in a log that goes with it.
    if (this.#environment && !this.#environment.damage) this.#environment.settleFile();
    this.#changing = new Promise((resolve) => (done = resolve));
    try {
      const old = this.#environment;
      if (old) await quiet(old);
      // From here to the end nobody else has a turn.
      old?.end(why);
      this.#environment = undefined;
      this.#dropFrozen();
      if (this.#file) {
        worlds.replace(this.name, finished, world);
        this.birth = birth;
        this.#openReplaced(this.#file);
      } else {
        this.birth = birth;
        removeFolder(old?.blobs);
        const before = this.#asleep;
        this.#asleep = world;
        forget(before);
      }
    } finally {
      this.#changing = undefined;
      done();
    }
  }

  /** The new world is in place, whether or not its file can be opened now: its `problem` tells. */
  #openReplaced(file: PlaceFile): void {
    file.forget();
    try {
      this.#openFile(file);
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
    }
  }

  /** Whether a change broke off between two worlds. */
  get isEmpty(): boolean {
    return (
      this.#file === undefined && this.#environment === undefined && this.#asleep === undefined
    );
  }

  /** Ends the world and removes everything of it. */
  async remove(): Promise<void> {
    await this.quiet();
    this.cut('removed');
  }

  /** Begins no more work, and waits until nobody is inside, but not for ever. */
  async quiet(): Promise<void> {
    if (this.#environment) await quiet(this.#environment);
  }

  /** Ends it at once, whoever is inside, and removes everything of it that is here. */
  cut(why: EndOfWorld = 'closed'): void {
    const environment = this.#environment;
    environment?.end(why);
    this.#environment = undefined;
    if (this.#file) {
      this.#file.stop();
      this.#file.forget();
      this.parts.directory.remove(this.name);
    } else removeFolder(environment?.blobs);
    this.parts.forget(...this.#still());
  }

  /** Ends it here at once; what lies in files stays there. */
  close(): void {
    this.#file?.stop();
    this.#file?.forget();
    this.#environment?.end('closed');
    this.#environment = undefined;
  }

  /** Whether files of real images lie here that a world of this place still needs. */
  holds(blobs: string): boolean {
    return this.#still().some((world) => world?.blobs === blobs);
  }

  describe(): EnvironmentDescription {
    return {
      name: this.name,
      storage: this.storage,
      origin: originText(this.birth.origin),
      ...this.#sizes(),
      snapshots: this.snapshots.list().length,
      createDate: this.birth.createDate,
      lastUsedDate: this.lastUsed,
      idleLimit: this.birth.idleLimit,
      port: this.parts.ports.portOf(this.name) ?? null,
      release: this.birth.release ?? this.parts.release,
      problem:
        this.#environment?.damage ??
        this.#file?.problem ??
        this.parts.ports.problemOf(this.name) ??
        null,
    };
  }

  /** Of a world that is closed as it was when it was closed; nobody is opened for this. */
  #sizes(): Pick<EnvironmentDescription, 'bytes' | 'images'> {
    if (this.#file && !this.#environment) return this.#file.sizes;
    const bytes = this.#environment?.bytes ?? this.#asleep?.bytes.length ?? 0;
    const environment = this.#asleep?.images === undefined ? this.awake() : undefined;
    try {
      return { bytes, images: this.#asleep?.images ?? environment?.imageCount ?? 0 };
    } catch (error) {
      // A damaged world does not keep the others from being listed.
      environment?.noticed(error);
      if (environment?.damage === undefined) throw error;
      return { bytes, images: 0 };
    }
  }

  #still(): (FrozenWorld | undefined)[] {
    return [this.#origin, this.#asleep, this.#frozen?.world, ...this.snapshots.worlds()];
  }

  #dropFrozen(): void {
    const before = this.#frozen?.world;
    this.#frozen = undefined;
    this.parts.forget(before);
  }
}

/** Begins no more work, and waits until nobody is inside and nothing is under way, but not for ever. */
async function quiet(environment: Environment): Promise<void> {
  environment.runner.halt();
  await environment.lease.free(GRACE.milliseconds);
  await Promise.race([
    environment.runner.stop(),
    realDelay(GRACE.milliseconds, undefined, { ref: false }),
  ]);
}

function originText(origin: Origin): string {
  if (origin.kind !== 'seed') return `${origin.kind} ${origin.name}`;
  return origin.isText ? 'seed given as text' : `seed ${origin.seed}`;
}
