import { realTime } from '../../core/clock.js';
import { DEFAULT_ENVIRONMENT } from '../../environment/environments.js';
import { compose, type Emulator as Composed } from '../compose.js';
import { readOptions, type Config } from '../config.js';
import { createLogger } from '../logger.js';
import type { Emulator } from './emulator.js';
import { actionsOn, environmentOf, newEnvironment, type Where } from './environment.js';
import { inOptionNames } from './option-names.js';
import { clockStateOf, LIBRARY_DEFAULTS, readSeedOption, type EmulatorOptions } from './options.js';

/** How long requests that are under way at the stop may take to end, in ms. */
const GRACE = 2_000;

/**
 * Starts an emulator in this process; any number may run at the same time.
 * @throws {InvalidConfig} for an option that cannot be used, {InvalidSeed} for a seed that cannot
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  try {
    return await start(options);
  } catch (error) {
    throw inOptionNames(error, { host: '127.0.0.1', ...options });
  }
}

async function start(options: EmulatorOptions): Promise<Emulator> {
  const { clock, chance, seed = LIBRARY_DEFAULTS.seed, ...settings } = options;
  const read = readSeedOption(seed);
  const named = read.isText ? {} : { seed: read.seed };
  const config = readOptions({ ...LIBRARY_DEFAULTS, ...given(settings), ...named });
  const composed = await compose(config, createLogger(config.logLevel), {
    ...clockStateOf(clock, realTime()),
    ...(chance === undefined ? {} : { chanceSeed: chance }),
    ...(read.isText ? { seedText: read.seed } : {}),
  });
  return handleOf(composed, await listen(composed, config));
}

/** An option that is undefined is one that was not given. */
const given = (options: object) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

function handleOf(composed: Composed, base: string): Emulator {
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= end(composed));
  const where: Where = {
    base,
    isOpen: () => stopping === undefined,
    environments() {
      if (stopping) throw new Error('the emulator was stopped');
      return composed.environments;
    },
  };
  return {
    ...actionsOn(where, composed.environments.describe(DEFAULT_ENVIRONMENT)),
    environment: (name) => environmentOf(where, where.environments().describe(name)),
    environments: () =>
      where
        .environments()
        .list()
        .map((known) => environmentOf(where, known)),
    async credentials() {
      where.environments();
      return { account: 'admin', ...(await composed.credentials()) };
    },
    create({ seed, ...more }) {
      return newEnvironment(where, { kind: 'seed', ...readSeedOption(seed) }, more);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Answers the emulator's address. */
async function listen(composed: Composed, { host, port }: Config): Promise<string> {
  const { port: bound } = await composed.listen(port, host);
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

async function end({ server, close }: Composed): Promise<void> {
  const limit = setTimeout(() => server.closeAllConnections(), GRACE);
  try {
    await close();
  } finally {
    clearTimeout(limit);
  }
}
