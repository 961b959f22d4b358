import { open } from 'node:fs/promises';
import type { Environments } from '../../environment/environments.js';
import { addressesOf, portUrlOf } from '../../control/environments/addresses.js';
import { ControlError, invalid } from '../../core/control-error.js';
import { RELEASE_NAMES, releaseNamed, type Release } from '../../core/releases.js';
import { bisected, describeWrite, writesOf } from '../../control/describe-write.js';
import { judgeOf } from '../../control/judge-past.js';
import { describeReplay } from '../../control/describe-replay.js';
import { END, rewoundBy } from '../../control/point-of-history.js';
import type {
  EnvironmentDescription,
  EnvironmentSource,
} from '../../simulation/environment-host.js';
import { durationOf } from './clock.js';
import type { Environment, EnvironmentActions, ForkOptions, PointOfHistory } from './emulator.js';
import { reach, type Reach } from './reach.js';
import { worldOf } from './world.js';
import { writeExport } from './write-export.js';

/** Where the environments of an emulator are. */
export interface Where {
  /** @throws when the emulator was stopped */
  readonly environments: () => Environments;
  readonly isOpen: () => boolean;
  /** The emulator's address, e.g. `http://127.0.0.1:8080`. */
  readonly base: string;
}

/** What a handle of an environment knows of it from the beginning. */
export type Known = Pick<EnvironmentDescription, 'name' | 'port'>;

export function environmentOf(where: Where, known: Known): Environment {
  const { name } = known;
  const remove = () => removeIfThere(where, name);
  return { ...actionsOn(where, known), remove, [Symbol.asyncDispose]: remove };
}

export function actionsOn(where: Where, { name, port }: Known): EnvironmentActions {
  const { environments, base } = where;
  const reached = reach(environments, name);
  const { look, work } = reached;
  return {
    ...worldOf({ look, work }),
    name,
    ...addressesOf(base, name),
    port,
    portUrl: portUrlOf(base, port),
    describe: () => environments().describe(name),
    async fork({ snapshot, ...options } = {}) {
      const from: EnvironmentSource =
        snapshot === undefined
          ? { kind: 'environment', environment: name }
          : { kind: 'snapshot', environment: name, snapshot };
      return newEnvironment(where, from, options);
    },
    async reset() {
      await environments().reset(name);
    },
    async snapshot(snapshot, { history = 'recent' } = {}) {
      await environments().takeSnapshot(name, snapshot, history);
    },
    snapshots: () => environments().listSnapshots(name),
    async restore(snapshot) {
      await environments().restoreSnapshot(name, snapshot);
    },
    async removeSnapshot(snapshot) {
      await environments().removeSnapshot(name, snapshot);
    },
    history: () => look((environment) => writesOf(environment).map(describeWrite)),
    rewind: async (to) => (await goBack(reached, to, null)).undone.map(describeWrite),
    async replay(to, until) {
      const { undone, replay } = await goBack(reached, to, until ?? END);
      const nothing = { answered: [], stopped: undefined };
      return { undone: undone.map(describeWrite), ...describeReplay(replay ?? nothing) };
    },
    bisect: (what) =>
      work((environment) => {
        const { law = null, zql = null, finds = 'something' } = { ...NOTHING, ...what };
        return bisected(environment, judgeOf(law, zql, finds));
      }),
    async export(file, { history = 'all', secrets = 'omit' } = {}) {
      const options = { history, keepsSecrets: secrets === 'keep' };
      await writeExport(await environments().exportWorld(name, options), file);
    },
    async import(file) {
      const bytes = (await open(file)).createReadStream();
      try {
        await environments().importWorld(name, bytes);
      } finally {
        bytes.destroy();
      }
    },
  };
}

const pointOf = (point: PointOfHistory): string =>
  point instanceof Date ? point.toISOString() : String(point);

const goBack = ({ work }: Reach, to: PointOfHistory, replay: PointOfHistory | null) =>
  work((environment) => {
    writesOf(environment);
    const { clock } = environment.world;
    const until = replay === null ? null : pointOf(replay);
    return environment.rewind((writes) => rewoundBy(pointOf(to), until, writes, clock.now()), OWN);
  });

/** @throws {ControlError} `invalid` for a release that there is not */
function releaseOf(text: string | undefined): Release | null {
  if (text === undefined) return null;
  const release = releaseNamed(text);
  if (release) return release;
  throw invalid(`release is '${text}': expected one of ${RELEASE_NAMES.join(', ')}`);
}
const NOTHING: { law?: string; zql?: string; finds?: 'something' | 'nothing' } = {};

/** Who asks is in the world. */
const OWN = 1;

/** Makes an environment of this emulator. */
export async function newEnvironment(
  where: Where,
  from: EnvironmentSource,
  { name, storage, idle, history = 'recent', port, release }: Omit<ForkOptions, 'snapshot'>,
): Promise<Environment> {
  const made = await where.environments().create({
    name: name ?? null,
    from,
    storage: storage ?? null,
    idleLimit: idle === undefined ? null : durationOf(idle),
    history,
    port: port ?? null,
    release: releaseOf(release),
  });
  return environmentOf(where, made);
}

async function removeIfThere({ environments, isOpen }: Where, name: string): Promise<void> {
  if (!isOpen()) return;
  try {
    await environments().remove(name);
  } catch (error) {
    const isGone = error instanceof ControlError && error.code === 'notFound';
    if (!isGone) throw error;
  }
}
