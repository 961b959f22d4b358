import type { LearnedNames } from './names.js';
import { canAgree } from './texts.js';

type Fields = Readonly<Record<string, unknown>>;

/** Rows of both sides that are the same thing, and those that only one has. */
export interface Aligned {
  readonly pairs: readonly (readonly [cloud: number, world: number])[];
  readonly onlyCloud: readonly number[];
  readonly onlyWorld: readonly number[];
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What names a row, in the order in which it is asked. */
const KEYS = ['uuid', 'resourceUuid'];
/** What says most of which row it is, where names do not. */
const TELLING = ['name', 'tag', 'type', 'category', 'description'];

const keyIn = (row: unknown): string | undefined => {
  if (!isFields(row)) return undefined;
  const value = KEYS.map((key) => row[key]).find((one) => typeof one === 'string');
  return value;
};

/** Finds the rows that belong together: by their uuids, then by what they say. */
export function aligned(
  cloud: readonly unknown[],
  world: readonly unknown[],
  names: LearnedNames,
): Aligned {
  const places = new Map(world.flatMap((row, i) => (keyIn(row) ? [[keyIn(row), i]] : [])));
  const pairs: (readonly [number, number])[] = [];
  const left = new Set(world.keys());
  const open: number[] = [];
  for (const [i, row] of cloud.entries()) {
    const key = keyIn(row);
    const meant = key === undefined ? undefined : names.worlds(key);
    const place = meant === undefined ? undefined : places.get(meant);
    if (place !== undefined && left.delete(place)) pairs.push([i, place]);
    else open.push(i);
  }
  const onlyCloud: number[] = [];
  for (const i of open) {
    const place = mostAlike(cloud[i], world, left, names);
    if (place === undefined) onlyCloud.push(i);
    else {
      left.delete(place);
      pairs.push([i, place]);
    }
  }
  return { pairs: pairs.toSorted(([a], [b]) => a - b), onlyCloud, onlyWorld: [...left] };
}

/** The row that is most like one, of those that are left; undefined where none can be the same. */
function mostAlike(
  row: unknown,
  rows: readonly unknown[],
  left: ReadonlySet<number>,
  names: LearnedNames,
): number | undefined {
  let best: { readonly place: number; readonly likeness: number } | undefined;
  for (const place of left) {
    const likeness = likenessOf(row, rows[place], names);
    if (likeness > (best?.likeness ?? 0)) best = { place, likeness };
  }
  return best?.place;
}

/** 0: they cannot be the same. */
function likenessOf(cloud: unknown, world: unknown, names: LearnedNames): number {
  if (!isFields(cloud) || !isFields(world)) {
    // What is known to be the same comes before what may be.
    if (typeof cloud === 'string' && names.worlds(cloud) === world) return 2;
    return areAlike(cloud, world, names) ? 1 : 0;
  }
  const [ours, theirs] = [keyIn(cloud), keyIn(world)];
  if (ours !== undefined && theirs !== undefined) {
    // One of them is known to be another one's.
    if (!names.canAgree(ours, theirs)) return 0;
    if (!['name', 'tag'].every((key) => areAlike(cloud[key], world[key], names))) return 0;
  }
  let likeness = 1;
  for (const [key, value] of Object.entries(cloud)) {
    const other = world[key];
    if (typeof value === 'object' || typeof other === 'object') continue;
    if (areAlike(value, other, names)) likeness += TELLING.includes(key) ? 3 : 1;
    // Without a uuid of its own a row is what it names.
    else if (ours === undefined && isKnown(value, names)) return 0;
  }
  return likeness;
}

const isKnown = (value: unknown, names: LearnedNames): boolean =>
  typeof value === 'string' && names.worlds(value) !== undefined;

const areAlike = (cloud: unknown, world: unknown, names: LearnedNames): boolean =>
  typeof cloud === 'string' && typeof world === 'string'
    ? canAgree(cloud, world, names)
    : cloud === world;
