import * as z from 'zod';
import { shortName, type Release } from '../core/releases.js';
import { KNOWN_OPERATIONS } from './known-operations.js';
import { differencesOf, readVersions } from './releases.js';
import { reservedOperations } from './reserved-operations.js';

/** More of a list than any client needs. */
const MOST = 10_000;

const name = z.string().min(1).max(300);

/** What a client relies on, as a file says it. */
export const reliedOnShape = z.strictObject({
  /** The release that it was seen with, as settings write it. */
  release: name,
  operations: z
    .record(
      name,
      z.strictObject({
        /** `GET /v1/images/{uuid}`; empty: it is sent as a message only. */
        calls: z.array(name).max(MOST),
        /** Names of the parameters that it was given. */
        parameters: z.array(name).max(MOST),
        /** Fields of its answers that the client breaks without: `inventories[].uuid`. */
        reads: z.array(name).max(MOST).optional(),
        /** Of each of these lists it needs one. */
        readsEither: z.array(z.array(name).max(MOST)).max(MOST).optional(),
        /** Fields of which nobody has found out whether it reads them. */
        untried: z.array(name).max(MOST).optional(),
      }),
    )
    .refine((operations) => Object.keys(operations).length <= MOST, `at most ${MOST} operations`),
});

export type ReliedOn = z.infer<typeof reliedOnShape>;

/** One thing that a client relies on and that a release has not. */
export interface Missing {
  readonly operation: string;
  readonly what: string;
}

export interface ReliedOnVerdict {
  readonly missing: readonly Missing[];
  /** Operations of which the facts do not say whether the release has them. */
  readonly unknown: readonly string[];
}

/** What of all that a client relies on a release has not, by the facts alone: nobody is asked. */
export function judgeReliedOn({ operations }: ReliedOn, release: Release): ReliedOnVerdict {
  const versions = readVersions();
  const unsure = new Set(versions.unknown);
  const { absent, operations: differing } = differencesOf(release);
  const known = new Map(KNOWN_OPERATIONS.map((one) => [one.name, one]));
  const missing: Missing[] = [];
  const unknown: string[] = [];
  for (const [operation, { calls, parameters }] of Object.entries(operations)) {
    const own = known.get(operation) ?? reservedOperations().get(operation);
    // The facts list what some release has not, or otherwise: all others are the same in each.
    const isNamed = own !== undefined || Object.hasOwn(versions.operations, operation);
    if (unsure.has(operation) || !isNamed) {
      unknown.push(operation);
      continue;
    }
    const tell = (what: string) => missing.push({ operation, what });
    if (absent.has(operation)) {
      tell(`${shortName(release)} has no such operation`);
      continue;
    }
    const difference = differing.get(operation);
    for (const parameter of parameters) {
      if (difference?.params.get(parameter)?.there === null) {
        tell(`it has no parameter '${parameter}'`);
      }
    }
    const { method, paths = [] } = { ...own, ...difference };
    if (method === undefined) continue;
    for (const call of calls) {
      const [asked = '', path = ''] = call.split(' ', 2);
      if (asked !== method || !paths.some((one) => patternOf(one).test(path))) {
        tell(`it is no ${call}: ${method} ${paths.join(' or ')}`);
      }
    }
  }
  return { missing, unknown };
}

/** What paths of this form look like. */
export const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}/?$`);
