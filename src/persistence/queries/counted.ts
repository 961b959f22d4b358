import { allOf, type Query } from '../../query/query.js';
import type { Entity } from './entity.js';
import { checkShown, noSuchOrder, own } from './names.js';

/**
 * What is counted of a query. The real system counts the first of the fields that are asked for: inventories in which
 * it is null do not count.
 * @throws SYS.1000 for a field or an order that there is not, though neither is shown
 */
export function countedOf(entity: Entity, query: Query): Query {
  for (const name of query.fields ?? []) checkShown(entity, name);
  for (const { field } of query.sort) {
    if (!own(entity.fields, field)) throw noSuchOrder(entity, field);
  }
  const [name] = query.fields ?? [];
  const column = name === undefined ? undefined : own(entity.columns, name);
  if (name === undefined || !column || column.notNull) return query;
  const isSet = { kind: 'comparison', path: [name], operator: 'notNull', values: [] } as const;
  const where = allOf([...(query.where ? [query.where] : []), isSet]);
  return { ...query, where };
}
