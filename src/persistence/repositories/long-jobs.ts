import { eq, inArray, lt, sql } from 'drizzle-orm';
import type { LongJobRepository } from '../../domain/long-job/long-job.js';
import type { TaskProgressRepository } from '../../domain/long-job/task-progress.js';
import type { Database } from '../database.js';
import { longJobs, taskProgresses } from '../schema/index.js';
import type { UnsavedJob } from './unsaved-job.js';
import { defineRowStore, deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(longJobs, [
  'name',
  'description',
  'jobData',
  'jobResult',
  'state',
  'targetResourceUuid',
  'innerJobUuid',
  'managementNodeUuid',
  'apiId',
  'executeTime',
  'doneDate',
  'createDate',
]);
const findByInnerJob = rowsWhere(longJobs, eq(longJobs.innerJobUuid, sql.placeholder('jobUuid')));
const findByApiId = rowsWhere(longJobs, eq(longJobs.apiId, sql.placeholder('apiId')));
const listByTarget = rowsWhere(
  longJobs,
  eq(longJobs.targetResourceUuid, sql.placeholder('resourceUuid')),
);

// Without an index: asked once, at the start of the process.
const listAtWork = rowsWhere(longJobs, inArray(longJobs.state, ['Running', 'Canceling']));

export function createLongJobRepository(
  database: Database,
  unsaved: UnsavedJob,
): LongJobRepository {
  const rows = store.open(database);
  return {
    ...rows,
    // Of a job that nobody has seen yet no long job can know.
    findByInnerJob: (jobUuid) =>
      unsaved.job?.uuid === jobUuid ? undefined : findByInnerJob.get(database, { jobUuid }),
    listByTarget: (resourceUuid) => listByTarget.all(database, { resourceUuid }),
    listAtWork: () => listAtWork.all(database, {}),
    findByApiId: (apiId) => findByApiId.get(database, { apiId }),
  };
}

const insertProgress = insertInto(taskProgresses);
const isOfApi = eq(taskProgresses.apiId, sql.placeholder('apiId'));
const findProgress = rowsWhere(taskProgresses, isOfApi);
const removeProgress = deleteWhere(taskProgresses, isOfApi);
const purgeProgress = deleteWhere(taskProgresses, lt(taskProgresses.time, sql.placeholder('date')));
const anyProgress = rowsWhere(taskProgresses, undefined);

export function createTaskProgressRepository(database: Database): TaskProgressRepository {
  return {
    save(progress) {
      removeProgress.run(database, { apiId: progress.apiId });
      insertProgress.run(database, { ...progress });
    },
    find: (apiId) => findProgress.get(database, { apiId }),
    remove: (apiId) => void removeProgress.run(database, { apiId }),
    purge: (date) => void purgeProgress.run(database, { date }),
    isEmpty: () => anyProgress.get(database, {}) === undefined,
  };
}
