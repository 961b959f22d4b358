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

function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const whole = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const parts = patterns.filter((pattern) => pattern.includes('*')).map(matcher);
  return (name) => whole.has(name) || parts.some((part) => part.test(name));
}

function named(patterns: readonly string[]): Named {
  const isNamed = nameMatcher(patterns);
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

/**
 * The names of a choice apart: of those that stand in one text a comma divides them, unless it is a title.
 * @throws {RangeError} for one that names neither a case nor an operation: nothing tried would look like nothing wrong
 */
function apart(choice: Choice, cases: readonly Case[], facts: Facts): Choice {
  const operations = [...facts.operations.keys(), ...facts.closed, ...facts.elsewhere.keys()];
  const isKnown = (name: string) => {
    const [isCase, isName] = [named([name]), nameMatcher([name])];
    return operations.some(isName) || cases.some(isCase);
  };
  const namesIn = (texts: readonly string[]) =>
    texts.flatMap((text) => {
      if (isKnown(text)) return [text];
      const names = text.split(',').map((name) => name.trim());
      const wrong = names.find((name) => !isKnown(name));
      if (wrong === undefined) return names;
      throw new RangeError(
        `'${wrong}' names no operation and no case; titles are written 'QueryZone › it is sorted by uuid, asc', and * stands for any text`,
      );
    });
  const { only, skip, disturbs } = choice;
  return { ...choice, only: namesIn(only), skip: namesIn(skip), disturbs: namesIn(disturbs) };
}

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

/** A run ended before its end, and what it made is still there, or may be. */
export class LeftBehind extends Error {
  constructor(
    readonly left: readonly Made[],
    /** Why nobody knows what is left, where that is so. */
    readonly unknown: string | undefined,
    cause: unknown,
  ) {
    super(
      [
        ...left.map(
          ({ inventory, uuid, name }) => `could not be removed: ${inventory} ${uuid} ${name}`,
        ),
        ...(unknown === undefined ? [] : [`what is left could not be found out: ${unknown}`]),
        '`zstack-emulator verify clean` removes it later',
      ].join('\n'),
      { cause },
    );
    this.name = 'LeftBehind';
  }
}

/** Told of each case before it is tried, and what the one before it came to. */
export type OnTried = (done: number, total: number, one: Case, before?: Verdict) => void;

/**
 * Tries cases; whatever happens, what was made is removed.
 * @throws {RangeError} for a choice that names what is nowhere
 */
export async function run(
  context: Context,
  cases: readonly Case[],
  given: Choice,
  onTried: OnTried,
): Promise<Outcome> {
  const choice = apart(given, cases, context.facts);
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
  try {
    if (choice.writes && tried.some(({ effect }) => effect === 'reads')) await trial.populate();
    let before: Verdict | undefined;
    for (const [i, one] of tried.entries()) {
      context.client.signal?.throwIfAborted();
      onTried(i, tried.length, one, before);
      before = await trial.try(one);
      verdicts.push(before);
    }
  } catch (error) {
    const left = await ended(trial, context, choice, error);
    throw left.length > 0 ? new LeftBehind(left, undefined, error) : error;
  }
  const left = await ended(trial, context, choice, undefined);
  const { operations, closed } = context.facts;
  const all = choice.only.length > 0 ? [] : [...operations.keys(), ...closed];
  const reasons = {
    ...context.book.unproven,
    ...Object.fromEntries(closed.map((name) => [name, CLOSED])),
  };
  return { verdicts, operations: byOperation(verdicts, all, reasons), left };
}

/** Removes what was made; answers what could not be. @throws {LeftBehind} where that cannot be found out */
async function ended(
  trial: Trial,
  context: Context,
  { writes }: Choice,
  cause: unknown,
): Promise<readonly Made[]> {
  // Whoever interrupts it does not want to wait for answers, but wants nothing left.
  context.client.signal = undefined;
  if (!writes) return [];
  try {
    await trial.end();
    return (await sweep(context, 'run')).left;
  } catch (error) {
    throw new LeftBehind(
      [],
      error instanceof Error ? error.message : String(error),
      cause ?? error,
    );
  }
}
