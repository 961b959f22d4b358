import type { Book, Case } from '../cases/case.js';
import type { Facts } from '../facts/facts.js';
import { casesOfKinds } from './cases-of-kinds.js';
import { casesOfOwners } from './cases-of-owners.js';
import { casesOfQuery } from './cases-of-queries.js';
import { casesOfRefusals } from './cases-of-refusals.js';
import { casesOfStrangers } from './cases-of-strangers.js';
import { casesOfSuccesses } from './cases-of-successes.js';

/** The cases that follow from the facts, for every operation that they know. */
export function deriveCases(facts: Facts, book: Book): Case[] {
  const derived = [...facts.operations.values()].flatMap((operation) =>
    operation.kind === 'query'
      ? casesOfQuery(facts, operation)
      : [...casesOfRefusals(operation, book), ...casesOfOwners(operation, book)],
  );
  const successes = [...casesOfKinds(facts, book), ...casesOfSuccesses(facts, book)];
  const strangers = casesOfStrangers(facts, [...book.cases, ...successes]);
  return [...derived, ...successes, ...strangers];
}
