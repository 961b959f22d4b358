import type { Comparison, Operator } from '../../src/query/query';

const SIGNS: Partial<Record<Operator, string>> = {
  equal: '=',
  notEqual: '!=',
  greater: '>',
  greaterOrEqual: '>=',
  less: '<',
  lessOrEqual: '<=',
  in: '?=',
  notIn: '!?=',
  like: '~=',
  notLike: '!~=',
  isNull: ' is null',
  notNull: ' not null',
};
/** The documented order in which a condition is searched for its operator. */
const SEARCHED = ['!=', '>=', '<=', '!?=', '!~=', '~=', '?=', '=', '>', '<', 'is null', 'not null'];

/** Writes a condition as the parameter `q` takes it. */
export const printQ = ({ path, operator, values }: Comparison) =>
  `${path.join('.')}${SIGNS[operator] ?? ''}${values.join(',')}`;

/** Whether `q` can say this: the rule for splitting cuts some values elsewhere. */
export function isSayable({ operator, values }: Comparison): boolean {
  const sign = SIGNS[operator]?.trim() ?? '';
  const value = values.join(',');
  const isFirst = SEARCHED.slice(0, SEARCHED.indexOf(sign)).every(
    (other) => !`${sign}${value}`.includes(other),
  );
  const isList = operator === 'in' || operator === 'notIn';
  return isFirst && !value.startsWith(sign) && !(isList && values.some((one) => one.includes(',')));
}
