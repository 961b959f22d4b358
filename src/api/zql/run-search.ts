import type { InventoryQueries } from '../../domain/inventory-queries.js';
import { EVERYTHING, type Comparison, type Restriction } from '../../query/query.js';
import { runtimeError, zqlError } from '../../query/zql/query-error.js';
import type { ZqlSearch } from '../../query/zql/statement.js';
import type { QueryOperation } from '../define-operation.js';
import type { ZqlResult } from './zql-result.js';

/** Kinds of resources whose names can be searched, by their entities, and the class that one of a type has. */
const SEARCHED: ReadonlyMap<string, (type: unknown) => string> = new Map([
  [
    'primarystorage',
    (type: unknown) => (type === 'Ceph' ? 'CephPrimaryStorageVO' : 'PrimaryStorageVO'),
  ],
  ['backupstorage', (type: unknown) => `${String(type).replace(/^Ceph$/, 'CephBackupStorage')}VO`],
  ['cluster', () => 'ClusterVO'],
  ['host', () => 'KVMHostVO'],
  ['image', () => 'ImageVO'],
  ['vminstance', () => 'VmInstanceVO'],
  ['volume', () => 'VolumeVO'],
]);
/** The real system's index knows parts of names up to this length: a longer text is found nowhere. */
const LONGEST_PART = 32;
/** As many resources of a kind are told. The real system tells all. */
const MOST = 1_000;

/** A resource that was found. */
interface Found {
  readonly uuid: string;
  readonly resourceName: string | null;
  readonly resourceType: string;
}

/**
 * A `search`: resources whose name has the text in it, or whose uuid it is. Limit and offset are read and left out,
 * as in the real system.
 */
export function runSearch(
  { keyword, entities, restrictions }: ZqlSearch,
  find: (entity: string) => QueryOperation,
  queries: InventoryQueries,
  viewer: string | undefined,
): ZqlResult {
  if (restrictions.length > 1)
    throw zqlError('zql search not support multiple restrict expressions');
  const kinds = entities.length > 0 ? entities.map(searchable(find)) : [...SEARCHED.keys()];
  const found = [...new Set(kinds)].flatMap((kind) =>
    inKind(kind, keyword, restrictions, find(kind), queries, viewer),
  );
  return { inventories: found, total: found.length };
}

const searchable = (find: (entity: string) => QueryOperation) => (name: string) => {
  find(name);
  const kind = name.toLowerCase();
  if (SEARCHED.has(kind)) return kind;
  throw runtimeError(`cannot find index with name[${name}]`);
};

function inKind(
  kind: string,
  keyword: string,
  restrictions: readonly Restriction[],
  operation: QueryOperation,
  queries: InventoryQueries,
  viewer: string | undefined,
): Found[] {
  queries.checkTime();
  const comparison = (field: string, operator: 'like' | 'equal', value: string): Comparison => ({
    kind: 'comparison',
    path: [field],
    operator,
    values: [value],
  });
  const ofUuid = comparison('uuid', 'equal', keyword);
  const part = `%${keyword.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const isPart = keyword.length > 0 && keyword.length <= LONGEST_PART;
  const conditions = isPart ? [comparison('name', 'like', part), ofUuid] : [ofUuid];
  const where = { kind: 'or', conditions } as const;
  const source = operation.of(queries);
  // Only those are restricted that can be.
  const reached = restrictions.filter((restriction) => source.canRestrict(restriction));
  const query = { ...EVERYTHING, where, restrictions: reached, limit: MOST };
  const rows = source.query(query, viewer).rows as readonly Named[];
  return rows.map(({ uuid, name, type }) => ({
    uuid,
    resourceName: name,
    resourceType: SEARCHED.get(kind)?.(type) ?? kind,
  }));
}

interface Named {
  readonly uuid: string;
  readonly name: string | null;
  readonly type?: unknown;
}
