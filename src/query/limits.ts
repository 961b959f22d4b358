import { apiError, type ApiError } from '../core/api-error.js';

/*
 * How large a question may be. Clients ask far smaller ones; larger ones would exhaust the stack, or
 * what the database takes in one statement.
 */

/** Names in one path, e.g. two in `backupStorage.name`. */
export const MOST_NAMES = 16;
/** Comparisons of one query; each value of `has` is one. */
export const MOST_COMPARISONS = 500;
/** Parentheses inside each other. */
export const DEEPEST = 64;
export const MOST_STATEMENTS = 64;
/** So often a way may come to the same kind of resource, what it begins with included. */
export const MOST_RETURNS = 2;
/** Relations that all conditions of a query go over. */
export const MOST_RELATIONS = 500;
/** Inventories that a statement joins to those that it asks for. */
export const MOST_JOINS = 8;
/** Bytes of one answer, about. */
export const MOST_BYTES = 16 * 2 ** 20;

/** SYS.1007 for a query that is larger than one of the limits. */
export const tooLarge = (details: string): ApiError => apiError('SYS.1007', details);

export const tooManyComparisons = () =>
  tooLarge(`a statement has more than ${MOST_COMPARISONS} comparisons`);
