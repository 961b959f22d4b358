import { existsSync, readFileSync, statSync } from 'node:fs';
import DatabaseConstructor from 'better-sqlite3';
import { ownerBeside, type Database } from '../database.js';

/**
 * Whether a process has a database open as the emulator does. Nothing is changed by the question: a file
 * that is opened for reading only cannot get the exclusive lock that is asked for, and when nobody else has
 * it, that is what SQLite complains about, before it makes any file.
 */
export function isInUse(path: string): boolean {
  const owner = ownerBeside(path);
  // Where others may open the file, the lock is on the one beside it.
  return isLocked(path) || (existsSync(owner) && isLocked(owner));
}

function isLocked(path: string): boolean {
  let database: Database | undefined;
  try {
    database = new DatabaseConstructor(path, { readonly: true, timeout: 0 });
    database.pragma('locking_mode = EXCLUSIVE');
    database.prepare('select count(*) from sqlite_schema').get();
    return false;
  } catch (error) {
    return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
  } finally {
    database?.close();
  }
}

/** Id of the process that has a lock on a file, where the system tells (Linux). */
export function holderOf(path: string): number | undefined {
  try {
    const { ino } = statSync(path);
    const locks = readFileSync('/proc/locks', 'utf8');
    const [, pid] = new RegExp(String.raw`WRITE (\d+) \S+:${ino} `).exec(locks) ?? [];
    return pid === undefined || pid === '0' ? undefined : Number(pid);
  } catch {
    return undefined;
  }
}
