import { didYouMean } from '../core/nearest.js';

/**
 * What a client can be found to do that it may not have meant. Each is judged from the requests that the journal
 * still holds; what it counts is said in docs/verify-clients.md, too.
 *
 * - `unread-fields`: a key of a body, beside the parameters or among them, or a parameter of a query string that
 *   nothing reads, of an operation that is emulated.
 * - `wrong-types`: a parameter of a body in another JSON type than declared (`"8"` for an int), whether it was
 *   converted in silence, as the real system does, or refused.
 * - `unknown-paths`: a request whose path, or class of a message, belongs to no operation of the real system.
 * - `unpolled-failures`: a call that was answered with the place of its job, whose job failed, and nobody has
 *   asked for that job; calls with a web hook are told there.
 * - `missing-q`: a parameter of the query string of a query API that is a condition itself (`?name=x`), which
 *   narrows nothing: `?q=name=x` does.
 * - `deprecated`: a call that a later release of ZStack Cloud has not, or has at another path, by another method, or
 *   without a parameter that was sent; by contract/facts/versions.json, later than the release of the world.
 * - `leaks`: resources that calls made and nobody deleted (in the recycle bin they are deleted), sessions of logins
 *   that were not ended, uploads that wait for bytes, jobs without an end.
 */
export const FINDING_KINDS = [
  'unread-fields',
  'wrong-types',
  'unknown-paths',
  'unpolled-failures',
  'missing-q',
  'deprecated',
  'leaks',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that a client did, however often. */
export interface Finding {
  readonly kind: FindingKind;
  /** In words, without secrets. */
  readonly what: string;
  /** What was most likely meant, or is to be sent in its place; null: nothing is near. */
  readonly meant: string | null;
  /** How often it occurred. */
  readonly count: number;
  /** The first three requests: method and address, without secrets. */
  readonly examples: readonly string[];
}

/** So many requests of each are kept as examples. */
export const MOST_EXAMPLES = 3;
/** So many findings of a kind are told; `counts` has how many there are. */
const MOST_OF_KIND = 50;
/** More of a name that a client made up says no more. */
const LONGEST_NAME = 120;

/** What was found of one kind before it is put in words: the numbers of its first requests in the journal. */
interface Occurred {
  readonly count: number;
  readonly requests: readonly number[];
}
interface OfField extends Occurred {
  readonly operation: string;
  readonly field: string;
}

/** The lists of a report that findings are made of. */
export interface FoundLists {
  readonly unreadFields: readonly (OfField & { readonly nearest: string | null })[];
  readonly wrongTypes: readonly (OfField & { readonly note: string })[];
  readonly missingQ: readonly OfField[];
  readonly unknownPaths: readonly (Occurred & {
    readonly request: string;
    readonly nearest: string | null;
  })[];
  readonly deprecated: readonly (Occurred & {
    readonly operation: string;
    readonly release: string;
    readonly note: string;
    readonly instead: string | null;
  })[];
  readonly failedJobsNeverPolled: readonly {
    readonly operation: string | null;
    readonly request: number;
  }[];
  readonly leftBehind: {
    readonly resources: readonly {
      readonly uuid: string;
      readonly type: string;
      readonly name: string;
      readonly state: string | null;
      readonly status: string | null;
      readonly request: number;
    }[];
    readonly sessions: number;
    readonly uploads: readonly { readonly imageUuid: string; readonly request: number }[];
    readonly jobs: readonly {
      readonly operation: string | null;
      readonly jobUuid: string;
      readonly request: number;
    }[];
  };
}

/** The findings of a report, those of one kind together, and how many there are of each kind. */
export interface Findings {
  readonly findings: readonly Finding[];
  /** Of every kind, those that are not told included. */
  readonly counts: Readonly<Record<FindingKind, number>>;
}

/** What was found, in words. `shown` shows a request of the journal by its number. */
export function findingsOf(lists: FoundLists, shown: (request: number) => string): Findings {
  const counts: Partial<Record<FindingKind, number>> = {};
  const findings = FINDING_KINDS.flatMap((kind) => {
    const all = FOUND[kind](lists);
    counts[kind] = all.length;
    return all.slice(0, MOST_OF_KIND).map(({ what, meant = null, count, requests }): Finding => ({
      kind,
      what,
      meant,
      count,
      examples: requests.slice(0, MOST_EXAMPLES).map(shown),
    }));
  });
  return { findings, counts: counts as Record<FindingKind, number> };
}

interface Worded extends Occurred {
  readonly what: string;
  readonly meant?: string | null;
}

const FOUND: Readonly<Record<FindingKind, (lists: FoundLists) => readonly Worded[]>> = {
  'unread-fields': ({ unreadFields }) =>
    unreadFields.map(({ operation, field, nearest, ...more }) => ({
      what: `${cut(field)} was sent to ${operation} and read by nothing`,
      meant: nearest,
      ...more,
    })),
  'wrong-types': ({ wrongTypes }) =>
    wrongTypes.map(({ operation, field, note, ...more }) => ({
      what: `${cut(field)} of ${operation} was ${note}`,
      ...more,
    })),
  'unknown-paths': ({ unknownPaths }) =>
    unknownPaths.map(({ request, nearest, ...more }) => ({
      what: `${cut(request)} is no path of the API`,
      meant: nearest,
      ...more,
    })),
  'unpolled-failures': ({ failedJobsNeverPolled }) =>
    together(failedJobsNeverPolled, ({ operation }) => ({
      what: `${operation} failed as a job, and nobody asked for its result`,
    })),
  'missing-q': ({ missingQ }) =>
    missingQ.map(({ operation, field, ...more }) => ({
      what: `${cut(field)} of ${operation} narrows nothing`,
      meant: `?q=${cut(field).slice(1)}=…`,
      ...more,
    })),
  deprecated: ({ deprecated }) =>
    deprecated.map(({ operation, release, note, instead, ...more }) => ({
      what: `${operation}: ${note} in ${release}`,
      meant: instead,
      ...more,
    })),
  leaks: ({ leftBehind: { resources, sessions, uploads, jobs } }) => [
    ...resources
      .filter(isThere(uploads.map(({ imageUuid }) => imageUuid)))
      .map(({ type, name, uuid, state, status, request }) => ({
        what: `${type} '${cut(name)}' (${uuid}) is still ${status ?? state ?? 'there'}`,
        count: 1,
        requests: [request],
      })),
    ...(sessions === 0
      ? []
      : [{ what: 'sessions of logins were not ended', count: sessions, requests: [] }]),
    ...uploads.map(({ imageUuid, request }) => ({
      what: `the upload of image ${imageUuid} waits for bytes`,
      count: 1,
      requests: [request],
    })),
    ...jobs.map(({ operation, jobUuid, request }) => ({
      what: `job ${jobUuid} of ${operation} has no end`,
      count: 1,
      requests: [request],
    })),
  ],
};

/** What lies in the recycle bin was deleted; an image whose upload waits is told with that. */
const isThere =
  (awaited: readonly string[]) =>
  ({ uuid, state, status }: FoundLists['leftBehind']['resources'][number]) =>
    status !== 'Deleted' && state !== 'Destroyed' && !awaited.includes(uuid);

/** One for all that are told in the same words. */
function together<T extends { readonly request: number }>(
  all: readonly T[],
  worded: (one: T) => Pick<Worded, 'what'>,
): Worded[] {
  const found = new Map<string, number[]>();
  for (const one of all) {
    const { what } = worded(one);
    found.set(what, [...(found.get(what) ?? []), one.request]);
  }
  return [...found].map(([what, requests]) => ({ what, count: requests.length, requests }));
}

/** A name that a client made up, in one line. */
function cut(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  const shown = name.slice(0, LONGEST_NAME).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
  return name.length > LONGEST_NAME ? `${shown}…` : shown;
}

/**
 * The kinds that a list of names means.
 * @throws {RangeError} for a name that is none
 */
export function findingKinds(names: readonly string[]): FindingKind[] {
  return names.map((name) => {
    const kind = FINDING_KINDS.find((one) => one === name);
    if (kind) return kind;
    throw new RangeError(
      `'${name}' is no kind of finding${didYouMean(name, FINDING_KINDS)}: ${FINDING_KINDS.join(', ')}`,
    );
  });
}

/** A finding as one line. */
export function lineOf({ what, meant, count }: Finding): string {
  const often = count === 1 ? '' : `, ${count} times`;
  return `${what}${often}${meant === null ? '' : `; meant: ${meant}`}`;
}
