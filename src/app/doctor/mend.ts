import { messageOf } from '../../core/code-of.js';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../../api/operations/index.js';
import { errorCode } from '../../core/api-error.js';
import type { Environment } from '../../environment/environment.js';
import { checkpoint, sync } from '../../persistence/database-file.js';
import { openDatabase } from '../../persistence/database.js';
import { needlessFiles } from '../../persistence/doctor/blobs.js';
import { copyClosed } from '../../persistence/doctor/copy.js';
import {
  rebuildIndexes,
  recomputeCapacities,
  removeLeftoversOfJobs,
} from '../../persistence/doctor/mend.js';
import { failLongJob } from '../../jobs/end-long-job.js';
import { openOffline } from '../compose.js';
import { filesIn, unfinishedFiles } from './directory.js';
import {
  LOG,
  refuseInUse,
  type Finding,
  type ExaminedDatabase,
  type Examination,
} from './examine.js';

const isMendable = (finding: Finding) => finding.isMendable;

/**
 * Mends what can be mended without guessing, in environments only; before a database is changed, a copy of
 * it is made beside it. Answers what was done, a sentence each.
 * @throws {DoctorRefusal} when an emulator has a database open
 */
export async function mend(root: string, { findings, databases }: Examination): Promise<string[]> {
  const done: string[] = [];
  if (findings.some(isMendable)) {
    for (const path of unfinishedFiles(root)) {
      rmSync(path, { recursive: true, force: true });
      done.push(`removed ${path}`);
    }
  }
  for (const database of databases) {
    if (database.kind !== 'environment' || !database.findings.some(isMendable)) continue;
    refuseInUse(database.path);
    done.push(...(await mendDatabase(database)));
  }
  return done;
}

async function mendDatabase({ name, path, blobs, findings }: ExaminedDatabase): Promise<string[]> {
  const copy = await copyBeside(path);
  const done = [`copied ${path} to ${copy}`];
  if (findings.some(({ check }) => check === 'integrity')) {
    const database = openDatabase(path);
    rebuildIndexes(database);
    database.close();
    done.push(`${path}: built the indexes anew`);
  }
  const before = filesIn(blobs);
  const environment = openOffline(name, path, blobs);
  try {
    const what = environment.world.unitOfWork.run(() => mendWorld(environment));
    done.push(...what.map((sentence) => `${path}: ${sentence}`));
    for (const file of needlessFiles(environment.database, blobs)) rmSync(join(blobs, file));
    checkpoint(environment.database);
    if (findings.some(({ check }) => check === LOG))
      done.push(`${path}: took the log beside it over`);
  } finally {
    await environment.close();
  }
  const gone = before.filter((file) => !existsSync(join(blobs, file)));
  return [...done, ...gone.map((file) => `removed ${join(blobs, file)}`)];
}

/** Belongs into a transaction. Capacities come last: they follow from all else. */
function mendWorld(environment: Environment): string[] {
  const { database } = environment;
  const jobs = [...endJobsWithoutWork(environment), ...endLongJobsWithoutWork(environment)];
  const { tasks, reservations } = removeLeftoversOfJobs(database);
  const capacities = recomputeCapacities(database);
  return [
    ...jobs,
    ...(tasks > 0 ? [`tasks of ended jobs removed: ${tasks}`] : []),
    ...(reservations > 0 ? [`reservations of ended jobs taken back: ${reservations}`] : []),
    ...(capacities > 0 ? [`capacities computed anew: ${capacities}`] : []),
  ];
}

const LOST = errorCode('SYS.1006', 'the job had no work left when its data directory was mended');

/** A job that runs but that nothing would ever go on with: it fails, and what its flow did is undone. */
function endJobsWithoutWork(environment: Environment): string[] {
  const { world, runner } = environment;
  return rowsOf(environment, 'a job that runs has work to do').map(({ uuid }) => {
    const job = world.repositories.jobs.find(String(uuid));
    const operation = OPERATIONS.get(job?.operation ?? '');
    if (!job || operation?.kind !== 'async')
      return `left the job ${String(uuid)}: nobody knows what it did`;
    const { flow } = operation;
    return attempt(environment, `the job ${job.uuid} (${job.operation})`, () =>
      runner.fail({ jobUuid: job.uuid, flow: flow.name }, LOST),
    );
  });
}

function endLongJobsWithoutWork(environment: Environment): string[] {
  const { world } = environment;
  return rowsOf(environment, 'a long job that runs has work').flatMap(({ uuid }) => {
    const longJob = world.repositories.longJobs.find(String(uuid));
    if (!longJob) return [];
    return attempt(environment, `the long job ${longJob.uuid}`, () =>
      failLongJob(world, longJob, LOST, world.clock.now()),
    );
  });
}

/** What its flow did may be too strange to be undone: then all of it is left. */
function attempt({ world }: Environment, what: string, end: () => void): string {
  try {
    world.unitOfWork.run(end);
    return `ended ${what} as failed`;
  } catch (error) {
    return `left ${what}: ${messageOf(error)}`;
  }
}

const rowsOf = (environment: Environment, law: string) =>
  environment.verdicts().find((verdict) => verdict.law === law)?.rows ?? [];

/** Copies a database beside itself, under a name that no environment has. */
async function copyBeside(path: string): Promise<string> {
  const base = path.replace(/\.sqlite$/, '');
  let copy = `${base}.before-mend.sqlite`;
  for (let i = 2; existsSync(copy); i++) copy = `${base}.before-mend-${i}.sqlite`;
  await copyClosed(path, copy);
  sync(copy);
  return copy;
}
