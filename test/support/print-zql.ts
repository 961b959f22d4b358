import type {
  Comparison,
  Condition,
  Fields,
  Join,
  Operator,
  Restriction,
  Sort,
} from '../../src/query/query';
import type { ZqlQuery } from '../../src/query/zql/statement';

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
export function printZql(statement: ZqlQuery): string {
  const { verb, sumBy, where, name } = statement;
  return [
    verb,
    statement.functions.reduceRight(
      (inner, outer) => `${outer}(${inner})`,
      printFields(statement.target),
    ),
    ...statement.joins.map(printJoin),
    sumBy === undefined ? '' : `by ${sumBy}`,
    where ? `where ${printCondition(where)}` : '',
    printRestrictions(statement.restrictions),
    statement.returned.length > 0 ? `return with (${statement.returned.join(',')})` : '',
    statement.groupBy.length > 0 ? `group by ${statement.groupBy.join(',')}` : '',
    printSorts(statement.sort),
    statement.limit === undefined ? '' : `limit ${statement.limit}`,
    statement.offset === undefined ? '' : `offset ${statement.offset}`,
    name === undefined ? '' : `named as ${quoted(name)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const printFields = ({ entity, fields }: Fields) =>
  fields.length > 0 ? `${entity}.${fields.join(',')}` : entity;

const printJoin = ({ kind, entity, on }: Join) =>
  `${kind} join ${entity} on ${on ? printCondition(on) : "name = 'x'"}`;

/** Writes a condition in ZQL. What follows an `and` is all of the rest: only a part that is not the last needs parentheses. */
export function printCondition(condition: Condition): string {
  if (condition.kind === 'comparison') return printComparison(condition.path, condition);
  if (condition.kind === 'fields') {
    const { left, operator, right } = condition;
    return `${printFields(left)} ${SIGNS[operator]} ${printFields(right)}`;
  }
  const last = condition.conditions.length - 1;
  const parts = condition.conditions.map((part, i) => {
    const isSimple = part.kind === 'comparison' || part.kind === 'fields';
    const isRest = i === last && part.kind !== condition.kind;
    return isSimple || isRest ? printCondition(part) : `(${printCondition(part)})`;
  });
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
    (sort) => `${printSorted(sort)} ${sort.direction === 'ascending' ? 'asc' : 'desc'}`,
  );
  return `order by ${all.join(', ')}`;
}

function printSorted({ field, expression }: Sort): string {
  if (!expression) return field;
  if (expression.kind === 'field') {
    const of = printFields(expression.of);
    return expression.function === undefined ? of : `${expression.function}(${of})`;
  }
  return expression.parts.map((part) => (typeof part === 'string' ? part : part.field)).join(' ');
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
