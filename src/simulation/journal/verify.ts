import { isDeepStrictEqual } from 'node:util';
import type { NumberedEntry } from './journal.js';

/** A field that is not as it was wanted; `found` is undefined where it is missing. */
export interface Difference {
  readonly path: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** A call that nearly matched. */
export interface NearMiss {
  readonly entry: NumberedEntry;
  readonly differences: readonly Difference[];
}

const MOST_MISSES = 3;

/** The calls of an operation whose parameters contain `match`, and the nearest of those that do not. */
export function matchCalls(
  entries: readonly NumberedEntry[],
  operation: string,
  match: Readonly<Record<string, unknown>>,
): { readonly matching: readonly NumberedEntry[]; readonly nearest: readonly NearMiss[] } {
  const matching: NumberedEntry[] = [];
  const misses: NearMiss[] = [];
  for (const entry of entries) {
    if (entry.operation !== operation) continue;
    const differences = differencesOf(match, entry.parameters, '');
    if (differences.length === 0) matching.push(entry);
    else misses.push({ entry, differences });
  }
  misses.sort((a, b) => a.differences.length - b.differences.length);
  return { matching, nearest: misses.slice(0, MOST_MISSES) };
}

/** Where `found` does not hold what is wanted: objects may hold more, lists and values must be equal. */
function differencesOf(wanted: unknown, found: unknown, path: string): Difference[] {
  if (!isObject(wanted)) {
    return isDeepStrictEqual(wanted, found) ? [] : [{ path, wanted, found }];
  }
  if (!isObject(found)) return [{ path, wanted, found }];
  return Object.entries(wanted).flatMap(([name, value]) =>
    differencesOf(value, found[name], path === '' ? name : `${path}.${name}`),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
