import { ScriptError, type Expression, type Statement } from './script.js';
import { tokensOf, type Token } from './tokens.js';

/** What a statement may begin with without brackets around its arguments, as in `put 'images', query('...')`. */
const COMMANDS = ['put', 'query', 'call', 'zql'];
/** Expressions inside of each other: more would only be there to end the process. */
const DEEPEST = 64;

/**
 * Reads the part of Groovy that is run here: statements that set variables and call `query`, `zql`, `call` and `put`.
 * @throws {ScriptError} for anything else
 */
export function parseScript(source: string): Statement[] {
  return new Parser(tokensOf(source)).statements();
}

class Parser {
  #at = 0;
  #depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get #token(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', text: 'the end of the script', line: 0 };
  }

  statements(): Statement[] {
    const all: Statement[] = [];
    while (this.#at < this.tokens.length) {
      if (this.#isEnd() || this.#is(';')) {
        this.#at += 1;
        continue;
      }
      all.push(this.#statement());
      if (!this.#isEnd() && !this.#is(';')) throw this.#unexpected();
    }
    return all;
  }

  /** An expression that is everything there is. */
  whole(): Expression {
    const expression = this.#expression();
    if (!this.#isEnd()) throw this.#unexpected();
    return expression;
  }

  #statement(): Statement {
    const { line } = this.#token;
    if (this.#is('def')) this.#at += 1;
    const first = this.#token;
    const next = this.tokens[this.#at + 1];
    if (first.kind === 'name' && next?.text === '=') {
      this.#at += 2;
      return { line, target: first.text, value: this.#expression() };
    }
    if (COMMANDS.includes(first.text) && !isOpening(next)) {
      this.#at += 1;
      return { line, target: undefined, value: this.#callOf(first.text, this.#items(undefined)) };
    }
    return { line, target: undefined, value: this.#expression() };
  }

  #expression(): Expression {
    if (++this.#depth > DEEPEST) throw new ScriptError(this.#token.line, 'too deep');
    let left = this.#operand();
    while (this.#is('+')) {
      this.#at += 1;
      this.#skipEnds();
      left = { kind: 'sum', left, right: this.#operand() };
    }
    this.#depth -= 1;
    return left;
  }

  #operand(): Expression {
    let found = this.#primary();
    for (;;) {
      if (this.#is('.') || this.#is('?.')) {
        const isSafe = this.#is('?.');
        this.#at += 1;
        const { kind, text } = this.#token;
        if (kind !== 'name') throw this.#unexpected();
        this.#at += 1;
        found = { kind: 'member', of: found, key: { kind: 'value', value: text }, isSafe };
      } else if (this.#is('[')) {
        this.#at += 1;
        const key = this.#expression();
        this.#expect(']');
        found = { kind: 'member', of: found, key, isSafe: false };
      } else return found;
    }
  }

  #primary(): Expression {
    const token = this.#token;
    if (token.kind === 'number') {
      this.#at += 1;
      return { kind: 'value', value: token.value };
    }
    if (token.kind === 'text') {
      this.#at += 1;
      return textOf(token);
    }
    if (token.kind === 'name') return this.#nameOrCall(token.text);
    if (this.#is('(')) {
      this.#at += 1;
      const inside = this.#expression();
      this.#expect(')');
      return inside;
    }
    if (this.#is('[')) return this.#listOrMap();
    throw this.#unexpected();
  }

  #nameOrCall(name: string): Expression {
    this.#at += 1;
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' };
    if (name === 'null') return { kind: 'value', value: null };
    if (!this.#is('(')) return { kind: 'name', name };
    this.#at += 1;
    return this.#callOf(name, this.#items(')'));
  }

  /** What is called must be one of what a script is given. */
  #callOf(name: string, args: readonly Expression[]): Expression {
    if (!COMMANDS.includes(name)) {
      throw new ScriptError(this.#token.line, `the method ${name} is not run here`);
    }
    return { kind: 'call', name, args };
  }

  #listOrMap(): Expression {
    this.#at += 1;
    this.#skipEnds();
    if (this.#is(':')) {
      this.#at += 1;
      this.#expect(']');
      return { kind: 'map', entries: [] };
    }
    const isMap = this.tokens[this.#at + 1]?.text === ':';
    if (!isMap) return { kind: 'list', items: this.#items(']') };
    const entries: (readonly [Expression, Expression])[] = [];
    for (;;) {
      this.#skipEnds();
      const { kind, text } = this.#token;
      const key: Expression = kind === 'name' ? { kind: 'value', value: text } : this.#primary();
      if (kind === 'name') this.#at += 1;
      this.#expect(':');
      this.#skipEnds();
      entries.push([key, this.#expression()]);
      this.#skipEnds();
      if (!this.#is(',')) break;
      this.#at += 1;
    }
    this.#expect(']');
    return { kind: 'map', entries };
  }

  /** Expressions with commas between them, up to a closing sign, or (of a command) to the end of the statement. */
  #items(closing: string | undefined): Expression[] {
    const items: Expression[] = [];
    if (closing !== undefined) this.#skipEnds();
    if (closing !== undefined && this.#is(closing)) {
      this.#at += 1;
      return items;
    }
    for (;;) {
      items.push(this.#expression());
      if (closing !== undefined) this.#skipEnds();
      if (!this.#is(',')) break;
      this.#at += 1;
      this.#skipEnds();
    }
    if (closing !== undefined) this.#expect(closing);
    return items;
  }

  #skipEnds(): void {
    while (this.#isEnd() && this.#at < this.tokens.length - 1) this.#at += 1;
  }

  #isEnd(): boolean {
    return this.#token.kind === 'end';
  }

  /** A sign or a name: other tokens have another text. */
  #is(sign: string): boolean {
    return this.#token.text === sign;
  }

  #expect(sign: string): void {
    this.#skipEnds();
    if (!this.#is(sign)) throw this.#unexpected();
    this.#at += 1;
  }

  #unexpected(): ScriptError {
    return new ScriptError(this.#token.line, `unexpected ${this.#token.text}`);
  }
}

const isOpening = (token: Token | undefined) => token?.text === '(';

function textOf({ parts, line }: Token & { kind: 'text' }): Expression {
  if (parts.every(({ isSource }) => !isSource)) {
    return { kind: 'value', value: parts.map(({ text }) => text).join('') };
  }
  return {
    kind: 'text',
    parts: parts.map(({ text, isSource }): Expression => {
      if (!isSource) return { kind: 'value', value: text };
      try {
        return new Parser(tokensOf(text)).whole();
      } catch (error) {
        throw error instanceof ScriptError ? new ScriptError(line, error.message) : error;
      }
    }),
  };
}
