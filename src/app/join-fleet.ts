import { join } from 'node:path';
import type { EnvironmentOptions } from '../environment/environment.js';
import { DEFAULT_ENVIRONMENT, type Environments } from '../environment/environments.js';
import type { EnvironmentsParts } from '../environment/environments-parts.js';
import { unusableSeed } from '../environment/refusals.js';
import type { Fleet } from '../fleet/fleet.js';
import type { FleetHost } from '../fleet/fleet-host.js';
import type { Dispatching } from '../http/dispatcher.js';
import type { FleetHealth } from '../http/server-parts.js';
import type { Gauge } from '../simulation/environment-control.js';
import { InvalidConfig, type Config } from './config.js';
import type { Logger } from './logger.js';
import { readSeed } from './open-seed.js';

/** What an emulator has of the fleet that it is a replica of. */
export interface Membership {
  /** What the credentials that are made up in all replicas follow from. */
  readonly secret: string;
  /** How its environments differ from those of an emulator alone. */
  readonly environments: Pick<EnvironmentsParts, 'opensLater' | 'removeIdle'>;
  readonly worldOf: (name: string) => Pick<EnvironmentOptions, 'fence' | 'gaugesOfProcess'>;
  /** The text of a seed that all replicas share; undefined: there is none. @throws {ControlError} `unavailable` */
  readonly sharedSeed: (name: string) => Promise<string | undefined>;
  /** Begins its lease: the data directory is its own by now. */
  join(environments: Environments): Promise<Joined>;
}

/** What an emulator has of it that has joined. */
export interface Joined {
  readonly host: FleetHost;
  readonly reach: NonNullable<Dispatching['reach']>;
  /** The same for what is done with a world as a whole: its snapshots are here, too. */
  readonly reachWhole: (name: string) => Promise<void>;
  readonly health: () => FleetHealth;
  /** Looks for what an earlier process left; the emulator is ready. */
  readonly begin: () => void;
  /** Hands all worlds over; `delay`: so many ms after it is said that no more requests should come. */
  readonly drain: (delay: number) => Promise<void>;
}

/**
 * Makes the emulator a replica of a fleet, where the settings name a store; what that needs is loaded then.
 * @throws {InvalidConfig} when the store cannot be used
 */
export async function fleetOf(
  config: Config,
  logger: Logger,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Membership | undefined> {
  const { store } = config;
  if (store === undefined) return undefined;
  const of = await import('../fleet/index.js');
  const log = (level: 'info' | 'warn' | 'error', text: string) => {
    logger.log(level === 'warn' ? 'error' : level, {}, text);
  };
  const { parts, secret } = await of
    .prepareFleet({
      ...config,
      store,
      memoryPath: config.dataDir === ':memory:' ? undefined : join(config.dataDir, 'fleet.json'),
      largest: config.environmentSize,
      variables,
      log,
    })
    .catch((error: unknown) => {
      throw new InvalidConfig([`EMULATOR_STORE cannot be used: ${(error as Error).message}`]);
    });
  const stored = new of.StoredSources(parts.store, parts.replica);
  let fleet: Fleet | undefined;
  let host: FleetHost | undefined;
  return {
    secret,
    sharedSeed: (name) => of.sharedSeed(stored, name),
    environments: {
      opensLater: true,
      removeIdle: (name) => host?.removeIdle(name) ?? Promise.resolve(),
    },
    worldOf: (name) => ({
      fence: (isEnded) => {
        if (name === DEFAULT_ENVIRONMENT) return undefined;
        const refusal = isEnded ? of.movedAway(name) : fleet?.refusal(name);
        return refusal && of.answerWithheld(refusal);
      },
      ...(name === DEFAULT_ENVIRONMENT
        ? { gaugesOfProcess: () => (fleet ? gauges(fleet) : []) }
        : {}),
    }),
    async join(environments) {
      const joined = await of.Fleet.open(parts, environments.moving);
      fleet = joined;
      host = new of.FleetHost(
        environments,
        environments.moving,
        joined,
        new of.SharedSources({
          stored,
          images: new of.StoredImages(parts.store),
          worlds: environments.moving,
          seeds: await ownSeeds(config.seedDirectories),
          largest: parts.largest,
          refusal: (name) => joined.refusal(name),
        }),
        new of.FleetWorlds(parts.store, () => joined.session),
      );
      return {
        host,
        reach: (name) => joined.reach(name),
        async reachWhole(name) {
          await joined.reach(name);
          await joined.kept(name)?.snapshots;
        },
        health: () => ({
          replica: joined.replica,
          store: joined.isStoreReached ? 'reached' : 'unreachable',
          problem: joined.isDraining
            ? 'draining'
            : joined.numbers.leaseLeft > 0
              ? undefined
              : 'withoutLease',
        }),
        begin: () => joined.begin(),
        drain: (delay) => joined.drain(delay),
      };
    },
  };
}

/** The seeds that this replica has without the others. */
async function ownSeeds(directories: readonly string[]) {
  const { hasSeed } = await import('./seed-files.js');
  return {
    has: (name: string) => hasSeed(name, directories),
    async check(seed: string) {
      try {
        await readSeed({ kind: 'seed', seed, isText: true }, directories);
      } catch (error) {
        throw unusableSeed(error);
      }
    },
  };
}

function gauges({ numbers }: Fleet): Gauge[] {
  const { worlds, checkpoints, failures, oldestChange, isStoreReached, leaseLeft } = numbers;
  return [
    ['worlds', 'Environments of the fleet that this replica holds', worlds],
    ['checkpoints', 'How often an environment was stored', checkpoints],
    ['checkpoint_failures', 'How often one could not be stored', failures],
    [
      'oldest_change_seconds',
      'How old the oldest change is that the store has not',
      oldestChange / 1000,
    ],
    ['store_reached', 'Whether the store answered when it was last asked', isStoreReached ? 1 : 0],
    ['lease_seconds', 'For how long this replica may answer without a renewal', leaseLeft / 1000],
  ].map(([name, help, value]) => ({
    name: `fleet_${String(name)}`,
    help: String(help),
    value: Number(value),
  }));
}
