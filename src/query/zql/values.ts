import { tooLarge } from '../limits.js';
import { notHql, QueryError } from './query-error.js';
import type { ValueContext } from './generated/zql-parser.js';

/** What a value of ZQL says. @throws {QueryError} for double quotes, which the real system's database layer refuses */
export function valueOf(tree: ValueContext): string {
  const text = tree.getText();
  if (text.startsWith('"')) throw notHql(`unexpected char: '"'`);
  return text.startsWith("'") ? textOf(text) : text;
}

/** A text without its quotes; one inside of them is written twice. */
export const textOf = (quoted: string) => quoted.slice(1, -1).replaceAll("''", "'");

/** What a statement is named as: only quotes at its ends are taken away. */
export const nameOf = (quoted: string) =>
  quoted.replace(/^'/, '').replace(/^"/, '').replace(/"$/, '').replace(/'$/, '');

/** @throws {QueryError} in the words of the real system for what fits into no integer, or is negative */
export function limitOf(text: string): number {
  const limit = Number(text);
  if (limit > 2 ** 31 - 1 || limit < -(2 ** 31)) throw notANumber(text);
  if (limit < 0) throw negative('max-results cannot be negative');
  return limit;
}

/** As {@link limitOf}; of what fits into a long alone the lower half counts. */
export function offsetOf(text: string): number {
  const offset = BigInt(text);
  if (BigInt.asIntN(64, offset) !== offset) throw notANumber(text);
  const start = Number(BigInt.asIntN(32, offset));
  if (start < 0) throw negative(`first-result value cannot be negative : ${start}`);
  return start;
}

const notANumber = (text: string) =>
  text.length > 100
    ? tooLarge('a limit has more than 100 digits')
    : new QueryError('java.lang.NumberFormatException', `For input string: "${text}"`);
const negative = (text: string) => new QueryError('java.lang.IllegalArgumentException', text);
