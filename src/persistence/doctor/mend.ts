import { EXPECTED_CAPACITIES } from '../laws.js';
import type { Database } from '../database.js';

/** Builds every index anew from its table. */
export function rebuildIndexes(database: Database): void {
  database.exec('REINDEX');
}

/** Removes what ended jobs left: their tasks (web hooks come after the end) and their reservations. */
export function removeLeftoversOfJobs(database: Database): { tasks: number; reservations: number } {
  const tasks = database
    .prepare(
      `delete from tasks where job_uuid is not null and flow <> 'web-hook'
         and job_uuid not in (select uuid from jobs where state = 'Running')`,
    )
    .run().changes;
  const reservations = database
    .prepare(
      `delete from backup_storage_reservations
         where job_uuid not in (select uuid from jobs where state = 'Running')`,
    )
    .run().changes;
  return { tasks, reservations };
}

/** Computes every capacity anew from what lies on the storage; answers how many were wrong. */
export function recomputeCapacities(database: Database): number {
  return EXPECTED_CAPACITIES.reduce((changed, { table, available, total, expected }) => {
    const statement = database.prepare(
      `update ${table} as s set ${available} = ${expected}
         where ${available} <> ${expected} and ${expected} between 0 and ${total}`,
    );
    return changed + statement.run().changes;
  }, 0);
}
