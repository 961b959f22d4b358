import { CommonToken, Token, type CharStream, type TokenFactory, type TokenSource } from 'antlr4ng';
import { ZqlParser } from './generated/zql-parser.js';

/** Every fixed text of the grammar, the longest first: `is not null` before `is`. */
const FIXED = ZqlParser.literalNames
  .flatMap((name, type) => (name === null ? [] : [{ text: name.slice(1, -1), type }]))
  .toSorted((a, b) => b.text.length - a.text.length);
/** Those that no name could be: signs, and words that end in a sign or have a blank in them. */
const SIGNS = FIXED.filter(({ text }) => !/^\w+$/.test(text));
const WORDS: ReadonlyMap<string, number> = new Map([
  ...FIXED.map(({ text, type }) => [text, type] as const),
  ['asc', ZqlParser.ORDER_BY_VALUE],
  ['desc', ZqlParser.ORDER_BY_VALUE],
  ['true', ZqlParser.BOOLEAN],
  ['false', ZqlParser.BOOLEAN],
]);
const BLANKS = /[ \t\r\n]+/y;
const NAME = /\w+/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;

/** Where a text of ZQL has something that is no token. */
export type OnNoToken = (text: string, line: number, column: number) => never;

/**
 * Cuts ZQL into the tokens of the grammar, one when it is asked for: always the longest that fits. ANTLR makes
 * such a reader itself, of which a megabyte takes 400 ms; this one takes 10.
 */
export class Tokens implements TokenSource {
  readonly sourceName = 'ZQL';
  readonly inputStream: CharStream | null = null;
  line = 1;
  /** In letters, not in halves of them, from 0. */
  column = 0;
  #at = 0;

  constructor(
    private readonly zql: string,
    private readonly onNoToken: OnNoToken,
  ) {}

  get tokenFactory(): TokenFactory<Token> {
    throw new Error('tokens of ZQL are made by their reader alone');
  }

  nextToken(): Token {
    this.#pass(this.#match(BLANKS));
    if (this.#at >= this.zql.length) return this.#token(Token.EOF, '<EOF>');
    const quote = this.zql[this.#at];
    if (quote === '"' || quote === "'") return this.#text(quote);
    const [type, text] = this.#longest();
    return type === Token.INVALID_TYPE ? this.#noToken(text) : this.#token(type, text);
  }

  #longest(): readonly [type: number, text: string] {
    const sign = SIGNS.find(({ text }) => this.zql.startsWith(text, this.#at));
    const name = this.#match(NAME);
    const number = this.#match(NUMBER);
    const longest = Math.max(sign?.text.length ?? 0, name.length, number.length);
    if (longest === 0) {
      // A sign that only begins as one: what would have to go on is part of what is none.
      const begun = this.zql[this.#at] === '!' ? 2 : 1;
      const letters = Array.from(this.zql.slice(this.#at, this.#at + 4));
      return [Token.INVALID_TYPE, letters.slice(0, begun).join('')];
    }
    if (sign?.text.length === longest) return [sign.type, sign.text];
    if (number.length === longest) {
      return [number.includes('.') ? ZqlParser.FLOAT : ZqlParser.INT, number];
    }
    return [WORDS.get(name) ?? ZqlParser.ID, name];
  }

  /** A text in quotes: in single ones a quote is written twice. */
  #text(quote: string): Token {
    let from = this.#at + 1;
    let lastPair = -1;
    for (;;) {
      const end = this.zql.indexOf(quote, from);
      if (end === -1) break;
      const isTwice = quote === "'" && this.zql[end + 1] === quote;
      if (!isTwice) return this.#token(ZqlParser.STRING, this.zql.slice(this.#at, end + 1));
      lastPair = end;
      from = end + 2;
    }
    // Where nothing closes a text, it ended at the first of the last two quotes in a row.
    if (lastPair === -1) return this.#noToken(this.zql.slice(this.#at, this.#at + 20));
    return this.#token(ZqlParser.STRING, this.zql.slice(this.#at, lastPair + 1));
  }

  #token(type: number, text: string): Token {
    const token = CommonToken.fromType(type, text);
    token.line = this.line;
    token.column = this.column;
    token.start = this.#at;
    this.#pass(type === Token.EOF ? '' : text);
    token.stop = this.#at - 1;
    return token as Token;
  }

  #noToken(text: string): never {
    const shown = text.replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
    return this.onNoToken(`token recognition error at: '${shown}'`, this.line, this.column);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.zql)?.[0] ?? '';
  }

  #pass(text: string): void {
    this.#at += text.length;
    const lines = text.split('\n');
    const last = lines.at(-1) ?? '';
    this.line += lines.length - 1;
    this.column = (lines.length > 1 ? 0 : this.column) + lettersOf(last);
  }
}

const lettersOf = (text: string) => text.length - (text.match(/[\ud800-\udbff]/g)?.length ?? 0);
