import type { Difference } from '../judge/verdict.js';
import type { Capacities } from './capacities.js';
import type { Kind } from './kinds.js';
import { LearnedNames, namesIn, type Names } from './names.js';
import { aligned, isFields } from './rows.js';
import { areOfTwoLocales, likenessOf, shown, timeFormOf } from './texts.js';
import variances from './variances.json';

/** What was asked decides what of an answer counts. */
export interface Asked {
  /** Names what capacities without a row of their own belong to. */
  readonly what: string;
  /** The field by which rows were to be sorted. */
  readonly sortedBy?: string | undefined;
  /** Only some of the rows were asked for. */
  readonly isPage: boolean;
  /** The world began with everything that the cloud had. */
  readonly knowsAll: boolean;
  /** It may have changed something. */
  readonly isWrite: boolean;
}

type Variance = keyof typeof variances.variances;

interface Place {
  /** `inventories[].size`. */
  readonly path: string;
  /** The last key. */
  readonly key: string;
  /** Uuid of the thing that is looked at, as the cloud calls it. */
  readonly subject: string | undefined;
  /** That of the outermost thing around it. */
  readonly row?: string | undefined;
}

/** So many differences of one answer are told. */
const MOST = 50;

/** Compares one answer of the cloud with the world's. */
export class Comparison {
  readonly differences: Difference[] = [];
  readonly variances: Partial<Record<Variance, number>> = {};
  readonly names: LearnedNames;
  /** What each side has chosen by itself, and what it was chosen for: uuids of the cloud. */
  readonly chosen = new Set<string>();

  constructor(
    names: Names,
    private readonly capacities: Capacities,
    private readonly asked: Asked,
  ) {
    this.names = new LearnedNames(names);
  }

  /** Compares two answers, or parts of them, as JSON says them. */
  compare(cloud: unknown, world: unknown): void {
    this.#any(cloud, world, { path: '', key: '', subject: undefined });
    if (isFields(cloud) && isFields(world)) this.#schemas(cloud['schema'], world['schema']);
  }

  differ(kind: Kind, place: Place | string, cloud: unknown, world: unknown): void {
    if (this.differences.length >= MOST) return;
    const at: Place =
      typeof place === 'string' ? { path: place, key: '', subject: undefined } : place;
    this.differences.push({
      kind,
      place: at.path,
      cloud: shown(cloud, at.key),
      emulator: shown(world, at.key),
      subject: at.subject,
      ...(at.row === undefined || at.row === at.subject ? {} : { row: at.row }),
    });
  }

  /** A known variance was met. */
  vary(variance: Variance): void {
    this.variances[variance] = (this.variances[variance] ?? 0) + 1;
  }

  #any(cloud: unknown, world: unknown, place: Place): void {
    if (typeof cloud === 'string' && typeof world === 'string') this.#texts(cloud, world, place);
    else if (typeof cloud === 'number' && typeof world === 'number') {
      this.#numbers(cloud, world, place);
    } else if (cloud === world) return;
    else if (variances.measured.includes(place.key)) this.vary('measured');
    else if (isNothing(cloud) && isNothing(world)) this.vary('empty');
    else if (cloud === undefined || cloud === null) {
      this.differ('missing-field', place, cloud ?? undefined, world);
    } else if (world === undefined || world === null) {
      this.differ('extra-field', place, cloud, world ?? undefined);
    } else if (typeOf(cloud) !== typeOf(world)) this.differ('type', place, cloud, world);
    else if (Array.isArray(cloud)) this.#lists(cloud, world as unknown[], place);
    else if (isFields(cloud)) this.#objects(cloud, world as Record<string, unknown>, place);
    else this.differ('value', place, cloud, world);
  }

  #objects(
    cloud: Readonly<Record<string, unknown>>,
    world: Readonly<Record<string, unknown>>,
    place: Place,
  ): void {
    const subject = typeof cloud['uuid'] === 'string' ? cloud['uuid'] : place.subject;
    const isUnderWay =
      typeof cloud['jobName'] === 'string' && variances.longJobs.includes(String(cloud['state']));
    if (isUnderWay && world['state'] !== cloud['state']) {
      this.vary('under-way');
      return;
    }
    const keys = new Set([...Object.keys(cloud), ...Object.keys(world)]);
    for (const key of keys) {
      if (key === 'schema' && place.path === '') continue;
      const path = place.path === '' ? key : `${place.path}.${key}`;
      this.#any(cloud[key], world[key], { path, key, subject, row: place.row ?? subject });
    }
  }

  /** Classes of what is answered, by its place: they say no more than the rows where these differ. */
  #schemas(cloud: unknown, world: unknown): void {
    if (this.differences.length > 0) return;
    const classesIn = (schema: unknown) =>
      isFields(schema) ? [...new Set(Object.values(schema).map(String))].toSorted() : schema;
    const place = { path: 'schema', key: 'schema', subject: undefined };
    this.#any(classesIn(cloud), classesIn(world), place);
  }

  #lists(cloud: readonly unknown[], world: readonly unknown[], place: Place): void {
    const { pairs, onlyCloud, onlyWorld } = aligned(cloud, world, this.names);
    const path = `${place.path}[]`;
    for (const [ours, theirs] of pairs) this.#any(cloud[ours], world[theirs], { ...place, path });
    this.#order(cloud, pairs, place);
    const isTop = place.path === 'inventories';
    if (isTop && this.asked.isPage && cloud.length === world.length && !this.asked.sortedBy) {
      if (onlyCloud.length > 0) this.vary('page');
      return;
    }
    const rows = [...onlyCloud.map((i) => cloud[i]), ...onlyWorld.map((i) => world[i])];
    const isChosen = onlyCloud.length > 0 && onlyWorld.length > 0 && rows.every(holdsChoice);
    if (isChosen && this.#mayChoose(place)) {
      this.#choose(place, JSON.stringify(onlyCloud.map((i) => cloud[i])), JSON.stringify(rows));
      return;
    }
    for (const i of onlyCloud) this.#row('extra-row', path, cloud[i], undefined, place);
    for (const i of onlyWorld) this.#row('missing-row', path, undefined, world[i], place);
  }

  #row(kind: Kind, path: string, cloud: unknown, world: unknown, place: Place): void {
    const row = cloud ?? world;
    const uuid = isFields(row) && typeof row['uuid'] === 'string' ? row['uuid'] : undefined;
    const isUnseen = kind === 'extra-row' && uuid !== undefined && !this.names.worlds(uuid);
    if (isUnseen && !this.asked.knowsAll) {
      this.vary('unseen');
      return;
    }
    const { key, subject, row: around } = place;
    this.differ(kind, { path, key, subject: uuid ?? subject, row: around }, cloud, world);
  }

  #order(
    cloud: readonly unknown[],
    pairs: readonly (readonly [number, number])[],
    { path, key }: Place,
  ): void {
    const isMoved = pairs.some(([, theirs], i) => i > 0 && theirs < (pairs[i - 1]?.[1] ?? 0));
    if (!isMoved) return;
    const { sortedBy } = this.asked;
    if (path !== 'inventories' || sortedBy === undefined) {
      this.vary('order');
      return;
    }
    // What is equal stands in any order; a date to the second is equal often.
    const valueAt = (i: number) => {
      const row = cloud[i];
      return isFields(row) ? row[sortedBy] : undefined;
    };
    const byWorld = pairs.toSorted(([, a], [, b]) => a - b).map(([ours]) => valueAt(ours));
    const byCloud = pairs.map(([ours]) => valueAt(ours));
    const isTime = byCloud.some((value) => typeof value === 'string' && timeFormOf(value) !== -1);
    if (isTime || byCloud.every((value, i) => value === byWorld[i])) this.vary('order');
    else this.differ('order', { path, key, subject: undefined }, byCloud, byWorld);
  }

  #texts(cloud: string, world: string, place: Place): void {
    const { key } = place;
    if (variances.measured.includes(key)) {
      if (cloud !== world) this.vary('measured');
      return;
    }
    if (variances.own.includes(key)) {
      if (!this.names.agree(cloud, world)) this.differ('reference', place, cloud, world);
      else if (cloud !== world) this.vary('name');
      return;
    }
    const [ours, theirs] = [timeFormOf(cloud), timeFormOf(world)];
    if (ours !== -1 && ours === theirs) {
      if (cloud !== world) this.vary('time');
    } else if (ours !== -1 || theirs !== -1) this.differ('format', place, cloud, world);
    else {
      const likeness = likenessOf(cloud, world, this.names);
      if (likeness === 'named') this.vary('name');
      else if (likeness === 'same') return;
      else if (variances.choices.includes(key) && this.#mayChoose(place)) {
        this.#choose(place, cloud, world);
      } else this.differ(this.#kindOf(key, cloud, likeness), place, cloud, world);
    }
  }

  /** What was there before has its place: only what a call makes or moves, and what is new, is given one. */
  #mayChoose({ subject }: Place): boolean {
    return subject !== undefined && (this.asked.isWrite || this.names.isNew(subject));
  }

  #choose({ subject }: Place, cloud: string, world: string): void {
    this.vary('choice');
    const meant = namesIn(world).names.flatMap((name) => this.names.clouds(name) ?? []);
    for (const name of [subject ?? '', ...namesIn(cloud).names, ...meant]) this.chosen.add(name);
  }

  #kindOf(key: string, cloud: string, likeness: 'names' | 'other'): Kind {
    if (variances.owners.includes(key)) return 'owner';
    if (likeness === 'names') return 'reference';
    if (variances.states.includes(key) && variances.unfinished.includes(cloud)) {
      return 'late-status';
    }
    return 'value';
  }

  #numbers(cloud: number, world: number, place: Place): void {
    const { key, subject } = place;
    if (variances.capacities.includes(key)) this.#capacity(cloud, world, place);
    else if (cloud === world) return;
    else if (variances.measured.includes(key)) this.vary('measured');
    else if (variances.numbers.includes(key)) this.vary('number');
    else if (variances.sizes.includes(key)) this.differ('size', place, cloud, world);
    else if (key === 'total' && subject === undefined) {
      if (!this.asked.knowsAll && cloud > world) this.vary('unseen');
      else this.differ('total', place, cloud, world);
    } else this.differ('value', place, cloud, world);
  }

  #capacity(cloud: number, world: number, place: Place): void {
    const subject = place.subject ?? this.asked.what;
    const relation = this.capacities.look(subject, place.key, cloud, world);
    if (relation === 'base') this.vary('base');
    else if (relation === 'other') this.differ('capacity', place, cloud, world);
  }

  /** Compares two refusals: their codes, their words, and what they go back to. */
  compareErrors(cloud: unknown, world: unknown, path = 'error'): void {
    if (!isFields(cloud) || !isFields(world)) {
      this.#any(cloud, world, { path, key: 'error', subject: undefined });
      return;
    }
    if (cloud['code'] !== world['code']) {
      this.differ('error-code', `${path}.code`, cloud['code'], world['code']);
    }
    for (const key of ['description', 'details']) this.#words(cloud[key], world[key], path, key);
    this.#causes(cloud['cause'] ?? undefined, world['cause'] ?? undefined, `${path}.cause`);
  }

  #causes(cloud: unknown, world: unknown, path: string): void {
    if (cloud === undefined && world === undefined) return;
    if (cloud === undefined || world === undefined) {
      this.differ('error-cause', path, cloud, world);
      return;
    }
    const before = this.differences.length;
    this.compareErrors(cloud, world, path);
    const own = this.differences.splice(before);
    this.differences.push(...own.map((one) => ({ ...one, kind: 'error-cause' as const })));
  }

  #words(cloud: unknown, world: unknown, path: string, key: string): void {
    if (cloud === world || (isNothing(cloud) && isNothing(world))) return;
    const place = { path: `${path}.${key}`, key, subject: undefined };
    if (typeof cloud !== 'string' || typeof world !== 'string') {
      this.differ('error-text', place, cloud, world);
    } else if (areOfTwoLocales(cloud, world)) this.vary('locale');
    else {
      const likeness = likenessOf(cloud, world, this.names);
      if (likeness === 'named') this.vary('name');
      else if (likeness !== 'same') this.differ('error-text', place, cloud, world);
    }
  }
}

const holdsChoice = (row: unknown): boolean =>
  isFields(row) && row['uuid'] === undefined && variances.choices.some((key) => key in row);

const typeOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

const isNothing = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);
