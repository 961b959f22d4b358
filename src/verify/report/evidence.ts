import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Case } from '../cases/case.js';
import type { Facts } from '../facts/facts.js';
import type { State, Verdict } from '../run/verdict.js';

const LETTERS = { proven: 'p', differs: 'd', unknown: 'u' } as const;
const STATES: Readonly<Record<string, State>> = { p: 'proven', d: 'differs', u: 'unknown' };

export const evidenceSchema = z.strictObject({
  target: z.string(),
  release: z.string(),
  date: z.string(),
  /** By operation and name of the case: its state, the hash of the case, and the reason where it is not proven. */
  cases: z.record(z.string(), z.record(z.string(), z.string())),
});

export type Evidence = z.infer<typeof evidenceSchema>;

/** What has been found out, without what was sent: small enough to be kept. */
export function evidenceOf(
  facts: Facts,
  verdicts: readonly Verdict[],
  { target, date }: Pick<Evidence, 'target' | 'date'>,
): Evidence {
  const cases: Record<string, Record<string, string>> = {};
  const hash = hasher(facts);
  for (const { case: one, state, reasons } of sorted(verdicts)) {
    const reason = state === 'proven' ? '' : ` ${withoutNames(reasons[0] ?? '')}`;
    (cases[one.operation] ??= {})[one.name] = `${LETTERS[state]} ${hash(one)}${reason}`;
  }
  return { target, release: facts.release, date, cases };
}

const sorted = (verdicts: readonly Verdict[]) =>
  verdicts.toSorted((a, b) => {
    const [left, right] = [a, b].map((one) => `${one.case.operation} ${one.case.name}`);
    return String(left) < String(right) ? -1 : 1;
  });

/** Names and uuids are other ones in each run. */
const withoutNames = (reason: string) =>
  reason
    .replaceAll(/[0-9a-f]{32}/g, '<uuid>')
    .replaceAll(/-[a-z\d]{6}-\d+/g, '-<own>')
    .slice(0, 160);

/** What a case is, as a short text: another one when the case or what is known of its operation has changed. */
export function hasher(facts: Facts): (one: Case) => string {
  const shapes = new Map<string, string>();
  const shapeOf = (operation: string) => {
    const known = shapes.get(operation);
    if (known !== undefined) return known;
    const found = facts.operations.get(operation);
    const answered = JSON.stringify(found?.answer ?? {});
    const inventories = Object.entries(facts.inventories).filter(([name]) =>
      answered.includes(name),
    );
    const shape = JSON.stringify([found, inventories]);
    shapes.set(operation, shape);
    return shape;
  };
  return (one) => {
    const { source: _source, ...rest } = one;
    const text = `${JSON.stringify(rest)}${shapeOf(one.operation)}`;
    return createHash('sha256').update(text).digest('hex').slice(0, 8);
  };
}

interface Entry {
  readonly state: State;
  readonly hash: string;
  readonly reason: string;
}

function entryOf(text: string): Entry {
  const [letter = '', hash = '', ...reason] = text.split(' ');
  return { state: STATES[letter] ?? 'unknown', hash, reason: reason.join(' ') };
}

/** Where two differ: what one has proven and the other has not, or otherwise. */
export interface Deviation {
  readonly operation: string;
  readonly name: string;
  readonly left: string;
  readonly right: string;
}

/** Compares what has been found out twice: of two targets, of two releases, of two days. */
export function diffOf(left: Evidence, right: Evidence): Deviation[] {
  const operations = [
    ...new Set([...Object.keys(left.cases), ...Object.keys(right.cases)]),
  ].toSorted();
  return operations.flatMap((operation) => {
    const [a, b] = [left.cases[operation] ?? {}, right.cases[operation] ?? {}];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name): Deviation[] => {
      const [one, other] = [told(a[name]), told(b[name])];
      return one === other ? [] : [{ operation, name, left: one, right: other }];
    });
  });
}

function told(text: string | undefined): string {
  if (text === undefined) return 'no such case';
  const { state, reason } = entryOf(text);
  return reason === '' ? state : `${state}: ${reason}`;
}
