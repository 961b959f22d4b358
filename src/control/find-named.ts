import { invalid, notFound, type ControlError } from '../core/control-error.js';
import { didYouMean, nearest } from '../core/nearest.js';
import type { Params, ResourceType } from '../api/params.js';
import { isThere } from '../api/validate-params.js';
import type { World } from '../domain/world.js';
import type { InventoryQueries } from '../domain/inventory-queries.js';
import { EVERYTHING, type Query } from '../query/query.js';

/** What a uuid may name here, and where it is looked for. */
const KINDS = {
  Image: 'images',
  BackupStorage: 'backupStorages',
  PrimaryStorage: 'primaryStorages',
  Volume: 'volumes',
  VolumeSnapshot: 'volumeSnapshots',
  VmInstance: 'vmInstances',
  Host: 'hosts',
  Zone: 'zones',
} as const satisfies Partial<Record<ResourceType, keyof InventoryQueries>>;

type Kind = keyof typeof KINDS;

/**
 * Looks whether what the parameters name is there.
 * @throws {ControlError} `notFound`, with what was most likely meant
 */
export function findNamed(
  world: World,
  params: Params,
  values: Readonly<Record<string, unknown>>,
): void {
  for (const [name, { rules }] of Object.entries(params)) {
    const uuid = values[name];
    const { resourceType: type } = rules;
    if (type === undefined || typeof uuid !== 'string' || isThere(world, type, uuid)) continue;
    throw notThere(world, uuid, type);
  }
}

/** That nothing of a kind has this uuid; of whatever kind where none is said, or ever had it since a time. */
export function notThere(
  world: World,
  uuid: string,
  type?: ResourceType,
  since?: string,
): ControlError {
  const kinds = type !== undefined && type in KINDS ? [type as Kind] : ALL;
  const what = type === undefined ? 'nothing' : `no ${wordsOf(type)}`;
  const was =
    since === undefined ? 'or ever was' : `or was since ${since}, where its history begins`;
  const when = type === undefined ? `, ${was}` : '';
  return notFound(
    `${what} with the uuid '${uuid}' is there${when}${suggestion(world, uuid, kinds)}`,
  );
}

/**
 * A rule may be about what is still to be made, but never about what no uuid can name.
 * @throws {ControlError} `invalid`
 */
export function checkUuid(world: World, name: string, uuid: string | null): void {
  if (uuid === null || UUID.test(uuid)) return;
  throw invalid(
    `'${uuid}' cannot be a ${name}: a uuid has 32 digits and letters from a to f${suggestion(world, uuid, ALL)}`,
  );
}

const UUID = /^[0-9a-f]{32}$/;
const ALL = Object.keys(KINDS) as Kind[];

/** Most looked through for a name or a uuid that is like the one that was given. */
const MOST = 1000;

/** Whoever gives a name where a uuid is wanted learns the uuid; whoever mistypes one, the nearest. */
function suggestion({ queries }: World, given: string, kinds: readonly Kind[]): string {
  for (const kind of kinds) {
    const [named] = rowsOf(queries, kind, ['name', given]);
    if (named) return `; the ${wordsOf(kind)} '${given}' has the uuid ${named.uuid}`;
  }
  const known = kinds.flatMap((kind) => rowsOf(queries, kind).map(({ uuid }) => uuid));
  if (UUID.test(given)) return didYouMean(given, known);
  const names = kinds.flatMap((kind) => rowsOf(queries, kind).map(({ name }) => name));
  const near = nearest(given, [...known, ...names]);
  return near === undefined ? '' : ` (did you mean '${near}'?)`;
}

function rowsOf(
  queries: InventoryQueries,
  kind: Kind,
  condition?: readonly [field: string, value: string],
): readonly { readonly uuid: string; readonly name: string }[] {
  const query: Query = { ...EVERYTHING, limit: MOST };
  if (!condition) return queries[KINDS[kind]].query(query, undefined).rows;
  const [field, value] = condition;
  const where = { kind: 'comparison', path: [field], operator: 'equal', values: [value] } as const;
  return queries[KINDS[kind]].query({ ...query, limit: 1, where }, undefined).rows;
}

/** `BackupStorage` in words. */
const wordsOf = (type: string): string =>
  type === 'VmInstance'
    ? 'VM'
    : type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
