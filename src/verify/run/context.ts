import { Chance } from '../../core/chance.js';
import type { Book } from '../cases/case.js';
import type { Client } from '../client/client.js';
import type { Facts } from '../facts/facts.js';

/** What a run works with. */
export interface Context {
  readonly client: Client;
  readonly facts: Facts;
  readonly book: Book;
  /** What all names of things that are made begin with: `zstack-verify`. */
  readonly prefix: string;
  /** Names this run among others: what it makes begins with the prefix and this. */
  readonly run: string;
  readonly locale: 'en' | 'zh';
  /** How long an answer may take to become what it must be, in ms. */
  readonly patience: number;
  /** Uuids and names that nobody has. */
  readonly chance: Chance;
  /** What every case knows: addresses of images, a password. */
  readonly given: Readonly<Record<string, unknown>>;
}

export const newRun = (chance: Chance): string => chance.text(6).toLowerCase();
export const newChance = (seed?: number): Chance =>
  seed === undefined ? Chance.unseeded() : Chance.fromSeed(seed);

/** The user tag of everything that a run makes. */
export const tagOf = ({ prefix, run }: Pick<Context, 'prefix' | 'run'>): string =>
  `${prefix}::${run}`;

/** What all that a run makes is named by. */
export const ownPrefix = ({ prefix, run }: Pick<Context, 'prefix' | 'run'>): string =>
  `${prefix}-${run}-`;
