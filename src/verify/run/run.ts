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

/** Tells whether a case is named by one of these, by its operation or its title. */
type Named = (one: Case) => boolean;

function named(patterns: readonly string[]): Named {
  const whole = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const parts = patterns.filter((pattern) => pattern.includes('*')).map(matcher);
  const isNamed = (name: string) => whole.has(name) || parts.some((part) => part.test(name));
  return (one) => isNamed(one.operation) || isNamed(titleOf(one));
}

const matcher = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
    'u',
  );

/** Why a case is not tried; undefined: it is. Null: nobody asked for it. */
function whyNotTried(choice: Choice, facts: Facts): (one: Case) => string | null | undefined {
  const [isOnly, isSkipped, mayDisturb] = [choice.only, choice.skip, choice.disturbs].map(
    named,
  ) as [Named, Named, Named];
  return (one) => {
    if ((choice.only.length > 0 && !isOnly(one)) || isSkipped(one)) return null;
    return notOfRelease(one, facts) ?? notAllowed(one, choice, mayDisturb);
  };
}

function notOfRelease(one: Case, facts: Facts): string | undefined {
  if (!facts.operations.has(one.operation) && facts.elsewhere.has(one.operation)) {
    return `it is not in release ${facts.release}`;
  }
  const { from, until } = one.releases ?? {};
  const at = (release: string) => facts.releases.findIndex((name) => name.startsWith(release));
  const now = facts.releases.indexOf(facts.release);
  if ((from !== undefined && now < at(from)) || (until !== undefined && now > at(until))) {
    return `it does not hold for release ${facts.release}`;
  }
  return undefined;
}

function notAllowed(one: Case, choice: Choice, mayDisturb: Named): string | undefined {
  if (one.effect === 'reads') return undefined;
  if (!choice.writes) return 'not tried: it needs --write';
  if (one.effect !== 'disturbs' || mayDisturb(one)) return undefined;
  return 'not tried: it disturbs others, so it needs --disturb with its name';
}

/** Told of each case before it is tried, and what the one before it came to. */
export type OnTried = (done: number, total: number, one: Case, before?: Verdict) => void;

/** Tries cases; whatever happens, what was made is removed. */
export async function run(
  context: Context,
  cases: readonly Case[],
  choice: Choice,
  onTried: OnTried,
): Promise<Outcome> {
  const verdicts: Verdict[] = [];
  const tried: Case[] = [];
  const reasonOf = whyNotTried(choice, context.facts);
  for (const one of inOrder(cases)) {
    const reason = reasonOf(one);
    if (reason === undefined) tried.push(one);
    else if (reason !== null)
      verdicts.push({ case: one, state: 'unknown', reasons: [reason], exchanges: [] });
  }
  const trial = new Trial(context);
  let left: readonly Made[] = [];
  try {
    if (choice.writes && tried.some(({ effect }) => effect === 'reads')) await trial.populate();
    let before: Verdict | undefined;
    for (const [i, one] of tried.entries()) {
      context.client.signal?.throwIfAborted();
      onTried(i, tried.length, one, before);
      before = await trial.try(one);
      verdicts.push(before);
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
  const all = choice.only.length > 0 ? [] : [...operations.keys(), ...closed];
  const reasons = {
    ...context.book.unproven,
    ...Object.fromEntries(closed.map((name) => [name, CLOSED])),
  };
  return { verdicts, operations: byOperation(verdicts, all, reasons), left };
}
