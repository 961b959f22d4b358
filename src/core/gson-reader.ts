import { numberOf } from './written-number.js';

/** What is wrong with a text, in the words of the real system's parser. */
export class GsonError extends Error {}

/** So deep may lists and objects stand in each other; the stack of the real parser ends not much later. */
const DEEPEST = 2_000;
/** What ends a name or text without quotes. */
const ENDS_LITERAL = new Set('/\\;#={}[]:, \t\f\r\n');
const BLANKS = new Set(' \t\r\n');
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** What does not fit into the real parser's buffer is a text, whatever it looks like. */
const LONGEST_NUMBER = 1023;
/** What servers put before JSON so that it is no script; skipped. */
const NON_EXECUTE_PREFIX = ")]}'\n";
const ESCAPES = new Map(Object.entries({ t: '\t', b: '\b', n: '\n', r: '\r', f: '\f' }));
const ESCAPED_AS_THEMSELVES = new Set('\n\'"\\/');

/** What a value begins with, and the value where that was all of it. */
type Begun =
  | { readonly token: 'BEGIN_ARRAY' | 'BEGIN_OBJECT' }
  | { readonly token: 'STRING'; readonly quote: string }
  | { readonly token: 'NUMBER' | 'BOOLEAN' | 'NULL'; readonly value: unknown };

/** A list or an object that the reader is in, for the path in its words. */
interface Level {
  readonly isList: boolean;
  index: number;
  name: string;
}

/**
 * Reads JSON as the real system's parser (Gson, lenient): beside strict JSON it takes a byte order mark, comments,
 * names and texts in single quotes or without any, `=` and `=>` for `:`, `;` for `,`, elements that are left out as
 * nulls, and control characters in texts. What looks like a number and is none (`NaN`, `01`) is a text.
 */
export class GsonReader {
  readonly #text: string;
  readonly #levels: Level[] = [];
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\ufeff')) this.#at = this.#lineStart = 1;
  }

  /**
   * The object that the text is, or undefined where it is empty or null. A list of pairs is an object, too.
   * @throws {GsonError}
   */
  readMap(): Record<string, unknown> | undefined {
    const first = this.#next();
    if (first === undefined) return undefined;
    this.#at--;
    if (this.#text.startsWith(NON_EXECUTE_PREFIX, this.#at)) this.#at += NON_EXECUTE_PREFIX.length;
    const character = this.#mustNext();
    const start = this.#at - 1;
    const begun = this.#begin(character);
    const map = new Map<string, unknown>();
    const add = (name: string, value: unknown) => {
      if (map.has(name)) throw new GsonError(`duplicate key: ${name}`);
      map.set(name, value);
    };
    if (begun.token === 'NULL') return undefined;
    if (begun.token === 'BEGIN_OBJECT') this.#members(add, true);
    else if (begun.token === 'BEGIN_ARRAY') this.#pairs(add);
    else {
      // A double was only looked at.
      if (begun.token === 'NUMBER' && !Number.isInteger(begun.value)) this.#at = start;
      throw this.#unexpected('BEGIN_OBJECT', begun);
    }
    this.#refuseRest();
    return Object.fromEntries(map);
  }

  /** What comes after the object is read strictly. */
  #refuseRest(): void {
    while (BLANKS.has(this.#text.charAt(this.#at))) this.#step();
    if (this.#at === this.#text.length) return;
    this.#at++;
    throw this.#malformed('Use JsonReader.setLenient(true) to accept malformed JSON');
  }

  #pairs(add: (name: string, value: unknown) => void): void {
    this.#elements((begun) => {
      if (begun?.token !== 'BEGIN_ARRAY') throw this.#unexpected('BEGIN_ARRAY', begun);
      const pair: unknown[] = [];
      this.#elements((one) => pair.push(this.#finish(one)));
      const [name, value] = pair;
      if (pair.length !== 2) throw new GsonError('java.lang.IllegalStateException');
      // A name that is no text is nobody's.
      if (typeof name === 'string') add(name, value);
    });
  }

  /** The elements of a list whose bracket was read; one that is left out is undefined. */
  #elements(take: (begun: Begun | undefined) => void): void {
    const level = this.#enter(true);
    for (let isFirst = true; ; isFirst = false) {
      let character = this.#mustNext();
      if (character === ']' && isFirst) break;
      if (!isFirst) {
        if (character === ']') break;
        if (character !== ',' && character !== ';') throw this.#malformed('Unterminated array');
        character = this.#mustNext();
      }
      if (character === ',' || character === ';' || character === ']') {
        this.#at--;
        take(undefined);
      } else take(this.#begin(character));
      level.index++;
    }
    this.#levels.pop();
  }

  /** The members of an object whose brace was read. Of the outermost one the path does not know the names. */
  #members(add: (name: string, value: unknown) => void, isOutermost: boolean): void {
    const level = this.#enter(false);
    for (let isFirst = true; ; isFirst = false) {
      let character = this.#mustNext();
      if (character === '}') break;
      if (!isFirst) {
        if (character !== ',' && character !== ';') throw this.#malformed('Unterminated object');
        character = this.#mustNext();
      }
      const name = this.#name(character);
      if (!isOutermost) level.name = name;
      const colon = this.#mustNext();
      if (colon !== ':' && colon !== '=') throw this.#malformed("Expected ':'");
      if (colon === '=' && this.#text[this.#at] === '>') this.#at++;
      const value = this.#mustNext();
      add(name, this.#finish(this.#begin(value)));
    }
    this.#levels.pop();
  }

  #name(character: string): string {
    if (character === '"' || character === "'") return this.#quoted(character);
    if (character === '}') throw this.#malformed('Expected name');
    this.#at--;
    if (ENDS_LITERAL.has(character)) throw this.#malformed('Expected name');
    return this.#literal();
  }

  /** Looks at what a value begins with, as far as the real parser looks before it is told what it is to read. */
  #begin(character: string): Begun {
    if (character === '[') return { token: 'BEGIN_ARRAY' };
    if (character === '{') return { token: 'BEGIN_OBJECT' };
    if (character === '"' || character === "'") return { token: 'STRING', quote: character };
    if (',;]'.includes(character)) throw this.#malformed('Unexpected value');
    this.#at--;
    if (ENDS_LITERAL.has(character)) throw this.#malformed('Expected value');
    const start = this.#at;
    const literal = this.#literal();
    switch (literal.toLowerCase()) {
      case 'true':
      case 'false':
        return { token: 'BOOLEAN', value: literal.toLowerCase() === 'true' };
      case 'null':
        return { token: 'NULL', value: null };
    }
    if (literal.length <= LONGEST_NUMBER && NUMBER.test(literal)) {
      return { token: 'NUMBER', value: numberIn(literal) };
    }
    this.#at = start;
    return { token: 'STRING', quote: '' };
  }

  /** The whole of a value that was begun. */
  #finish(begun: Begun | undefined): unknown {
    if (begun === undefined) return null;
    switch (begun.token) {
      case 'BEGIN_ARRAY': {
        const list: unknown[] = [];
        this.#elements((element) => list.push(this.#finish(element)));
        return list;
      }
      case 'BEGIN_OBJECT': {
        const object = new Map<string, unknown>();
        this.#members((name, value) => object.set(name, value), false);
        return Object.fromEntries(object);
      }
      case 'STRING':
        return begun.quote === '' ? this.#literal() : this.#quoted(begun.quote);
      case 'NUMBER':
      case 'BOOLEAN':
      case 'NULL':
        return begun.value;
    }
  }

  #literal(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !ENDS_LITERAL.has(this.#text.charAt(this.#at))) {
      this.#at++;
    }
    return this.#text.slice(start, this.#at);
  }

  /** A text up to its closing quote. */
  #quoted(quote: string): string {
    const parts: string[] = [];
    let start = this.#at;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      this.#step();
      if (character === quote) {
        parts.push(this.#text.slice(start, this.#at - 1));
        return parts.join('');
      }
      if (character === '\\') {
        parts.push(this.#text.slice(start, this.#at - 1), this.#escaped());
        start = this.#at;
      }
    }
    throw this.#malformed('Unterminated string');
  }

  #escaped(): string {
    const character = this.#text[this.#at];
    if (character === undefined) throw this.#malformed('Unterminated escape sequence');
    this.#step();
    if (character === 'u') {
      const digits = this.#text.slice(this.#at, this.#at + 4);
      if (digits.length < 4) throw this.#malformed('Unterminated escape sequence');
      if (!/^[0-9a-f]{4}$/i.test(digits)) throw new GsonError(`\\u${digits}`);
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    if (ESCAPED_AS_THEMSELVES.has(character)) return character;
    const meant = ESCAPES.get(character);
    if (meant === undefined) throw this.#malformed('Invalid escape sequence');
    return meant;
  }

  /** The next character that is neither blank nor part of a comment, which is read; undefined at the end. */
  #next(): string | undefined {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) return undefined;
      this.#step();
      if (BLANKS.has(character)) continue;
      if (character === '#') this.#skipLine();
      else if (character === '/' && this.#text[this.#at] === '/') this.#skipLine();
      else if (character === '/' && this.#text[this.#at] === '*') this.#skipComment();
      else return character;
    }
  }

  #mustNext(): string {
    const character = this.#next();
    if (character !== undefined) return character;
    throw new GsonError(`java.io.EOFException: End of input${this.#where()}`);
  }

  #skipLine(): void {
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      this.#step();
      if (character === '\n' || character === '\r') return;
    }
  }

  #skipComment(): void {
    this.#at++;
    const end = this.#text.indexOf('*/', this.#at);
    const stop = end === -1 ? this.#text.length - 1 : end;
    while (this.#at < stop) this.#step();
    if (end === -1) throw this.#malformed('Unterminated comment');
    this.#at += 2;
  }

  /** Goes on by a character. */
  #step(): void {
    const character = this.#text[this.#at++];
    if (character !== '\n') return;
    this.#line++;
    this.#lineStart = this.#at;
  }

  #enter(isList: boolean): Level {
    if (this.#levels.length >= DEEPEST) {
      throw new GsonError(`more than ${DEEPEST} lists and objects stand in each other`);
    }
    const level = { isList, index: 0, name: '' };
    this.#levels.push(level);
    return level;
  }

  #where(): string {
    const steps = this.#levels.map(({ isList, index, name }) =>
      isList ? `[${index}]` : `.${name}`,
    );
    const column = this.#at - this.#lineStart + 1;
    return ` at line ${this.#line} column ${column} path $${steps.join('')}`;
  }

  #malformed(what: string): GsonError {
    return new GsonError(`com.google.gson.stream.MalformedJsonException: ${what}${this.#where()}`);
  }

  #unexpected(expected: string, begun: Begun | undefined): GsonError {
    const found = begun?.token ?? 'NULL';
    return new GsonError(
      `java.lang.IllegalStateException: Expected ${expected} but was ${found}${this.#where()}`,
    );
  }
}

/** What is no number to JSON cannot be handed on inside of the real system. */
function numberIn(literal: string) {
  const number = numberOf(literal);
  if (Number.isFinite(Number(literal))) return number;
  throw new GsonError(
    `${literal.startsWith('-') ? '-' : ''}Infinity is not a valid double value as per JSON specification. To override this behavior, use GsonBuilder.serializeSpecialFloatingPointValues() method.`,
  );
}
