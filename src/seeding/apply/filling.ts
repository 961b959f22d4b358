import { withoutTrailingSlashes } from '../../core/trailing-slashes.js';
import { parseTime } from '../../core/clock.js';
import { uuidFromName } from '../../core/uuid.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { World } from '../../domain/world.js';
import type { Kind } from '../load/names.js';
import { withNumber } from '../patterns.js';
import { isUuid } from '../schema/fields.js';
import type { Seed } from '../seed.js';
import type { Making } from '../values.js';
import { Ledger } from './ledger.js';

/** Why a resource of a seed cannot be; its place is added by whoever knows it. */
export class Refused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refused';
  }
}

/** What every resource with a name has in a seed. */
interface Given {
  readonly name: string;
  readonly key?: string | undefined;
  readonly uuid?: string | undefined;
  readonly createDate?: string | number | undefined;
  readonly lastOpDate?: string | number | undefined;
}

/** More would be read by nobody. */
const MOST_PROBLEMS = 100;
/** Where an emulator listens unless it is told otherwise. */
const ADDRESS = 'http://127.0.0.1:8080';
const MOST_REMEMBERED = 10_000;

/** Says where something stands in the seed; to find its line takes a while, so it is asked for problems only. */
export type Place = () => string;

export const NOWHERE: Place = () => '';

/** A world while it is filled by a seed. */
export class Filling {
  readonly now: number;
  readonly ledger = new Ledger();
  readonly problems: string[] = [];
  /** The storages of the seed, as they were written. */
  readonly backupStorages = new Map<string, BackupStorage>();
  readonly primaryStorages = new Map<string, PrimaryStorage>();
  /** Clusters of each primary storage. */
  readonly clustersOfStorages = new Map<string, readonly string[]>();
  /** Work that has to wait until everything is there. */
  readonly atEnd: { readonly place: Place; readonly work: () => void }[] = [];
  /** Where each storage stands in the seed. */
  readonly places = new Map<string, Place>();
  /** The resource that is being made, for messages. */
  place: Place = NOWHERE;
  /** Resources that are done. */
  done = 0;
  readonly #found = new Map<string, string>();

  constructor(
    readonly world: World,
    readonly seed: Seed,
    readonly environment: string,
  ) {
    this.now = world.clock.now();
  }

  /** Whether nothing is wrong so far: else nothing is written any more, and only problems are looked for. */
  get isSound(): boolean {
    return this.problems.length === 0;
  }

  get isHopeless(): boolean {
    return this.problems.length >= MOST_PROBLEMS;
  }

  /** Writes something, as long as the world can become what the seed says. */
  write(work: () => void): void {
    if (this.isSound) work();
  }

  /** Does something when all resources are there; what it refuses is told with the place of this one. */
  later(work: () => void): void {
    this.atEnd.push({ place: this.place, work });
  }

  making(n: number | undefined): Making {
    return { n, chance: this.world.chance, timeOf: (text) => this.timeOf(text) };
  }

  timeOf(text: string | number): number {
    const time = typeof text === 'number' ? text : parseTime(text, this.now);
    if (time === undefined || time < 0) throw new Refused(`'${text}' is no time after 1970`);
    return time;
  }

  /** Its dates; `isGone`: what is deleted was deleted now unless its seed says when. */
  datesOf({ createDate, lastOpDate }: Omit<Given, 'name'>, isGone = false) {
    const created = createDate === undefined ? this.now : this.timeOf(createDate);
    const changed =
      lastOpDate === undefined ? (isGone ? this.now : created) : this.timeOf(lastOpDate);
    if (changed < created) throw new Refused('its lastOpDate is before its createDate');
    return { createDate: created, lastOpDate: changed };
  }

  /** The uuid of a resource, given or derived. */
  uuidOf(kind: Kind, { name, key, uuid }: Given): string {
    const found = this.seed.names.find(kind, key ?? name);
    const given = uuid ?? found?.named.uuid;
    if (given === undefined) return this.derive(kind, key ?? name);
    return this.checkUuid(found?.named.pattern.hasNumber ? withNumber(given, found.n) : given);
  }

  /** A uuid with its number in it must still be one. */
  checkUuid(text: string): string {
    if (isUuid(text)) return text;
    throw new Refused(`the uuid '${text}' is none: expected 32 hexadecimal digits`);
  }

  /** A uuid that follows from the environment, a kind and a name: the same on every machine. */
  derive(kind: string, name: string): string {
    return uuidFromName(`${this.environment}/${kind}/${name}`);
  }

  /** The uuid of what a name stands for. */
  find(kind: Kind, name: string): string {
    const uuid = this.lookUp(kind, name);
    if (uuid !== undefined) return uuid;
    throw new Refused(`no ${kind} of the seed is called '${name}'`);
  }

  /** As {@link find}, or a uuid of something that the seed does not have. */
  findLoosely(kind: Kind, name: string): string {
    const uuid = this.lookUp(kind, name);
    if (uuid !== undefined) return uuid;
    if (isUuid(name)) return name;
    throw new Refused(`no ${kind} of the seed is called '${name}'`);
  }

  lookUp(kind: Kind, name: string): string | undefined {
    const key = `${kind}/${name}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = this.seed.names.find(kind, name);
    if (!found) return undefined;
    const uuid = this.uuidOf(kind, { name });
    // Storages, zones and accounts are asked for again and again.
    if (this.#found.size < MOST_REMEMBERED) this.#found.set(key, uuid);
    return uuid;
  }

  /** Where clients reach the emulator's own API of this environment. */
  get controlUrl(): string {
    const base = withoutTrailingSlashes(this.seed.address ?? ADDRESS);
    const own = this.environment === 'default' ? '' : `/environments/${this.environment}`;
    return `${base}/emulator/v1${own}`;
  }

  refuse(problem: string): void {
    if (!this.isHopeless) this.problems.push(`${this.place()}: ${problem}`);
  }
}
