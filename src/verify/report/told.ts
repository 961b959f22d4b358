import * as z from 'zod';
import type { Exchange } from '../client/client.js';
import type { Verdict } from '../run/verdict.js';
import type { Deviation } from './evidence.js';

/** A file of `--exchanges`. */
export const exchangesSchema = z.array(
  z.looseObject({
    operation: z.string(),
    name: z.string(),
    exchanges: z.array(
      z.looseObject({
        method: z.string(),
        path: z.string(),
        body: z.unknown().optional(),
        status: z.number(),
        answer: z.unknown().optional(),
      }),
    ),
  }),
);

export type Exchanges = z.infer<typeof exchangesSchema>;

/** An exchange that may have been written to a file: what is undefined has gone. */
type Sent = Omit<Exchange, 'answer'> & { readonly answer?: unknown };

/** What a case asked, and what it was told. */
export interface Told {
  readonly request: string;
  readonly status: number;
  readonly answer: unknown;
}

/** What differs from run to run and says nothing: by what it looks like, and what stands for it. */
const PASSING: readonly (readonly [RegExp, string])[] = [
  [/\b[\da-f]{128}\b/g, '<sha512>'],
  [/http:\/\/[\w.-]+:\d+(?=\/)/g, '<address>'],
  [/[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d:\d\d\s[AP]M/g, '<time>'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, '<time>'],
  [/ssh-rsa [\w+/=]+/g, '<public key>'],
  [/-----BEGIN RSA PRIVATE KEY-----[^-]+-----END/g, '<private key>'],
];
/** Numbers that are times, by the names of their fields. */
const TIMES = /(?:time|date|seconds)$/i;

/** What stands for something else, and is the same wherever that is the same: uuids, sums, addresses of NICs. */
const NAMES =
  /\b(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?:[\da-f]{2}:){5}[\da-f]{2})\b/g;

/** A way to write texts without what differs from run to run; names get numbers in the order in which they appear. */
function bareBy(prefix: string): (text: string) => string {
  const numbers = new Map<string, string>();
  const numberOf = (name: string) => {
    const known = numbers.get(name) ?? `#${numbers.size + 1}`;
    numbers.set(name, known);
    return known;
  };
  const passing = [
    [new RegExp(String.raw`${prefix}-[a-z\d]{6}-\d+`, 'g'), '<own>'] as const,
    [new RegExp(`${prefix}(?:-|::)[a-z\\d]{6}`, 'g'), '<run>'] as const,
    ...PASSING,
  ];
  return (text) =>
    passing.reduce((now, [look, stead]) => now.replace(look, stead), text).replace(NAMES, numberOf);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * What a case was told, without what differs from run to run: times, uuids, sums, names of its own. Of a question that is
 * asked again and again the last answer stays.
 */
export function toldIn(exchanges: readonly Sent[], prefix: string): Told[] {
  const bareText = bareBy(prefix);
  const bare = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return bareText(value);
    if (typeof value === 'number') return TIMES.test(key) ? '<time>' : value;
    if (Array.isArray(value)) return value.map((one) => bare(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [bareText(name), bare(one, name)]),
    );
  };
  const all: Told[] = [];
  for (const { method, path, body, status, answer } of exchanges) {
    const asked = bareText(`${method} ${decoded(path)}`);
    const request = body === undefined ? asked : `${asked} ${JSON.stringify(bare(body))}`;
    if (all.at(-1)?.request === request) all.pop();
    const isByChance = /[?&]sort=[+-]?uuid\b/.test(decoded(path));
    all.push({
      request,
      status,
      answer: bare(isByChance ? inOrder(answer, bareBy(prefix)) : answer),
    });
  }
  return all;
}

/** Rows that were sorted by what is by chance, in an order that is not. */
function inOrder(answer: unknown, bareText: (text: string) => string): unknown {
  if (!isTree(answer) || !Array.isArray(answer['inventories'])) return answer;
  const looks = (row: unknown) => bareText(JSON.stringify(row)).replaceAll(/"#\d+"/g, '"#"');
  const rows = answer['inventories']
    .map((row: unknown) => [looks(row), row] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
  return { ...answer, inventories: rows };
}

/** By title what each case of a run was told. */
export const toldTo = (
  verdicts: readonly Pick<Verdict, 'case' | 'exchanges'>[],
  prefix: string,
): Record<string, readonly Told[]> =>
  Object.fromEntries(
    verdicts
      .filter(({ exchanges }) => exchanges.length > 0)
      .map(({ case: one, exchanges }) => [
        `${one.operation} › ${one.name}`,
        toldIn(exchanges, prefix),
      ]),
  );

/** Where two runs were told something else: of each case the first place, with what stands there. */
export function toldOtherwise(left: Exchanges, right: Exchanges, prefix: string): Deviation[] {
  const [one, other] = [left, right].map(
    (all) => new Map(all.map((each) => [`${each.operation} › ${each.name}`, each])),
  ) as [Map<string, Exchanges[number]>, Map<string, Exchanges[number]>];
  return [...new Set([...one.keys(), ...other.keys()])].toSorted().flatMap((title) => {
    const [operation = '', name = ''] = title.split(' › ');
    const [a, b] = [one.get(title), other.get(title)];
    if (!a || !b) {
      const [here, there] = [a, b].map((each) => (each ? 'tried' : 'no such case'));
      return [{ operation, name, left: here ?? '', right: there ?? '' }];
    }
    const place = firstOtherwise(toldIn(a.exchanges, prefix), toldIn(b.exchanges, prefix));
    return place ? [{ operation, name, ...place }] : [];
  });
}

type Place = Pick<Deviation, 'left' | 'right'>;

function firstOtherwise(left: readonly Told[], right: readonly Told[]): Place | undefined {
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const [a, b] = [left[i], right[i]];
    if (a?.request !== b?.request) {
      return {
        left: a?.request ?? 'nothing is asked any more',
        right: b?.request ?? 'nothing is asked any more',
      };
    }
    const of = (place: Place | undefined) =>
      place && { left: `${a?.request}: ${place.left}`, right: place.right };
    const found = of(
      a?.status === b?.status
        ? placeOf(a?.answer, b?.answer, '')
        : { left: `status ${a?.status}`, right: `status ${b?.status}` },
    );
    if (found) return found;
  }
  return undefined;
}

/** The first place where two values differ. */
function placeOf(left: unknown, right: unknown, path: string): Place | undefined {
  if (isTree(left) && isTree(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const found = placeOf(left[key], right[key], path === '' ? key : `${path}.${key}`);
      if (found) return found;
    }
    return undefined;
  }
  const [a, b] = [left, right].map((value) => JSON.stringify(value) ?? 'nothing');
  const name = path === '' ? 'the answer' : path;
  return a === b ? undefined : { left: `${name} is ${a}`, right: `${name} is ${b}` };
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
