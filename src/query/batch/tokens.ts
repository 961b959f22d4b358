import { ScriptError } from './script.js';

export type Token =
  | { readonly kind: 'name' | 'sign'; readonly text: string; readonly line: number }
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly line: number;
      readonly text: string;
    }
  | {
      readonly kind: 'text';
      readonly line: number;
      /** Texts, and between them the source of expressions. */
      readonly parts: readonly { readonly text: string; readonly isSource: boolean }[];
      readonly text: string;
    }
  /** The end of a line or of everything: where a statement may end. */
  | { readonly kind: 'end'; readonly text: string; readonly line: number };

const SPACE = /[ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const NAME = /[A-Za-z_$][\w$]*/y;
const NUMBER = /\d+(?:\.\d+)?/y;
const SIGN = /\?\.|[()[\]{}.,:=+;]/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * The words of a script.
 * @throws {ScriptError} for what no part of the language here has
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      line += space.split('\n').length - 1;
      continue;
    }
    const character = source.charAt(at);
    if (character === '\n') {
      tokens.push({ kind: 'end', text: 'the end of the line', line });
      at += 1;
      line += 1;
      continue;
    }
    if (character === '"' || character === "'") {
      const read = readText(source, at, line);
      tokens.push({ kind: 'text', line, parts: read.parts, text: source.slice(at, read.end) });
      line += source.slice(at, read.end).split('\n').length - 1;
      at = read.end;
      continue;
    }
    const [kind, text] = word(match);
    if (kind === undefined || text === undefined) {
      throw new ScriptError(line, `unexpected char: '${character}'`);
    }
    if (kind === 'number') tokens.push({ kind, value: Number(text), text, line });
    else tokens.push({ kind, text, line });
    at += text.length;
  }
  tokens.push({ kind: 'end', text: 'the end of the script', line });
  return tokens;
}

function word(match: (pattern: RegExp) => string | undefined) {
  for (const [kind, pattern] of [
    ['name', NAME],
    ['number', NUMBER],
    ['sign', SIGN],
  ] as const) {
    const text = match(pattern);
    if (text !== undefined) return [kind, text] as const;
  }
  return [undefined, undefined] as const;
}

/** A text in single or double quotes, or three of them; in double ones `${}` and `$name` are expressions. */
function readText(source: string, start: number, line: number) {
  const quote = source.charAt(start);
  const marks = source.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const parts: { text: string; isSource: boolean }[] = [];
  let text = '';
  let at = start + marks.length;
  const flush = () => {
    if (text !== '') parts.push({ text, isSource: false });
    text = '';
  };
  for (;;) {
    if (at >= source.length || (marks.length === 1 && source.charAt(at) === '\n')) {
      throw new ScriptError(line, 'a text without an end');
    }
    if (source.startsWith(marks, at)) break;
    const character = source.charAt(at);
    if (character === '\\') {
      const next = source.charAt(at + 1);
      text += ESCAPES[next] ?? next;
      at += 2;
      continue;
    }
    const inside = quote === '"' && character === '$' ? expressionAt(source, at, line) : undefined;
    if (inside) {
      flush();
      parts.push({ text: inside.source, isSource: true });
      at = inside.end;
      continue;
    }
    text += character;
    at += 1;
  }
  flush();
  return { parts, end: at + marks.length };
}

const REFERENCE = /\$([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)/y;

function expressionAt(source: string, at: number, line: number) {
  if (source.charAt(at + 1) === '{') {
    const end = source.indexOf('}', at);
    if (end < 0) throw new ScriptError(line, 'an expression without an end');
    return { source: source.slice(at + 2, end), end: end + 1 };
  }
  REFERENCE.lastIndex = at;
  const name = REFERENCE.exec(source)?.[1];
  return name === undefined ? undefined : { source: name, end: at + 1 + name.length };
}
