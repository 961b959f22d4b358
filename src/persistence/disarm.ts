import type { Database } from './database.js';

/** Removes from a world what its author could use to act on whoever opens it; belongs into a transaction. */
export function disarm(database: Database, webHookFlow: string, allowsCrashes: boolean): void {
  database.prepare('update jobs set web_hook = null where web_hook is not null').run();
  database.prepare('delete from tasks where flow = ?').run(webHookFlow);
  if (allowsCrashes) return;
  database.prepare("delete from faults where action ->> 'kind' = 'crash'").run();
}
