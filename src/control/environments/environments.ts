import { defineHost } from '../../api/define-operation.js';
import {
  anyObject,
  optionalChoice,
  optionalDuration,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../api/params.js';
import { invalid } from '../../core/control-error.js';
import { RELEASE_NAMES, releaseNamed } from '../../core/releases.js';
import { didYouMean } from '../../core/nearest.js';
import type { EnvironmentSource } from '../../simulation/environment-host.js';
import { HISTORY } from './history.js';
import { environmentInventory, toEnvironmentInventory } from './describe.js';

const NAME = requiredText({ description: 'name of the environment' });
const DEFAULT = 'default';
const NO_ENVIRONMENT = 'from.environment must be the name of an environment';
/** No path: who may call this has no say over what files are read here. */
const SEED_NAME = /^(?!.*\.(?:ya?ml|json)$)\w[\w.-]*$/i;
/** The name of a snapshot, with that of its environment before it or without. */
const SNAPSHOT = /^(?:([^/]+)\/)?([^/]+)$/;

export const createEnvironment = defineHost({
  name: 'CreateEnvironment',
  method: 'POST',
  paths: ['/v1/environments'],
  bodyKey: 'params',
  summary:
    'Makes a world of its own: of a seed, of another environment as it is now, of a snapshot, of an export of a fleet',
  params: {
    name: optionalText({ description: 'default: one is made up' }),
    from: anyObject({
      description:
        '{"environment": name}, {"seed": name or the seed itself}, {"snapshot": "environment/snapshot"} or {"export": name, of a fleet}; default: the default environment',
    }),
    storage: optionalChoice(['file', 'memory'], { description: 'default: memory' }),
    history: HISTORY,
    idle: optionalDuration({
      numberRange: [1, Number.MAX_SAFE_INTEGER],
      description: 'without a request for so long it is removed',
    }),
    port: wholeNumber('Integer', {
      numberRange: [0, 65_535],
      description:
        'a port of its own, for clients that know host and port only; 0: any free one, which it keeps',
    }),
    release: optionalChoice(RELEASE_NAMES, {
      description:
        'the release of ZStack whose API it has; default: that of its source, or of the emulator',
    }),
  },
  returns: { inventory: environmentInventory },
  async run(host, { name, from, storage, history, idle, port, release }, call) {
    const wanted = {
      name,
      storage,
      from: sourceOf(from ?? {}),
      idleLimit: idle,
      history,
      port,
      release: release === null ? null : (releaseNamed(release) ?? null),
    };
    return { inventory: toEnvironmentInventory(await host.create(wanted), call) };
  },
});

export const queryEnvironment = defineHost({
  name: 'QueryEnvironment',
  method: 'GET',
  paths: ['/v1/environments', '/v1/environments/{name}'],
  summary: 'All environments, or the one of this name',
  params: { name: optionalText() },
  returns: { inventories: environmentInventory.array() },
  run(host, { name }, call) {
    const found = name === null ? host.list() : [host.describe(name)];
    return { inventories: found.map((each) => toEnvironmentInventory(each, call)) };
  },
});

export const deleteEnvironment = defineHost({
  name: 'DeleteEnvironment',
  method: 'DELETE',
  paths: ['/v1/environments/{name}'],
  summary: 'Ends a world, with its snapshots and its files',
  params: { name: NAME },
  returns: {},
  async run(host, { name }) {
    await host.remove(name);
    return {};
  },
});

export const resetEnvironment = defineHost({
  name: 'ResetEnvironment',
  method: 'POST',
  paths: ['/v1/environments/{name}/reset'],
  bodyKey: 'params',
  summary: 'Takes a world back to what it was made from; a seed is read again',
  params: { name: NAME },
  returns: { inventory: environmentInventory },
  async run(host, { name }, call) {
    return { inventory: toEnvironmentInventory(await host.reset(name), call) };
  },
});

const SOURCES = ['environment', 'seed', 'snapshot', 'export'];

/** @throws {ControlError} `invalid` unless it says one thing */
function sourceOf(from: Readonly<Record<string, unknown>>): EnvironmentSource {
  const { environment, seed, snapshot, export: exported, ...rest } = from;
  const [odd] = Object.keys(rest);
  if (odd !== undefined) {
    throw invalid(
      `from takes no field '${odd}'${didYouMean(odd, SOURCES)}; it takes environment, seed, snapshot or export`,
    );
  }
  if (exported !== undefined) {
    if (Object.keys(from).length > 1) throw invalid('from takes an export alone');
    if (typeof exported !== 'string') throw invalid('from.export must be the name of an export');
    return { kind: 'export', export: exported };
  }
  if (seed !== undefined && environment === undefined && snapshot === undefined) {
    return seedOf(seed);
  }
  if (seed !== undefined) throw invalid('from takes a seed alone');
  if (snapshot !== undefined) return snapshotOf(snapshot, environment);
  const name = environment ?? DEFAULT;
  if (typeof name !== 'string') throw invalid(NO_ENVIRONMENT);
  return { kind: 'environment', environment: name };
}

/** The name of a seed, several with commas between them, or the seed itself: as an object, or as YAML. */
function seedOf(seed: unknown): EnvironmentSource {
  if (typeof seed === 'object' && seed !== null && !Array.isArray(seed)) {
    return { kind: 'seed', seed: JSON.stringify(seed), isText: true };
  }
  if (typeof seed !== 'string') {
    throw invalid('from.seed must be the name of a seed, or a seed itself');
  }
  if (seed.includes('\n')) return { kind: 'seed', seed, isText: true };
  const odd = seed.split(',').find((name) => !SEED_NAME.test(name.trim()));
  if (odd !== undefined) {
    throw invalid(
      `from.seed is '${odd}', which is no name of a seed: it has letters, digits, ., - and _, and no extension; a file is sent as its text`,
    );
  }
  return { kind: 'seed', seed, isText: false };
}

function snapshotOf(snapshot: unknown, environment: unknown): EnvironmentSource {
  const [, of, name] = (typeof snapshot === 'string' && SNAPSHOT.exec(snapshot)) || [];
  if (name === undefined) {
    throw invalid('from.snapshot must be `snapshot` or `environment/snapshot`');
  }
  if (of !== undefined && environment !== undefined) {
    throw invalid('from.snapshot names its environment already');
  }
  const owner = of ?? environment ?? DEFAULT;
  if (typeof owner !== 'string') throw invalid(NO_ENVIRONMENT);
  return { kind: 'snapshot', environment: owner, snapshot: name };
}
