import { apiError, DAMAGED } from '../core/api-error.js';
import { isDamage } from '../core/machine-fault.js';
import type { Database } from './database.js';

/*
 * A world whose file turned out to be damaged, or gone, while it was in use takes no more writes: what would be
 * written into it might be lost, or damage more.
 */

const reasons = new WeakMap<Database, string>();
const listeners = new WeakMap<Database, (reason: string) => void>();

/** Why the database takes no more writes, or undefined. */
export const damageOf = (database: Database): string | undefined => reasons.get(database);

/** Lets somebody know of the first damage. */
export function onDamage(database: Database, tell: (reason: string) => void): void {
  listeners.set(database, tell);
}

/** From now on the database takes no more writes. */
export function closeToWrites(database: Database, reason: string): void {
  if (reasons.has(database)) return;
  reasons.set(database, reason);
  listeners.get(database)?.(reason);
}

/** Looks whether an error says that the database is damaged; answers the error, for it to be thrown on. */
export function noticed(database: Database, error: unknown): unknown {
  if (isDamage(error)) closeToWrites(database, DAMAGED);
  return error;
}

/** @throws SYS.1006 when the database takes no more writes */
export function checkWritable(database: Database): void {
  const reason = reasons.get(database);
  if (reason !== undefined) throw apiError('SYS.1006', reason);
}
