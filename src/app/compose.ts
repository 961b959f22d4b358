import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Runtime } from '../api/runtime.js';
import { LISTED_OPERATIONS, OPERATIONS } from '../api/operations/index.js';
import { tryOutOn } from '../api/try-out.js';
import type { ClockState } from '../core/clock.js';
import { OnDemand } from '../core/on-demand.js';
import { DataDirectory } from '../environment/data-directory.js';
import type { Origin } from '../environment/birth.js';
import type { SeedOrigin } from '../environment/environments-parts.js';
import {
  Environment,
  type EnvironmentOptions,
  type EnvironmentParts,
} from '../environment/environment.js';
import { DEFAULT_ENVIRONMENT, Environments } from '../environment/environments.js';
import { openFilesLimit } from '../environment/open-files.js';
import { CHORES } from './chores.js';
import { askAgain } from '../http/ask-again.js';
import type { Flow, FlowContext } from '../jobs/flow.js';
import { createDispatcher, type Dispatching } from '../http/dispatcher.js';
import { createGuard } from '../http/guard.js';
import { createControlDoor } from '../http/control/door.js';
import type { Streams } from '../http/control/streams.js';
import { createHostApi } from '../http/control/host-api.js';
import { createHomeOf } from '../http/home-of.js';
import { createMessageDoor } from '../http/message/door.js';
import { OwnPorts } from '../http/own-ports.js';
import { AnswerCache } from '../http/rest/answer-cache.js';
import { createRestDoor, type RestParts } from '../http/rest/door.js';
import type { OnAnswered } from '../http/perform.js';
import { renderJobResult } from '../http/rest/poll.js';
import type { Wiring } from '../http/rest/respond.js';
import { createServer } from '../http/server.js';
import { postWebHook } from '../http/web-hook-client.js';
import { createWebHookRule, type WebHookRule } from '../http/web-hook-rule.js';
import { Credentials, type FirstCredentials } from './credentials.js';
import { isLoopbackHost, readConfig, type Config } from './config.js';
import { JournalBudget } from '../simulation/journal/journal-budget.js';
import { WorldNews } from '../simulation/world-news.js';
import { describeApi } from './describe-api.js';
import { openJournalFile } from './journal-file.js';
import { apiOfRelease } from './releases.js';
import { CONTROL_API, HOST_API, OWN_PATHS } from './routers.js';
import { fleetOf, type Joined } from './join-fleet.js';
import type { Logger } from './logger.js';
import { spareConnections } from './spare-connections.js';
import { readSeed } from './open-seed.js';
import { requestListener } from './request-log.js';

const DEFAULT_SEED = 'default';

/** Everything of one emulator, wired and ready to listen. */
export interface Emulator {
  readonly environments: Environments;
  readonly server: Server;
  /**
   * Listens at a port for all environments, and at those of single ones; answers where. What fails closes it.
   * @throws as `listen` does
   */
  readonly listen: (port: number, host: string) => Promise<AddressInfo>;
  /** What opens the default world at first. */
  readonly credentials: () => Promise<FirstCredentials>;
  /** What its settings asked for and did not get, in sentences. */
  readonly notices: readonly string[];
  /** The root volume that the first call may be tried with, or undefined. */
  readonly firstVolume: () => Promise<string | undefined>;
  /** Hands over what other processes may go on with: nobody is asked to end meanwhile. */
  readonly drain: () => Promise<void>;
  /** Finishes what is running and closes the databases. */
  readonly close: () => Promise<void>;
}

/** What only tests and the library decide. */
export interface ComposeOptions {
  readonly clock?: ClockState;
  readonly chanceSeed?: number;
  /** The seed itself, in place of its name. */
  readonly seedText?: string;
  /** Told of every operation that was called and how it was answered. */
  readonly onAnswered?: OnAnswered;
  /** In place of those of the process: those of AWS say where the store of a fleet is. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** The only place where the parts are put together. */
export async function compose(
  config: Config,
  logger: Logger,
  options: ComposeOptions = {},
): Promise<Emulator> {
  const journalFile =
    config.journalFile === undefined
      ? undefined
      : await openJournalFile(config.journalFile, logger);
  const wiring: Wiring = { wire: config.wire, operationByName: OPERATIONS };
  const isLoopback = isLoopbackHost(config.host);
  const listening: { server?: Server } = {};
  const ownPorts = new OwnPorts(() => listening.server);
  const webHooks = createWebHookRule({
    isLoopback,
    hosts: config.webHookHosts,
    listensAt: () => {
      const common = listening.server?.address() as AddressInfo | null | undefined;
      return common ? [common, ...ownPorts.addresses()] : [];
    },
  });
  const news = new WorldNews();
  // The doors are made of what the environments are made of.
  const doors: { askAgain?: EnvironmentParts['askAgain'] } = {};
  const parts = environmentParts(
    (world, jobUuid) => sendJobResult(wiring, webHooks, world, jobUuid),
    (name) => news.tell('rewound', name),
    (environment, request) => {
      if (!doors.askAgain) throw new Error('there are no doors yet');
      return doors.askAgain(environment, request);
    },
  );
  const fleet = await fleetOf(config, logger, options.variables ?? process.env);
  const credentials = new Credentials(config, fleet?.secret);
  const journalBudget = new JournalBudget(config.journalBytes);
  const environments: Environments = new Environments({
    directory: new DataDirectory(
      config.dataDir === ':memory:' ? undefined : resolve(config.dataDir),
    ),
    open: (name, database, blobs, requests) =>
      new Environment(
        {
          ...environmentOptions(config, options, journalBudget),
          ...fleet?.worldOf(name),
          name,
          database,
          blobs,
          requests,
          neighbour: (other) => {
            const found = environments.find(other);
            return found instanceof Promise ? undefined : found?.world;
          },
        },
        parts,
      ),
    ...fleet?.environments,
    readSeed: (origin) => readSeed(origin, config.seedDirectories, fleet?.sharedSeed),
    ports: ownPorts,
    release: config.release,
    limits: {
      most: config.maxEnvironments,
      ports: config.maxPorts,
      largest: config.environmentSize,
      idle: config.environmentIdle,
    },
    onOpened(environment) {
      const { name, migrations, journal, runner } = environment;
      credentials.settle(environment);
      journalFile?.follow(name, journal);
      runner.onDefect = (err) =>
        logger.log('error', { err, environment: name }, 'work that was due failed');
      if (migrations > 0) {
        logger.log('info', { environment: name, migrations }, 'brought the database up to date');
      }
    },
    news,
    log: (text) => logger.log('error', {}, text),
  });
  const notices: string[] = [];
  let joined: Joined | undefined;
  try {
    const wanted = seedOf(config, options);
    const isFilled = await environments.open(wanted);
    const isGiven = (config.seed ?? options.seedText) !== undefined;
    if (!isFilled && isGiven && !isSameSeed(wanted, environments.originOf(DEFAULT_ENVIRONMENT))) {
      notices.push(unusedSeed(config, environments.describe(DEFAULT_ENVIRONMENT).origin));
    }
    await settleDefault(environments, credentials);
    joined = await fleet?.join(environments);
  } catch (error) {
    await environments.close();
    throw error;
  }
  const onDefect = (error: unknown) =>
    logger.log('error', { err: error }, 'a request failed by a defect');
  let streams: Promise<Streams> | undefined;
  const guard = createGuard({
    token: config.controlToken,
    host: config.host,
    isLoopback,
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
    ownOperation: (path) => CONTROL_API.find(path)?.routes[0]?.declared.name,
  });
  const rest: Pick<RestParts, 'policy' | 'answers' | 'onAnswered' | keyof Wiring> = {
    ...wiring,
    policy: {
      requiresSession: config.auth === 'required',
      refusesWebHook: webHooks.refusal,
    },
    answers: new AnswerCache(),
    onAnswered: options.onAnswered,
  };
  const homeOf = createHomeOf({
    byPort: (request) => ownPorts.environmentOf(request),
    ownNames: config.allowedHosts,
  });
  const runtimes = createRuntimes(environments, config);
  const dispatching: Dispatching = {
    wire: config.wire,
    homeOf,
    doors: {
      image: createRestDoor({
        ...rest,
        apiOf: apiOfRelease,
      }),
      message: createMessageDoor({
        apiOf: apiOfRelease,
        requiresSession: config.auth === 'required',
        onAnswered: options.onAnswered,
      }),
      control: createControlDoor({
        wire: config.wire,
        router: CONTROL_API,
        paths: OWN_PATHS,
        streams: () => (streams ??= openStreams(config.streamListeners, news, onDefect)),
        onAnswered: options.onAnswered,
      }),
    },
    hostApi: createHostApi({
      wire: config.wire,
      router: HOST_API,
      homeOf,
      host: joined?.host ?? environments,
      reach: joined?.reachWhole,
      onAnswered: options.onAnswered,
      onDefect,
    }),
    guard,
    reach: joined?.reach,
    find: runtimes.find,
    onDefect,
  };
  const dispatcher = createDispatcher(dispatching);
  doors.askAgain = (environment, request) =>
    askAgain(dispatching, runtimes.of(environment), request);
  const server = createServer(dispatcher, {
    isReady: () => environments.isSound(DEFAULT_ENVIRONMENT),
    fleet: joined?.health,
    openApi: () => describeApi(config.release),
    publishedSession: async () => credentials.published(await defaultOf(environments)),
    homeOf,
    needsToken: config.controlToken !== undefined,
    hasPage: config.page === 'on',
    onRequest: requestListener(config, logger),
  });
  listening.server = server;
  // Half of the descriptors are for clients.
  spareConnections(server, Math.floor(openFilesLimit() / 2));
  // What was due while the process was down is done now.
  environments.resume();
  joined?.begin();
  const drain = async (delay: number) => joined?.drain(delay);
  const close = async () => {
    await drain(0);
    // Those who wait for a job get its location now: the work goes on after the next start.
    await environments.stopWork();
    (await streams)?.close();
    await closeServer(server, ownPorts);
    await journalFile?.close();
    await environments.close();
  };
  return {
    environments,
    server,
    async listen(port, host) {
      try {
        server.listen(port, host);
        await once(server, 'listening');
        await environments.openPorts();
      } catch (error) {
        await close();
        throw error;
      }
      return server.address() as AddressInfo;
    },
    credentials: async () => credentials.of(await defaultOf(environments)),
    notices,
    firstVolume: async () => {
      const { repositories } = (await defaultOf(environments)).world;
      return repositories.volumes.find(ROOT_VOLUME) && ROOT_VOLUME;
    },
    drain: () => drain(config.drainDelay),
    close,
  };
}

/** A name of the default seed; docs/default-world.md documents it. */
const ROOT_VOLUME = 'd0000000000040008000000000000001';

const seedOf = ({ seed = DEFAULT_SEED }: Config, { seedText }: ComposeOptions): SeedOrigin =>
  seedText === undefined
    ? { kind: 'seed', seed, isText: false }
    : { kind: 'seed', seed: seedText, isText: true };

/** Whether the world that is there was made from the seed that is asked for: nobody needs to hear of it then. */
function isSameSeed(wanted: SeedOrigin, origin: Origin): boolean {
  if (origin.kind !== 'seed' || origin.isText !== wanted.isText) return false;
  const names = ({ seed, isText }: Pick<SeedOrigin, 'seed' | 'isText'>) =>
    isText
      ? seed
      : seed
          .split(',')
          .map((name) => name.trim())
          .join();
  return names(origin) === names(wanted);
}

const unusedSeed = ({ seed = 'that was given', dataDir }: Config, origin: string): string =>
  `the world in ${dataDir} is there already (${origin}): the seed ${seed} was not used. A reset takes it back to what it was made from; for a new one take another data directory, or make an environment of the seed`;

async function defaultOf(environments: Environments): Promise<Environment> {
  const found = await environments.find(DEFAULT_ENVIRONMENT);
  if (!found) throw new Error('the default environment is missing');
  return found;
}

/** It was not filled yet when it was opened. */
async function settleDefault(environments: Environments, credentials: Credentials): Promise<void> {
  credentials.settle(await defaultOf(environments));
}

/** A world that lies in its file, opened to be mended while no emulator runs: nothing goes on in it. */
export function openOffline(name: string, database: string, blobs: string): Environment {
  const parts = environmentParts(
    () => Promise.resolve(false),
    () => undefined,
    () => {
      throw new Error('nothing is asked again of a world without doors');
    },
  );
  // What mends a world is not kept to be taken back.
  const options = environmentOptions(readConfig({ rewind: 'off' }, {}), {}, new JournalBudget(0));
  const neighbour = () => undefined;
  return new Environment({ ...options, name, database, blobs, neighbour }, parts);
}

/** What is the same for every environment. */
function environmentOptions(
  config: Config,
  { clock, chanceSeed }: ComposeOptions,
  journalBudget: JournalBudget,
): Omit<EnvironmentOptions, 'name' | 'database' | 'blobs' | 'neighbour'> {
  return {
    fetching: {
      isAllowed: config.fetch === 'allow',
      hosts: config.fetchHosts,
      fileRoots: config.fetchRoots,
      largestImage: config.largestImage,
    },
    allowsCrashes: config.crashPoints === 'allow',
    checks: config.checks,
    release: config.release,
    progression: config.progression,
    clock,
    chanceSeed,
    journalSize: config.journalSize,
    journalBudget,
    queryDeadline: config.queryDeadline,
    durability: config.durability,
    fileLocking: config.fileLocking,
    rewind: config.rewind ?? undefined,
    rewindBody: config.rewindBody,
  };
}

function environmentParts(
  sendWebHook: EnvironmentParts['sendWebHook'],
  onRewound: EnvironmentParts['onRewound'],
  askAgainThere: EnvironmentParts['askAgain'],
): EnvironmentParts {
  return {
    flows: FLOWS,
    operations: OPERATIONS,
    chores: new Map(CHORES.map((chore) => [chore.name, chore])),
    resultOf(world, job, outcome) {
      const operation =
        apiOfRelease(world.release).operations.get(job.operation) ?? OPERATIONS.get(job.operation);
      if (operation?.kind !== 'async') throw new Error(`${job.operation} has no jobs`);
      return operation.result(world, outcome);
    },
    sendWebHook,
    onRewound,
    askAgain: askAgainThere,
    tryOut: (world, runner, name, uuid, type, given) =>
      tryOutOn(world, runner, OPERATIONS.get(name), name, uuid, type, given),
  };
}

/** The flows of all operations, each loaded with what begins it. */
const FLOWS: ReadonlyMap<string, Flow<FlowContext>> = new OnDemand(
  LISTED_OPERATIONS.flatMap(({ name, flow }) =>
    flow === undefined ? [] : [[flow, () => flowOf(name)]],
  ),
);

function flowOf(name: string): Flow<FlowContext> {
  const operation = OPERATIONS.get(name);
  if (operation?.kind !== 'async') throw new Error(`${name} has no flow`);
  return operation.flow;
}

/** Most emulators have no listener: what tells them things is loaded for the first. */
async function openStreams(
  most: number,
  news: WorldNews,
  onDefect: (error: unknown) => void,
): Promise<Streams> {
  const { Streams: Open } = await import('../http/control/streams.js');
  return new Open({ most, news, onDefect });
}

/** Each environment as the operations see it, made once. */
function createRuntimes(
  environments: Environments,
  config: Config,
): { find: Dispatching['find']; of: (environment: Environment) => Runtime } {
  const made = new WeakMap<Environment, Runtime>();
  const of = (environment: Environment): Runtime => {
    let runtime = made.get(environment);
    if (!runtime) {
      const { world, runner, commits, journal, meter, lease } = environment;
      runtime = {
        control: environment,
        lease,
        journal,
        meter,
        world,
        runner,
        commits,
        apiMode: config.apiMode,
        waitLimit: config.waitSeconds * 1000,
        settled: () => environment.settled(),
        noticed: (error) => environment.noticed(error),
      };
      made.set(environment, runtime);
    }
    return runtime;
  };
  const runtimeOf = (environment: Environment | undefined) => environment && of(environment);
  return {
    of,
    find: (name) => {
      const found = environments.find(name);
      return found instanceof Promise ? found.then(runtimeOf) : runtimeOf(found);
    },
  };
}

async function sendJobResult(
  wiring: Wiring,
  webHooks: WebHookRule,
  world: Runtime['world'],
  jobUuid: string,
): Promise<boolean> {
  const job = world.repositories.jobs.find(jobUuid);
  // One that was taken under other settings is dropped.
  if (!job?.webHook || webHooks.refusal(new URL(job.webHook)) !== undefined) return true;
  const rendered = renderJobResult(wiring, world, jobUuid, job.wantsSchema);
  if (!rendered) return true;
  const isDone = job.state === 'Succeeded';
  const { returns = {} } = wiring.operationByName.get(job.operation) ?? {};
  // What works on many pieces answers `results`.
  const isBatch = Object.hasOwn(returns, 'results');
  const headers = {
    'X-Job-UUID': jobUuid,
    'X-Job-Success': String(isDone),
    ...(isBatch ? { 'X-Job-Batch': isDone ? batchResultOf(job.result) : 'FAIL' } : {}),
  };
  return postWebHook(job.webHook, headers, rendered.body, webHooks);
}

/** How many pieces of a batch were done: none is FAIL, also where there was nothing to do. */
function batchResultOf(result: string | null): 'SUCCESS' | 'FAIL' | 'PARTIAL' {
  const { results } = JSON.parse(result ?? '{"results":[]}') as { results: { success: boolean }[] };
  const done = results.filter(({ success }) => success).length;
  if (done === 0) return 'FAIL';
  return done === results.length ? 'SUCCESS' : 'PARTIAL';
}

async function closeServer(server: Server, ownPorts: OwnPorts): Promise<void> {
  if (!server.listening) return;
  // A connection that has its last answer is kept open for the next request: nobody may have to wait for that.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const closed = Promise.all([
    ownPorts.closeAll(),
    new Promise<void>((done) => {
      server.close(() => done());
    }),
  ]);
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
}
