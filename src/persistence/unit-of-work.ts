import type { Chance } from '../core/chance.js';
import type { UnitOfWork } from '../domain/unit-of-work.js';
import type { Database } from './database.js';
import type { SettingsStore } from './settings-store.js';

/**
 * Transactions of one world. A commit also saves the state of its chance, and a rollback takes
 * the chance back, so that the same calls give the same identifiers whatever failed in between.
 */
export function createUnitOfWork(
  database: Database,
  settings: SettingsStore,
  chance: Chance,
): UnitOfWork {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  // The last word of the state is a counter: it tells whether the stream was used since the last save.
  let saved: number | undefined;
  return {
    run(work) {
      const before = chance.state;
      begin.run();
      try {
        const result = work();
        const after = chance.state;
        if (after[3] !== saved) settings.save('chance', after);
        commit.run();
        [, , , saved] = after;
        return result;
      } catch (error) {
        if (database.inTransaction) rollback.run();
        chance.restore(before);
        throw error;
      }
    },
  };
}
