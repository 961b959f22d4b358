import type { Comparison, Fields, Query, Sort, SortExpression } from '../../query/query.js';
import { notHql } from '../../query/zql/query-error.js';
import type { Entity, EntityField } from './entities.js';
import { functionOf, isDistinct } from './functions.js';
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

/** A field of any inventory of a statement, in SQL. */
export type Named = (of: Fields) => { readonly field: EntityField; readonly expression: string };

/** Without a sort: the order of creation, so that pages neither overlap nor miss rows. */
export function orderOf(
  entity: Entity,
  sort: readonly Sort[],
  isPlanned: boolean,
  named: Named,
): string {
  // Rows that are listed first are few: a `+` keeps the order's index from being walked instead.
  const plus = isPlanned ? '+' : '';
  const asked = sort.map(
    (each) =>
      `${sortedBy(entity, each, plus, named)} ${each.direction === 'ascending' ? 'asc' : 'desc'}`,
  );
  // Walked backwards, an index by date also ends in the last row made.
  const last = sort.length === 1 && sort[0]?.direction === 'descending' ? 'desc' : 'asc';
  const isByDate = sort.length === 1 && sort[0]?.field === 'createDate';
  const byCreation = entity.order
    .filter((column) => !(isByDate && column === 'create_date'))
    .map((column) => `${plus}${TOP}.${column === 'rowid' ? column : `"${column}"`}`);
  const direction = isByDate ? last : 'asc';
  return [...asked, ...byCreation.map((column) => `${column} ${direction}`)].join(', ');
}

/** What rows are sorted by, in SQL. */
export function sortedBy(entity: Entity, sort: Sort, plus: string, named: Named): string {
  const { expression } = sort;
  if (!expression) return sortedByField(entity, sort.field, plus);
  if (expression.kind === 'field') return sortedByNamed(expression, named);
  const { parts } = expression;
  const fields = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.field]));
  const [only = ''] = fields;
  if (fields.length === 1) return sortedByField(entity, only, plus);
  // Divided is with a fraction, as in the real database.
  const sql = parts.map((part) => {
    if (typeof part !== 'string') return `(${expressionOf(sortField(entity, part.field), TOP)})`;
    return part === '/' ? '* 1.0 /' : part;
  });
  return sql.join(' ');
}

function sortedByNamed({ of, function: name }: SortedByField, named: Named): string {
  const [first, ...more] = of.fields;
  const { field, expression } = named({ ...of, fields: [first ?? ''] });
  if (name !== undefined && isDistinct(name)) throw notHql('unexpected token: DISTINCT');
  // `order by image.name,uuid desc` sorts by name, ascending, and then by uuid.
  const others = more.map((other) => named({ ...of, fields: [other] }));
  const all = [{ field, expression }, ...others].map((one) => collated(one.field, one.expression));
  return name === undefined ? all.join(', ') : functionOf(name, field, expression).sql;
}

const sortedByField = (entity: Entity, name: string, plus: string) => {
  const field = sortField(entity, name);
  return collated(field, `${plus}${expressionOf(field, TOP)}`);
};

/** @throws SYS.1000 for a field that inventories have not */
export function sortField(entity: Entity, name: string): EntityField {
  const field = own(entity.fields, name);
  if (!field) throw noSuchOrder(entity, name);
  return field;
}

/** @throws SYS.1000 for a sort that names a field which inventories have not */
export function checkSort(entity: Entity, sort: readonly Sort[]): void {
  for (const { field, expression } of sort) {
    if (!expression) sortField(entity, field);
    else if (expression.kind === 'signs') {
      for (const part of expression.parts) {
        if (typeof part !== 'string') sortField(entity, part.field);
      }
    }
  }
}

type SortedByField = Extract<SortExpression, { kind: 'field' }>;
