import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Operation } from '../api/define-operation.js';
import type { Runtime } from '../api/execute.js';
import { OPERATIONS } from '../api/operations/index.js';
import { tryOutOn } from '../api/try-out.js';
import type { ClockState } from '../core/clock.js';
import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { CONTROL_OPERATIONS } from '../control/operations/index.js';
import { Environment, type EnvironmentParts } from '../environment/environment.js';
import { DEFAULT_ENVIRONMENT, Environments } from '../environment/environments.js';
import { CHORES } from '../services/chores/index.js';
import { createDispatcher, renderJobResult, type Dispatching } from '../http/dispatcher.js';
import { Router } from '../http/router.js';
import { createServer } from '../http/server.js';
import { postWebHook } from '../http/web-hook-client.js';
import type { Config } from './config.js';
import { describeApi } from './describe-api.js';
import { openJournalFile } from './journal-file.js';
import type { Logger } from './logger.js';

const PACKAGE_ROOT = join(__dirname, '..', '..');
const DEFAULT_SEED = join(PACKAGE_ROOT, 'seed', 'default.yaml');
const DATABASE_FILE = 'default.sqlite';

/** Everything of one emulator, wired and ready to listen. */
export interface Emulator {
  readonly environments: Environments;
  readonly server: Server;
  /** Finishes what is running and closes the databases. */
  readonly close: () => Promise<void>;
}

/** What only tests decide. */
export interface ComposeOptions {
  readonly clock?: ClockState;
  readonly chanceSeed?: number;
  /** Told of every operation that was called and how it was answered. */
  readonly onAnswered?: Dispatching['onAnswered'];
}

/** The only place where the parts are put together. */
export async function compose(
  config: Config,
  logger: Logger,
  options: ComposeOptions = {},
): Promise<Emulator> {
  const operationByName = new Map(
    [...OPERATIONS, ...CONTROL_OPERATIONS].map((operation) => [operation.name, operation]),
  );
  const journalFile =
    config.journalFile === undefined
      ? undefined
      : await openJournalFile(config.journalFile, logger);
  const environments = new Environments();
  const wiring = { wire: config.wire, operationByName };
  const parts = environmentParts(operationByName, (world, jobUuid) =>
    sendJobResult(wiring, world, jobUuid),
  );
  const blobs = blobDirectory(config);
  const environment = new Environment(
    {
      name: DEFAULT_ENVIRONMENT,
      database:
        config.dataDir === ':memory:' ? ':memory:' : join(resolve(config.dataDir), DATABASE_FILE),
      blobs,
      fetching: {
        isAllowed: config.fetch === 'allow',
        hosts: config.fetchHosts,
        fileRoots: config.fetchRoots,
        largestImage: config.largestImage,
      },
      allowsCrashes: config.crashPoints === 'allow',
      checks: config.checks,
      progression: config.progression,
      clock: options.clock,
      chanceSeed: options.chanceSeed,
      journalSize: config.journalSize,
    },
    parts,
  );
  environments.add(environment);
  journalFile?.follow(environment.name, environment.journal);
  try {
    if (environment.migrations > 0) {
      logger.log('info', { migrations: environment.migrations }, 'brought the database up to date');
    }
    if (environment.isEmpty) await seed(environment, config, logger);
  } catch (error) {
    await environments.close();
    throw error;
  }
  const dispatcher = createDispatcher({
    ...wiring,
    policy: {
      requiresSession: config.auth === 'required',
      allowsWebHookTo: (hostname) => config.webHookHosts.includes(hostname),
    },
    imageApi: new Router(KNOWN_OPERATIONS, OPERATIONS),
    controlApi: new Router([], CONTROL_OPERATIONS),
    find: runtimes(environments, config),
    onAnswered: options.onAnswered,
    onDefect: (error) => logger.log('error', { err: error }, 'a request failed by a defect'),
  });
  const server = createServer(dispatcher, {
    isReady: () => environments.find(DEFAULT_ENVIRONMENT) !== undefined,
    openApi: describeApi,
    onRequest: logger.isEnabled('debug')
      ? (line) => logger.log('debug', line, 'request')
      : undefined,
  });
  // What was due while the process was down is done now.
  environment.runner.resume();
  return {
    environments,
    server,
    close: async () => {
      // Those who wait for a job get its location now: the work goes on after the next start.
      await environments.stopWork();
      await closeServer(server);
      await journalFile?.close();
      await environments.close();
      if (config.dataDir === ':memory:') rmSync(blobs, { recursive: true, force: true });
    },
  };
}

/** Files of real images lie beside the database; those of a world in memory in a directory that goes with it. */
function blobDirectory(config: Config): string {
  if (config.dataDir !== ':memory:') return join(resolve(config.dataDir), 'blobs');
  return join(tmpdir(), `zstack-image-emulator-${process.pid}-${temporaryWorlds++}`);
}

let temporaryWorlds = 0;

function environmentParts(
  operationByName: ReadonlyMap<string, Operation>,
  sendWebHook: EnvironmentParts['sendWebHook'],
): EnvironmentParts {
  const asynchronous = [...OPERATIONS, ...CONTROL_OPERATIONS].filter(
    (operation) => operation.kind === 'async',
  );
  return {
    flows: new Map(asynchronous.map(({ flow }) => [flow.name, flow])),
    operations: OPERATIONS.map(({ name }) => name),
    chores: new Map(CHORES.map((chore) => [chore.name, chore])),
    resultOf(world, job, outcome) {
      const operation = operationByName.get(job.operation);
      if (operation?.kind !== 'async') throw new Error(`${job.operation} has no jobs`);
      return operation.result(world, outcome);
    },
    sendWebHook,
    tryOut: (world, runner, name, uuid, type, given) =>
      tryOutOn(world, runner, operationByName.get(name), name, uuid, type, given),
  };
}

/** Each environment as the operations see it, made once. */
function runtimes(environments: Environments, config: Config): Dispatching['find'] {
  const made = new WeakMap<Environment, Runtime>();
  return (name) => {
    const environment = environments.find(name);
    if (!environment) return undefined;
    let runtime = made.get(environment);
    if (!runtime) {
      const { world, runner, commits } = environment;
      const waitLimit = config.waitSeconds * 1000;
      runtime = {
        control: environment,
        journal: environment.journal,
        meter: environment.meter,
        world,
        runner,
        commits,
        apiMode: config.apiMode,
        waitLimit,
      };
      made.set(environment, runtime);
    }
    return runtime;
  };
}

async function seed(environment: Environment, config: Config, logger: Logger): Promise<void> {
  // Loaded only for an empty database: a later start does without.
  const { applySeed, loadSeed } = await import('../services/seeding/index.js');
  const { readSeeds } = await import('./seed-files.js');
  const name = config.seed ?? DEFAULT_SEED;
  const { sources, include } = readSeeds(name.split(','), []);
  const loaded = loadSeed(sources, include);
  environment.seed(name, () => applySeed(environment.world, loaded, environment.name));
  logger.log('info', { seed: name }, 'filled the empty database');
}

async function sendJobResult(
  wiring: Pick<Dispatching, 'wire' | 'operationByName'>,
  world: Runtime['world'],
  jobUuid: string,
): Promise<boolean> {
  const job = world.repositories.jobs.find(jobUuid);
  if (!job?.webHook) return true;
  const rendered = renderJobResult(wiring, world, jobUuid, job.wantsSchema);
  if (!rendered) return true;
  const isDone = job.state === 'Succeeded';
  const { returns = {} } = wiring.operationByName.get(job.operation) ?? {};
  // What works on many pieces answers `results`; here all pieces are done or none.
  const isBatch = Object.hasOwn(returns, 'results');
  const headers = {
    'X-Job-UUID': jobUuid,
    'X-Job-Success': String(isDone),
    ...(isBatch ? { 'X-Job-Batch': isDone ? 'SUCCESS' : 'FAIL' } : {}),
  };
  return postWebHook(job.webHook, headers, rendered.body);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    if (!server.listening) {
      done();
      return;
    }
    server.close(() => done());
    server.closeIdleConnections();
  });
}
