import { RestError } from '../core/rest-error.js';
import { MOST_NAMES, tooLarge } from './limits.js';
import type { Comparison, Operator } from './query.js';

/**
 * The operators as clients write them, in the order in which the real system looks for them:
 * the first one that occurs anywhere in a condition splits it, even inside the value.
 */
const OPERATORS: readonly { text: string; operator: Operator; mapped: string }[] = [
  { text: '!=', operator: 'notEqual', mapped: '!=' },
  { text: '>=', operator: 'greaterOrEqual', mapped: '>=' },
  { text: '<=', operator: 'lessOrEqual', mapped: '<=' },
  { text: '!?=', operator: 'notIn', mapped: 'not in' },
  { text: '!~=', operator: 'notLike', mapped: 'not like' },
  { text: '~=', operator: 'like', mapped: 'like' },
  { text: '?=', operator: 'in', mapped: 'in' },
  { text: '=', operator: 'equal', mapped: '=' },
  { text: '>', operator: 'greater', mapped: '>' },
  { text: '<', operator: 'less', mapped: '<' },
  { text: 'is null', operator: 'isNull', mapped: 'is null' },
  { text: 'not null', operator: 'notNull', mapped: 'is not null' },
];
/** The operators as they are written, those that hold others before these. */
export const OPERATOR_TEXTS: readonly string[] = OPERATORS.map(({ text }) => text);
const OPERATOR_LIST = `[${OPERATOR_TEXTS.join(', ')}]`;

/**
 * Reads one value of the parameter `q`, e.g. `name~=web-%`.
 * @throws {RestError} 400 when it has no operator or no field name
 * @throws SYS.1007 when the way to its field is longer than any real one
 */
export function parseCondition(text: string): Comparison {
  const found = OPERATORS.find((candidate) => text.includes(candidate.text));
  if (!found) {
    throw new RestError(
      400,
      `Invalid query parameter. The '${text}' in the parameter[q] doesn't contain any query operator. Valid query operators are ${OPERATOR_LIST}`,
    );
  }
  const at = text.indexOf(found.text);
  const field = text.slice(0, at).trim();
  if (field === '') {
    throw new RestError(
      400,
      `Invalid query parameter. The '${text}' in parameter[q] is not a key-value pair split by ${found.mapped}`,
    );
  }
  // Separators side by side count as one: `name==x` asks for `x`.
  let value = text.slice(at + found.text.length);
  while (value.startsWith(found.text)) value = value.slice(found.text.length);
  return comparisonOf(field, found.operator, value);
}

/** @throws SYS.1007 when the way to the field is longer than any real one */
export const comparisonOf = (field: string, operator: Operator, value: string): Comparison => ({
  kind: 'comparison',
  path: pathOf(field),
  operator,
  values: valuesOf(operator, value),
});

function pathOf(field: string): readonly string[] {
  const path = field.split('.');
  if (path.length <= MOST_NAMES) return path;
  throw tooLarge(`a condition names a way of more than ${MOST_NAMES} steps`);
}

/** An in-list of nothing is a list of the empty text, as the real system makes it. */
function valuesOf(operator: Operator, value: string): readonly string[] {
  if (operator === 'isNull' || operator === 'notNull') return [];
  return operator === 'in' || operator === 'notIn' ? value.split(',') : [value];
}
