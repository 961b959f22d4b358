import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownOperation } from './known-operations.js';

/** A path below /v1, `{}` for each variable, and then a method and a name for each operation that it has. */
const TABLE = join(__dirname, 'reserved-operations.txt');

/**
 * The real system's other operations, which the emulator has not: so that their paths are not taken for
 * a uuid of one that it has, and so that a call of them is told what is missing. They lie in a file of
 * their own, read when one of their paths may be meant: most processes never do.
 */
export function readReservedOperations(): KnownOperation[] {
  const lines = readFileSync(TABLE, 'utf8').trim().split('\n').map(operationsOf);
  const queries = lines.flat().filter(({ name, paths }) => isQueryOfAll(name, paths));
  const taken = new Set(lines.flat().flatMap(({ method, paths }) => `${method} ${paths[0]}`));
  // A query API also answers for one, at the same path with a uuid.
  const ofOne = queries
    .map((query) => ({ ...query, paths: query.paths.map((path) => `${path}/{uuid}`) }))
    .filter(({ paths }) => !taken.has(`GET ${paths[0]}`));
  return [...lines.flat(), ...ofOne];
}

let byName: ReadonlyMap<string, KnownOperation> | undefined;

/** The same by their names, read once: of a query API all of its paths. */
export function reservedOperations(): ReadonlyMap<string, KnownOperation> {
  if (byName) return byName;
  const named = new Map<string, KnownOperation>();
  for (const each of readReservedOperations()) {
    const { paths = [] } = named.get(each.name) ?? {};
    named.set(each.name, { ...each, paths: [...paths, ...each.paths] });
  }
  byName = named;
  return byName;
}

function operationsOf(line: string): KnownOperation[] {
  const [slots = '', ...words] = line.split(' ');
  // What they are called nobody knows; most are uuids.
  let count = 0;
  const path = `/v1${slots.replace(/\{\}/g, () => `{uuid${count++ === 0 ? '' : count}}`)}`;
  return words.flatMap((method, at) => {
    const name = words[at + 1];
    if (at % 2 !== 0 || name === undefined) return [];
    return [{ name, family: 'reserved', method, paths: [path], bodyKey: actionOf(name) }];
  });
}

/** The key in the body of a PUT that means the operation. */
const actionOf = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

const isQueryOfAll = (name: string, [path = '']: readonly string[]) =>
  name.startsWith('Query') && !path.endsWith('}');
