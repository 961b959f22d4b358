import type { Chance } from '../core/chance.js';
import type { UnitOfWork } from '../domain/unit-of-work.js';
import { checkWritable, noticed } from './damage.js';
import type { Database } from './database.js';
import type { DeferredWrites } from './deferred-writes.js';
import { checkAlive, transactionBegins, transactionEnds } from './lost-transactions.js';
import type { LogSync } from './log-sync.js';
import type { RowCache } from './row-cache.js';
import type { SettingsStore } from './settings-store.js';
import type { UndoRecorder } from './undo/undo-recorder.js';

/**
 * Transactions of one world; one inside another is a savepoint. A commit also saves the state of
 * the world's chance, and a rollback takes the chance back, so that the same calls give the same
 * identifiers whatever failed in between.
 */
export function createUnitOfWork(
  database: Database,
  settings: SettingsStore,
  chance: Chance,
  rows: RowCache,
  deferred: DeferredWrites,
  log: LogSync,
  undo: UndoRecorder | undefined,
): UnitOfWork {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const savepoint = database.prepare('SAVEPOINT inner_work');
  const release = database.prepare('RELEASE inner_work');
  const rollbackTo = database.prepare('ROLLBACK TO inner_work');
  // The last word of the state is a counter: it tells whether the stream was used since the last save.
  let saved: number | undefined;
  // Then the row may be another one.
  rows.whenUndone(() => (saved = undefined));

  function whole<T>(work: () => T): T {
    checkWritable(database);
    undo?.transactionBegins();
    begin.run();
    transactionBegins(database);
    rows.begin();
    deferred.begin();
    const result = work();
    commitAll();
    return result;
  }

  function commitAll(): void {
    checkAlive(database);
    deferred.flush();
    // One of several parts may have met the damage: none of them is kept.
    checkWritable(database);
    const after = chance.state;
    if (after[3] !== saved) settings.save('chance', after);
    undo?.beforeCommit();
    commit.run();
    log.committed();
    undo?.committed();
    [, , , saved] = after;
  }

  function inner<T>(work: () => T): T {
    savepoint.run();
    const result = work();
    checkAlive(database);
    deferred.flush();
    release.run();
    return result;
  }

  let afterwards: (() => void)[] = [];
  let undoings: (() => void)[] = [];

  /** What happened outside of the database since then is taken back. */
  function undoSince(promised: number): void {
    const undone = undoings.slice(promised);
    undoings = undoings.slice(0, promised);
    for (const takeBack of undone.toReversed()) takeBack();
  }

  return {
    get isOver() {
      return !database.open;
    },
    run(work) {
      checkAlive(database);
      const isInner = database.inTransaction;
      // What waits belongs to the outer part, and fails with it.
      if (isInner) deferred.flush();
      const before = chance.state;
      const promised = afterwards.length;
      const undoable = undoings.length;
      try {
        if (isInner) return inner(work);
        const result = whole(work);
        transactionEnds(database);
        const kept = afterwards;
        afterwards = [];
        undoings = [];
        for (const then of kept) then();
        return result;
      } catch (error) {
        noticed(database, error);
        afterwards = afterwards.slice(0, promised);
        if (database.inTransaction) {
          if (isInner) {
            rollbackTo.run();
            release.run();
          } else rollback.run();
        }
        if (isInner) undo?.partUndone();
        else undo?.undone();
        // What was read after the undone changes may not be so.
        rows.undo();
        deferred.drop();
        chance.restore(before);
        undoSince(undoable);
        throw error;
      } finally {
        if (!isInner) {
          transactionEnds(database);
          rows.end();
          deferred.end();
        }
      }
    },
    async runLong(work) {
      const before = chance.state;
      const undoable = undoings.length;
      try {
        begin.run();
        transactionBegins(database);
        deferred.begin();
        // Rows are not kept: a long transaction reads too many of them.
        const result = await work();
        commitAll();
        undoings = [];
        return result;
      } catch (error) {
        noticed(database, error);
        if (database.inTransaction) rollback.run();
        rows.undo();
        rows.end();
        deferred.drop();
        chance.restore(before);
        undoSince(undoable);
        throw error;
      } finally {
        transactionEnds(database);
        deferred.end();
      }
    },
    endProcess(lastWords) {
      if (database.inTransaction) rollback.run();
      deferred.drop();
      undo?.undone();
      undo?.transactionBegins();
      begin.run();
      lastWords();
      deferred.flush();
      undo?.beforeCommit();
      commit.run();
      process.kill(process.pid, 'SIGKILL');
    },
    afterCommit: (work) => void afterwards.push(work),
    afterRollback: (work) => void undoings.push(work),
  };
}
