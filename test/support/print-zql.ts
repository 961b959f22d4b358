import type { Comparison, Condition, Operator, Restriction, Sort } from '../../src/query/query';
import type { ZqlStatement } from '../../src/query/zql/statement';

const SIGNS: Readonly<Record<Operator, string>> = {
  equal: '=',
  notEqual: '!=',
  greater: '>',
  greaterOrEqual: '>=',
  less: '<',
  lessOrEqual: '<=',
  in: 'in',
  notIn: 'not in',
  like: 'like',
  notLike: 'not like',
  has: 'has',
  notHas: 'not has',
  isNull: 'is null',
  notNull: 'is not null',
};

/** Writes a statement so that reading it gives the same statement again. */
export function printZql(statement: ZqlStatement): string {
  const { verb, entity, fields, isDistinct, sumBy, where, name } = statement;
  const target = fields.length > 0 ? `${entity}.${fields.join(',')}` : entity;
  return [
    verb,
    isDistinct ? `distinct(${target})` : target,
    sumBy === undefined ? '' : `by ${sumBy}`,
    where ? `where ${printCondition(where)}` : '',
    printRestrictions(statement.restrictions),
    statement.returnsTotal ? 'return with (total)' : '',
    statement.groupBy.length > 0 ? `group by ${statement.groupBy.join(',')}` : '',
    printSorts(statement.sort),
    statement.limit === undefined ? '' : `limit ${statement.limit}`,
    statement.offset === undefined ? '' : `offset ${statement.offset}`,
    name === undefined ? '' : `named as ${quoted(name)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Writes a condition in ZQL. */
export function printCondition(condition: Condition): string {
  if (condition.kind === 'comparison') return printComparison(condition.path, condition);
  const parts = condition.conditions.map((part) =>
    part.kind === 'comparison' ? printCondition(part) : `(${printCondition(part)})`,
  );
  return parts.join(` ${condition.kind} `);
}

function printComparison(path: readonly string[], comparison: Comparison): string {
  const { operator, values, subquery } = comparison;
  const left = `${path.join('.')} ${SIGNS[operator]}`;
  if (operator === 'isNull' || operator === 'notNull') return left;
  if (subquery) {
    const where = subquery.where ? ` where ${printCondition(subquery.where)}` : '';
    return `${left} (query ${[subquery.entity, ...subquery.path].join('.')}${where})`;
  }
  const isList = ['in', 'notIn', 'has', 'notHas'].includes(operator);
  return `${left} ${isList ? `(${values.map(quoted).join(',')})` : quoted(values[0] ?? '')}`;
}

function printRestrictions(restrictions: readonly Restriction[]): string {
  if (restrictions.length === 0) return '';
  const all = restrictions.map(({ entity, comparison }) =>
    printComparison(
      entity === undefined ? comparison.path : [entity, ...comparison.path],
      comparison,
    ),
  );
  return `restrict by (${all.join(', ')})`;
}

function printSorts(sorts: readonly Sort[]): string {
  if (sorts.length === 0) return '';
  const all = sorts.map(
    ({ field, direction }) => `${field} ${direction === 'ascending' ? 'asc' : 'desc'}`,
  );
  return `order by ${all.join(', ')}`;
}

const quoted = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
