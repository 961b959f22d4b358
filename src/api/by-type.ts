import type { Comparison, Query } from '../query/query.js';
import type { QueryOperation } from './define-operation.js';

/** The conditions of the top level of a query: all of them hold. */
const conditionsOf = ({ where }: Query) =>
  where?.kind === 'and' ? where.conditions : where ? [where] : [];

/** The first condition on the field that tells types apart, as the real system looks for it. */
const typeOf = (query: Query, field = 'type') =>
  conditionsOf(query).find(
    (condition): condition is Comparison =>
      condition.kind === 'comparison' && condition.path.length === 1 && condition.path[0] === field,
  );

/**
 * Queries of a class whose children are told apart by their type: a condition `type=X` makes the query one of
 * X's own class, so that its fields can be named, too.
 */
export function byType(children: Readonly<Record<string, QueryOperation>>, typeField = 'type') {
  const own = new Map(Object.entries(children));
  return (query: Query) => {
    const condition = typeOf(query, typeField);
    const operation =
      condition?.operator === 'equal' ? own.get(condition.values[0] ?? '') : undefined;
    return operation && { operation, query };
  };
}

/** Queries of one type alone: a condition on the type, whatever it asks for, asks for that type. */
export function ofOneType(query: Query) {
  const condition = typeOf(query);
  if (!condition) return undefined;
  const conditions = conditionsOf(query).filter((each) => each !== condition);
  const where = conditions.length === 0 ? undefined : ({ kind: 'and', conditions } as const);
  return { query: { ...query, where } };
}
