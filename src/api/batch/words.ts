import { apiError } from '../../core/api-error.js';

/**
 * The signs of conditions in the order in which the real system looks for them, and what they stand for. It has a
 * `!=null`, too, and never finds it: `=null` is in that, behind a name that ends with `!`.
 */
const OPERATORS = [
  ['=null', 'is null'],
  ['!=', '!='],
  ['>=', '>='],
  ['<=', '<='],
  ['!?=', 'not in'],
  ['!~=', 'not like'],
  ['~=', 'like'],
  ['?=', 'in'],
  ['=', '='],
  ['>', '>'],
  ['<', '<'],
] as const;

/** Words that are no conditions. */
const SETTINGS = {
  fields: (value: string) => value.split(','),
  limit: numberOf,
  start: numberOf,
  sortBy: (value: string) => value,
  sortDirection: (value: string) => value,
  count: (value: string) => value.toLowerCase() === 'true',
  replyWithCount: (value: string) => value.toLowerCase() === 'true',
} as const;

/**
 * A query of a script, such as `QueryImage name=a limit=10`, as the name of a call and the fields of its message.
 * @throws SYS.1007 for a word that is no condition
 */
export function callOfWords(text: string) {
  const [name, ...words] = text.split(' ').filter((word) => word !== '');
  if (name === undefined) throw apiError('SYS.1007', `invalid query string: ${text}`);
  const message: Record<string, unknown> = {};
  const conditions: object[] = [];
  for (const word of words) {
    const setting = Object.entries(SETTINGS).find(([key]) => word.startsWith(`${key}=`));
    if (setting) {
      const [key, read] = setting;
      message[key] = read(word.slice(key.length + 1));
    } else conditions.push(conditionOf(text, word));
  }
  return { name, message: { ...message, conditions } };
}

function conditionOf(text: string, word: string): object {
  const [sign, op] = OPERATORS.find(([each]) => word.includes(each)) ?? [];
  if (sign === undefined) {
    throw apiError(
      'SYS.1007',
      `invalid query string[${text}], word[${word}] doesn't have a valid operator`,
    );
  }
  const at = word.indexOf(sign);
  const name = word.slice(0, at);
  if (op === 'is null') return { name, op };
  return { name, op, value: word.slice(at + sign.length) };
}

function numberOf(value: string): number {
  if (/^[+-]?\d{1,10}$/.test(value)) return Number(value);
  throw apiError('SYS.1000', `For input string: "${value}"`);
}
