import type { Comparison, Query, Sort } from '../../query/query.js';
import type { Entity, EntityField } from './entities.js';
import { noSuchOrder, own } from './names.js';
import { collated, expressionOf } from './values.js';

/** The alias of the table that a query is about. */
export const TOP = '"t0"';

/** How every text begins that meets the comparison, as far as an index can tell; empty: it cannot. */
export function prefixOf(
  field: EntityField,
  { operator, values: [pattern = ''] }: Comparison,
): string {
  if (!field.isIndexed || operator !== 'like') return '';
  return /^[^%_\\]*/.exec(pattern)?.[0] ?? '';
}

/**
 * What is asked for, or the order of the index that a prefix leads to: all names that begin alike need not
 * be read to tell the first page of them.
 */
export function sortOf(
  entity: Entity,
  { where, sort }: Pick<Query, 'where' | 'sort'>,
): readonly Sort[] {
  if (sort.length > 0) return sort;
  const conditions = where?.kind === 'and' ? where.conditions : where ? [where] : [];
  for (const condition of conditions) {
    if (condition.kind !== 'comparison' || condition.path.length !== 1) continue;
    const [name = ''] = condition.path;
    const field = own(entity.fields, name);
    if (field && prefixOf(field, condition) !== '')
      return [{ field: name, direction: 'ascending' }];
  }
  return [];
}

/** Without a sort: the order of creation, so that pages neither overlap nor miss rows. */
export function orderOf(entity: Entity, sort: readonly Sort[], isPlanned: boolean): string {
  // Rows that are listed first are few: a `+` keeps the order's index from being walked instead.
  const plus = isPlanned ? '+' : '';
  const asked = sort.map(({ field: name, direction }) => {
    const field = own(entity.fields, name);
    if (!field) throw noSuchOrder(entity, name);
    const expression = collated(field, `${plus}${expressionOf(field, TOP)}`);
    return `${expression} ${direction === 'ascending' ? 'asc' : 'desc'}`;
  });
  // Walked backwards, an index by date also ends in the last row made.
  const last = sort.length === 1 && sort[0]?.direction === 'descending' ? 'desc' : 'asc';
  const isByDate = sort.length === 1 && sort[0]?.field === 'createDate';
  const byCreation = entity.order
    .filter((column) => !(isByDate && column === 'create_date'))
    .map((column) => `${plus}${TOP}.${column === 'rowid' ? column : `"${column}"`}`);
  const direction = isByDate ? last : 'asc';
  return [...asked, ...byCreation.map((column) => `${column} ${direction}`)].join(', ');
}
