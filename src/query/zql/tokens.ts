import { zqlError } from './zql-error.js';

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'end';
  /** A word or sign as written, a text without its quotes. */
  readonly text: string;
  /** Where it begins. */
  readonly at: number;
}

const SIGNS = ['!=', '>=', '<=', '=', '>', '<', '(', ')', ',', '.', ';', '{', '}'];
const BLANK = /\s*/y;
const NUMBER = /-?\d+(\.\d+)?(?![A-Za-z0-9_])/y;
const WORD = /[A-Za-z0-9_]+/y;
const TEXT = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/sy;

/**
 * Cuts ZQL into its tokens; the last one is the end.
 * @throws SYS.1000 with the position of what is none
 */
export function tokensOf(zql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(zql)?.[0];
  };
  for (;;) {
    at += match(BLANK)?.length ?? 0;
    if (at >= zql.length) break;
    const sign = SIGNS.find((candidate) => zql.startsWith(candidate, at));
    const text = match(TEXT);
    const number = match(NUMBER);
    const word = match(WORD);
    if (text !== undefined) tokens.push({ kind: 'text', text: unquoted(text), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
    else throw syntaxError(zql, at, `token recognition error at: '${zql.slice(at, at + 20)}'`);
    at += (text ?? number ?? word ?? sign ?? '').length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: zql.length });
  return tokens;
}

/** A backslash lets a quote or another one stand for itself; before anything else it stays. */
const unquoted = (text: string) => text.slice(1, -1).replaceAll(/\\(['"\\])/g, '$1');

/** An error with its place: lines from 1, columns from 0. */
export function syntaxError(zql: string, at: number, text: string) {
  const before = zql.slice(0, at).split('\n');
  return zqlError(`syntax error, line ${before.length}:${before.at(-1)?.length ?? 0} ${text}`);
}
