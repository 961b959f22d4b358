import { apiError } from '../../core/api-error.js';
import type { TableColumn } from '../../query/queryable.js';
import type { EntityField } from './entity.js';
import { dateText } from './dates.js';
import { collated } from './values.js';

type Kind = TableColumn['kind'];

/** Functions of all rows of a group. What follows in the text of a function stands for the field. */
const AGGREGATES: Readonly<Record<string, string>> = {
  max: 'max',
  min: 'min',
  avg: 'avg',
  sum: 'sum',
  count: 'count',
};

/** Functions of one value; `$` is it. Of dates, `length` and the like read what the database would write. */
const SCALARS: Readonly<Record<string, readonly [sql: string, kind: Kind]>> = {
  upper: ['upper($)', 'text'],
  ucase: ['upper($)', 'text'],
  lower: ['lower($)', 'text'],
  lcase: ['lower($)', 'text'],
  trim: ['trim($)', 'text'],
  ltrim: ['ltrim($)', 'text'],
  rtrim: ['rtrim($)', 'text'],
  length: ['length(cast($ as blob))', 'number'],
  char_length: ['length($)', 'number'],
  character_length: ['length($)', 'number'],
  abs: ['abs($)', 'number'],
  sign: ['sign($)', 'number'],
  ceil: ['ceil($)', 'number'],
  ceiling: ['ceil($)', 'number'],
  floor: ['floor($)', 'number'],
  round: ['round($)', 'number'],
  year: [datePart('%Y'), 'number'],
  month: [datePart('%m'), 'number'],
  day: [datePart('%d'), 'number'],
  hour: [datePart('%H'), 'number'],
  minute: [datePart('%M'), 'number'],
  second: [datePart('%S'), 'number'],
};

function datePart(format: string): string {
  return `cast(strftime('${format}', $) as integer)`;
}

const known = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined => {
  const key = name.toLowerCase();
  return Object.hasOwn(record, key) ? record[key] : undefined;
};

export const isAggregate = (name: string): boolean => known(AGGREGATES, name) !== undefined;
export const isDistinct = (name: string): boolean => name.toLowerCase() === 'distinct';

/** A function of a field in SQL, and what its values are. @throws SYS.1014 for one that is not known here */
export function functionOf(
  name: string,
  field: Pick<EntityField, 'kind'>,
  expression: string,
): { readonly sql: string; readonly kind: Kind } {
  const aggregate = known(AGGREGATES, name);
  if (aggregate !== undefined) {
    const isExtreme = aggregate === 'max' || aggregate === 'min';
    const column: EntityField = { column: '', kind: field.kind };
    const sql = `${aggregate}(${isExtreme ? collated(column, expression) : expression})`;
    return { sql, kind: isExtreme ? field.kind : 'number' };
  }
  const scalar = known(SCALARS, name);
  if (!scalar) {
    throw apiError(
      'SYS.1014',
      `the function[${name}] of ZQL is not supported by this emulator; these are: distinct, max, min, avg, ${Object.keys(SCALARS).join(', ')}`,
    );
  }
  const [sql, kind] = scalar;
  const isText = !['abs', 'sign', 'ceil', 'ceiling', 'floor', 'round'].includes(name.toLowerCase());
  const value = field.kind === 'date' && isText ? dateText(expression) : expression;
  return { sql: sql.replaceAll('$', () => value), kind };
}
