import { nullPointer } from './query-error.js';
import type * as Reading from './read-tree.js';
import type { ZqlStatement } from './statement.js';
import type * as Syntax from './syntax.js';

/**
 * Reads ZQL: statements with `;` between them.
 * @throws {QueryError} SYS.1000 in the real parser's words and with its places; SYS.1007 for what is too large;
 * SYS.1014 for what is known and not emulated
 */
export function parseZql(zql: string | undefined): ZqlStatement[] {
  if (zql === undefined) throw nullPointer();
  // The grammar and its machinery take 30 ms to get ready, which whoever asks nothing in ZQL need not wait for.
  const { readSyntax } = require('./syntax.js') as typeof Syntax;
  const { statementsOf } = require('./read-tree.js') as typeof Reading;
  return statementsOf(readSyntax(trimmed(zql)));
}

/** Without what is below a blank at both ends, and without one semicolon at the end. */
function trimmed(zql: string): string {
  let from = 0;
  let to = zql.length;
  while (from < to && zql.charCodeAt(from) <= 32) from++;
  while (to > from && zql.charCodeAt(to - 1) <= 32) to--;
  return zql.slice(from, zql[to - 1] === ';' ? to - 1 : to);
}
