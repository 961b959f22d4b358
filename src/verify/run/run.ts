import { titleOf, type Case } from '../cases/case.js';
import type { Facts } from '../facts/facts.js';
import type { Context } from './context.js';
import { sweep, type Made } from './things.js';
import { Trial } from './try-case.js';
import { byOperation, type OperationVerdict, type Verdict } from './verdict.js';

/** Which cases are tried. */
export interface Choice {
  /** Names of operations or titles of cases, `*` for any text; empty: all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Cases that make things, and calls that must be refused. */
  readonly writes: boolean;
  /** Titles of disturbing cases, or `*`. */
  readonly disturbs: readonly string[];
}

export interface Outcome {
  readonly verdicts: readonly Verdict[];
  readonly operations: readonly OperationVerdict[];
  /** What was made and could not be removed. */
  readonly left: readonly Made[];
}

const CLOSED = 'it is not in the open source: nothing says what it must do';

const ORDER = ['reads', 'refused', 'makes', 'disturbs'];

/** Cases in the order in which they are tried: those that change least first. */
const inOrder = (cases: readonly Case[]): Case[] =>
  cases.toSorted((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect));

/** Why a case is not tried; undefined: it is. Null: nobody asked for it. */
function notTried(one: Case, choice: Choice, facts: Facts): string | null | undefined {
  const title = titleOf(one);
  const isNamed = (patterns: readonly string[]) =>
    patterns.some((pattern) => matches(pattern, one.operation) || matches(pattern, title));
  if (choice.only.length > 0 && !isNamed(choice.only)) return null;
  if (isNamed(choice.skip)) return null;
  if (!facts.operations.has(one.operation) && facts.elsewhere.has(one.operation)) {
    return `it is not in release ${facts.release}`;
  }
  const { from, until } = one.releases ?? {};
  const at = (release: string) => facts.releases.findIndex((name) => name.startsWith(release));
  const now = facts.releases.indexOf(facts.release);
  if ((from !== undefined && now < at(from)) || (until !== undefined && now > at(until))) {
    return `it does not hold for release ${facts.release}`;
  }
  if (one.effect === 'reads') return undefined;
  if (!choice.writes) return 'not tried: it needs --write';
  if (one.effect !== 'disturbs' || choice.disturbs.some((pattern) => matches(pattern, title))) {
    return undefined;
  }
  return 'not tried: it disturbs others, so it needs --disturb with its name';
}

const matches = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
    'u',
  ).test(text);

/** Tries cases; whatever happens, what was made is removed. */
export async function run(
  context: Context,
  cases: readonly Case[],
  choice: Choice,
  onTried: (done: number, total: number, one: Case) => void,
): Promise<Outcome> {
  const verdicts: Verdict[] = [];
  const tried: Case[] = [];
  for (const one of inOrder(cases)) {
    const reason = notTried(one, choice, context.facts);
    if (reason === undefined) tried.push(one);
    else if (reason !== null)
      verdicts.push({ case: one, state: 'unknown', reasons: [reason], exchanges: [] });
  }
  const trial = new Trial(context);
  let left: readonly Made[] = [];
  try {
    if (choice.writes && tried.some(({ effect }) => effect === 'reads')) await trial.populate();
    for (const [i, one] of tried.entries()) {
      context.client.signal?.throwIfAborted();
      onTried(i, tried.length, one);
      verdicts.push(await trial.try(one));
    }
  } finally {
    // Whoever interrupts it does not want to wait for answers, but wants nothing left.
    context.client.signal = undefined;
    if (choice.writes) {
      await trial.end();
      ({ left } = await sweep(context, 'run'));
    }
  }
  const { operations, closed } = context.facts;
  const named = choice.only.length > 0 ? [] : [...operations.keys(), ...closed];
  const reasons = {
    ...context.book.unproven,
    ...Object.fromEntries(closed.map((name) => [name, CLOSED])),
  };
  return { verdicts, operations: byOperation(verdicts, named, reasons), left };
}
