import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CURRENT_RELEASE, RELEASES, type Release } from '../core/releases.js';

/** What is said of a parameter, in the words of the facts. */
export type ParameterFacts = Readonly<Record<string, unknown>>;

export interface ParameterDifference {
  readonly now: ParameterFacts | null;
  readonly there: ParameterFacts | null;
}

/** How an operation of this program (of the current release) differs in another release. */
export interface OperationDifference {
  /** What each parameter that differs is now, and what it is there; null: it does not exist. */
  readonly params: ReadonlyMap<string, ParameterDifference>;
  /** Undefined: as in the current release; null: there is none. */
  readonly bodyKey?: string | null;
  readonly paths?: readonly string[];
  readonly method?: string;
  /** Keys of the success body; undefined: as in the current release. */
  readonly answer?: readonly string[];
}

/** How a release differs from the current one. */
export interface ReleaseDifferences {
  readonly release: Release;
  /** Operations that it has not. */
  readonly absent: ReadonlySet<string>;
  readonly operations: ReadonlyMap<string, OperationDifference>;
  /** Fields of inventories that it has not, by the inventory's name without its package. */
  readonly hidden: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a JSON number that stands for a text is read as a double first: `1` is `1.0`. */
  readonly readsNumbersAsDoubles: boolean;
}

export interface Change {
  readonly params?: Readonly<
    Record<string, { readonly from: ParameterFacts | null; readonly to: ParameterFacts | null }>
  >;
  readonly answer?: Sides<Readonly<Record<string, string>> | null>;
  readonly bodyKey?: Sides<string | null>;
  readonly paths?: Sides<readonly string[]>;
  readonly method?: Sides<string>;
}
interface Sides<T> {
  readonly from: T;
  readonly to: T;
}
interface Facts {
  readonly releases: readonly string[];
  /** Operations of which nothing says which releases have them. */
  readonly unknown: readonly string[];
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly releases: 'all' | readonly string[];
        readonly changes?: Readonly<Record<string, Change>>;
      }
    >
  >;
  readonly inventories: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly added: Readonly<Record<string, string>>; readonly removed: readonly string[] }
        >
      >
    >
  >;
}

/** contract/facts/versions.json: what each release changed against the one before it. */
export function readVersions(): Facts {
  const path = join(__dirname, '..', '..', 'contract', 'facts', 'versions.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Facts;
}

const isBeside = (release: string) => release.startsWith('zsv');
const LINE = RELEASES.filter((release) => !isBeside(release));

/** Since then whole numbers of a body stay whole (Gson's LONG_OR_DOUBLE in JSONObjectUtil). */
const WHOLE_NUMBERS_SINCE: Release = '4.6.32';

/** How a release differs from the one that everything here is written for; nothing where it is that one. */
export function differencesOf(release: Release): ReleaseDifferences {
  const { operations, inventories } = readVersions();
  const absent = new Set<string>();
  const differing = new Map<string, OperationDifference>();
  if (release !== CURRENT_RELEASE) {
    for (const [name, known] of Object.entries(operations)) {
      if (known.releases !== 'all' && !known.releases.includes(release)) absent.add(name);
      else {
        const difference = differenceOf(release, known.changes ?? {});
        if (difference) differing.set(name, difference);
      }
    }
  }
  const hidden = new Map<string, Set<string>>();
  for (const [name, changes] of Object.entries(inventories)) {
    const fields = hiddenFields(release, changes);
    if (fields.size > 0) hidden.set(name, fields);
  }
  return {
    release,
    absent,
    operations: differing,
    hidden,
    readsNumbersAsDoubles:
      !isBeside(release) && LINE.indexOf(release) < LINE.indexOf(WHOLE_NUMBERS_SINCE),
  };
}

/** What came after a release, the latest first; of the line beside: its own changes, which lead to it. */
function stepsFrom<T>(
  release: Release,
  changes: Readonly<Record<string, T>>,
): { readonly change: T; readonly side: 'from' | 'to' }[] {
  if (isBeside(release)) {
    const change = changes[release];
    return change === undefined ? [] : [{ change, side: 'to' }];
  }
  return LINE.slice(LINE.indexOf(release) + 1)
    .toReversed()
    .flatMap((later) => {
      const change = changes[later];
      return change === undefined ? [] : [{ change, side: 'from' as const }];
    });
}

function differenceOf(
  release: Release,
  changes: Readonly<Record<string, Change>>,
): OperationDifference | undefined {
  const steps = stepsFrom(release, changes);
  if (steps.length === 0) return undefined;
  const params = new Map<string, ParameterDifference>();
  let rest: Omit<OperationDifference, 'params'> = {};
  for (const { change, side } of steps) {
    for (const [name, sides] of Object.entries(change.params ?? {})) {
      const later = params.get(name);
      const now = later ? later.now : sides[side === 'from' ? 'to' : 'from'];
      params.set(name, { now, there: sides[side] });
    }
    const { bodyKey, paths, method, answer } = change;
    rest = {
      ...rest,
      ...(bodyKey && { bodyKey: bodyKey[side] }),
      ...(paths && { paths: paths[side] }),
      ...(method && { method: method[side] }),
      ...(answer && { answer: Object.keys(answer[side] ?? {}) }),
    };
  }
  return { params, ...rest };
}

function hiddenFields(release: Release, changes: Facts['inventories'][string]): Set<string> {
  const hidden = new Set<string>();
  for (const { change, side } of stepsFrom(release, changes)) {
    // What the ZSphere line has of its own is not known to this program: only what it lacks is left out.
    for (const field of side === 'from' ? Object.keys(change.added) : change.removed) {
      hidden.add(field);
    }
  }
  return hidden;
}
