import { createHash } from 'node:crypto';
import { realTime } from '../core/clock.js';
import type { Case } from './cases/case.js';
import { readBook } from './cases/read-book.js';
import { Client, type Identity } from './client/client.js';
import { deriveCases } from './derive/derive-cases.js';
import { readFacts, type Facts } from './facts/facts.js';
import { newChance, newRun, type Context } from './run/context.js';
import { run, type Choice, type OnTried, type Outcome } from './run/run.js';
import { sweep } from './run/things.js';

export interface Target {
  /** With the context path. */
  readonly url: string;
  readonly identity: Identity;
  /** At most so many requests a second; 0: as fast as it answers. */
  readonly pace: number;
  /** How long a job may take, and an answer to become what it must be, in ms. */
  readonly patience: number;
  readonly prefix: string;
  readonly locale: 'en' | 'zh';
  readonly release?: string | undefined;
  /** Where images come from that are added. */
  readonly imageUrl: string;
  readonly isoUrl: string;
  /** What cases need and nobody can guess, by name: a machine that may be added as a host, for instance. */
  readonly given?: Readonly<Record<string, string>>;
  /** What names and uuids are drawn from; the same ones again for the same seed. By default nobody has had them. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

export interface Verified extends Outcome {
  readonly facts: Facts;
  /** When it began, ISO 8601. */
  readonly date: string;
}

/** All cases, those that are written and those that follow from the facts, of one release. */
export function casesFor(release?: string): {
  readonly facts: Facts;
  readonly cases: readonly Case[];
} {
  const facts = readFacts(release);
  const book = readBook();
  return { facts, cases: [...book.cases, ...deriveCases(facts, book)] };
}

/** Tries cases against a target. */
export async function verify(target: Target, choice: Choice, onTried: OnTried): Promise<Verified> {
  const date = new Date(realTime()).toISOString();
  const { facts, cases } = casesFor(target.release);
  const context = contextOf(target, facts);
  await context.client.open();
  try {
    const outcome = await run(context, cases, choice, onTried);
    return { ...outcome, facts, date };
  } finally {
    context.client.signal = undefined;
    // What was found out is not lost because nobody could say good-bye.
    await context.client.close().catch(() => undefined);
  }
}

/** Removes what earlier runs with this prefix have left. */
export async function clean(target: Target): Promise<Awaited<ReturnType<typeof sweep>>> {
  const context = contextOf(target, readFacts(target.release));
  await context.client.open();
  try {
    return await sweep(context, 'all');
  } finally {
    await context.client.close();
  }
}

function contextOf(target: Target, facts: Facts): Context {
  const { prefix, locale, patience, imageUrl, isoUrl } = target;
  const client = new Client(target);
  client.signal = target.signal;
  const chance = newChance(target.seed);
  const password = chance.uuid();
  return {
    client,
    facts,
    book: readBook(),
    prefix,
    run: newRun(chance),
    locale,
    patience,
    chance,
    given: {
      ...target.given,
      imageUrl,
      isoUrl,
      password,
      passwordDigest: createHash('sha512').update(password).digest('hex'),
    },
  };
}
