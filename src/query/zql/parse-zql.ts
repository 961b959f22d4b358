import { apiError } from '../../core/api-error.js';
import { DEEPEST, MOST_COMPARISONS, MOST_NAMES, MOST_STATEMENTS } from '../limits.js';
import type { Comparison, Condition, Operator, Restriction, Sort, Subquery } from '../query.js';
import type { ZqlStatement } from './statement.js';
import { syntaxError, tokensOf, type Token } from './tokens.js';

const SIGN_OPERATORS: Readonly<Record<string, Operator>> = {
  '=': 'equal',
  '!=': 'notEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
  '<': 'less',
  '<=': 'lessOrEqual',
};
const WORD_OPERATORS: readonly (readonly [readonly string[], Operator])[] = [
  [['is', 'not', 'null'], 'notNull'],
  [['is', 'null'], 'isNull'],
  [['not', 'in'], 'notIn'],
  [['not', 'like'], 'notLike'],
  [['not', 'has'], 'notHas'],
  [['in'], 'in'],
  [['like'], 'like'],
  [['has'], 'has'],
];
const LIST_OPERATORS: readonly Operator[] = ['in', 'notIn', 'has', 'notHas'];
const VERBS = ['query', 'count', 'sum'] as const;

/**
 * Reads ZQL: statements with `;` between them.
 * @throws SYS.1000 with line and column of what was not expected; SYS.1014 for what is known and not
 * emulated (`filter by`, `getapi`, other things than `total` in `return with`)
 */
export function parseZql(zql: string): ZqlStatement[] {
  return new Parser(zql).statements();
}

class Parser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;
  #comparisons = 0;

  constructor(private readonly zql: string) {
    this.#tokens = tokensOf(zql);
  }

  statements(): ZqlStatement[] {
    const statements: ZqlStatement[] = [];
    while (this.#peek().kind !== 'end') {
      if (statements.length === MOST_STATEMENTS) throw this.#unexpected('<EOF>');
      this.#comparisons = 0;
      statements.push(this.#statement());
      if (this.#peek().kind === 'end') break;
      this.#sign(';');
    }
    if (statements.length === 0) throw this.#unexpected("{'query', 'count', 'sum'}");
    return statements;
  }

  #statement(): ZqlStatement {
    const verb = VERBS.find((candidate) => this.#takeWords(candidate));
    if (!verb) throw this.#unexpected("{'query', 'count', 'sum'}");
    const isDistinct = verb !== 'sum' && this.#isDistinct();
    const target = this.#target();
    if (isDistinct) this.#sign(')');
    const sumBy = verb === 'sum' ? this.#sumBy() : undefined;
    const where = this.#takeWords('where') ? this.#condition() : undefined;
    const restrictions = verb !== 'sum' ? this.#restrictions() : [];
    const returnsTotal = verb === 'query' && this.#returnWith();
    const groupBy = verb !== 'sum' && this.#takeWords('group', 'by') ? this.#names() : [];
    const sort = this.#takeWords('order', 'by') ? this.#sorts() : [];
    const limit = this.#takeWords('limit') ? this.#count() : undefined;
    const offset = this.#takeWords('offset') ? this.#count() : undefined;
    if (verb === 'query' && this.#takeWords('filter', 'by')) {
      throw notEmulated('filter by');
    }
    const name = this.#takeWords('named', 'as') ? this.#text() : undefined;
    return {
      verb,
      ...target,
      isDistinct,
      sumBy,
      where,
      restrictions,
      returnsTotal,
      groupBy,
      sort,
      limit,
      offset,
      name,
    };
  }

  #isDistinct(): boolean {
    if (!this.#isSign('(', 1) || !this.#takeWords('distinct')) return false;
    this.#sign('(');
    return true;
  }

  #target(): Pick<ZqlStatement, 'entity' | 'fields'> {
    const entity = this.#word();
    if (!this.#takeSign('.')) return { entity, fields: [] };
    return { entity, fields: this.#names() };
  }

  #sumBy(): string {
    if (!this.#takeWords('by')) throw this.#unexpected("'by'");
    return this.#word();
  }

  #condition(): Condition {
    const all = [this.#conjunction()];
    while (this.#takeWords('or')) all.push(this.#conjunction());
    const [only] = all;
    return all.length === 1 && only ? only : { kind: 'or', conditions: all };
  }

  #conjunction(): Condition {
    const all = [this.#term()];
    while (this.#takeWords('and')) all.push(this.#term());
    const [only] = all;
    return all.length === 1 && only ? only : { kind: 'and', conditions: all };
  }

  #term(): Condition {
    if (!this.#takeSign('(')) return this.#comparison();
    return this.#deeper(() => {
      const condition = this.#condition();
      this.#sign(')');
      return condition;
    });
  }

  #comparison(): Comparison {
    return this.#comparisonOf(this.#path());
  }

  #comparisonOf(path: readonly string[]): Comparison {
    const operator = this.#operator();
    this.#countComparisons(1);
    const common = { kind: 'comparison', path, operator } as const;
    if (operator === 'isNull' || operator === 'notNull') return { ...common, values: [] };
    if (this.#isWord('getapi')) throw notEmulated('getapi');
    if (this.#isSign('(') && this.#isWord('query', 1)) {
      this.#sign('(');
      const subquery = this.#deeper(() => this.#subquery());
      this.#sign(')');
      return { ...common, values: [], subquery };
    }
    const isList = LIST_OPERATORS.includes(operator);
    const values = this.#isSign('(') ? this.#list() : [this.#value()];
    if (!isList && values.length > 1) throw this.#unexpected('one value');
    if (operator === 'has' || operator === 'notHas') this.#countComparisons(values.length - 1);
    return { ...common, values };
  }

  #countComparisons(more: number): void {
    this.#comparisons += more;
    if (this.#comparisons <= MOST_COMPARISONS) return;
    throw this.#tooLarge(`more than ${MOST_COMPARISONS} comparisons in a statement`);
  }

  #subquery(): Subquery {
    this.#next++;
    const entity = this.#word();
    const path: string[] = [];
    while (this.#takeSign('.')) this.#addName(path);
    if (path.length === 0) throw this.#unexpected("'.'");
    return { entity, path, where: this.#takeWords('where') ? this.#condition() : undefined };
  }

  #operator(): Operator {
    const sign = this.#peek().kind === 'sign' ? SIGN_OPERATORS[this.#peek().text] : undefined;
    if (sign) {
      this.#next++;
      return sign;
    }
    const found = WORD_OPERATORS.find(([words]) => this.#takeWords(...words));
    if (found) return found[1];
    throw this.#unexpected("{'=', '!=', '>', '>=', '<', '<=', 'is', 'in', 'not', 'like', 'has'}");
  }

  #restrictions(): Restriction[] {
    if (!this.#takeWords('restrict', 'by')) return [];
    this.#sign('(');
    const all: Restriction[] = [];
    do {
      const [first = '', ...rest] = this.#path();
      const entity = rest.length > 0 ? first : undefined;
      all.push({ entity, comparison: this.#comparisonOf(rest.length > 0 ? rest : [first]) });
    } while (this.#takeSign(','));
    this.#sign(')');
    return all;
  }

  #returnWith(): boolean {
    if (!this.#takeWords('return', 'with')) return false;
    this.#sign('(');
    do {
      const word = this.#word();
      if (word.toLowerCase() !== 'total') throw notEmulated(`return with (${word})`);
    } while (this.#takeSign(','));
    this.#sign(')');
    return true;
  }

  #sorts(): Sort[] {
    const sorts: Sort[] = [];
    do {
      const field = this.#word();
      if (this.#takeWords('desc')) sorts.push({ field, direction: 'descending' });
      else if (this.#takeWords('asc')) sorts.push({ field, direction: 'ascending' });
      else throw this.#unexpected("{'asc', 'desc'}");
    } while (this.#takeSign(','));
    return sorts;
  }

  #names(): string[] {
    const names = [this.#word()];
    while (this.#takeSign(',')) names.push(this.#word());
    return names;
  }

  #path(): string[] {
    const path = [this.#word()];
    while (this.#takeSign('.')) this.#addName(path);
    return path;
  }

  #addName(path: string[]): void {
    if (path.length === MOST_NAMES) throw this.#tooLarge(`more than ${MOST_NAMES} names in a path`);
    path.push(this.#word());
  }

  #list(): string[] {
    this.#sign('(');
    const values = [this.#value()];
    while (this.#takeSign(',')) values.push(this.#value());
    this.#sign(')');
    return values;
  }

  #value(): string {
    const token = this.#peek();
    const isBoolean = token.kind === 'word' && /^(true|false)$/i.test(token.text);
    if (token.kind !== 'text' && token.kind !== 'number' && !isBoolean) {
      throw this.#unexpected('a value');
    }
    this.#next++;
    return token.text;
  }

  #count(): number {
    const token = this.#peek();
    if (
      token.kind !== 'number' ||
      !/^\d{1,10}$/.test(token.text) ||
      Number(token.text) >= 2 ** 31
    ) {
      throw this.#unexpected('an integer');
    }
    this.#next++;
    return Number(token.text);
  }

  #text(): string {
    const token = this.#peek();
    if (token.kind !== 'text') throw this.#unexpected('a text in quotes');
    this.#next++;
    return token.text;
  }

  /** A name. Names of digits alone are words to the real system, too. */
  #word(): string {
    const token = this.#peek();
    if (token.kind !== 'word') throw this.#unexpected('a name');
    this.#next++;
    return token.text;
  }

  /** Takes these words if they come next, in any case. */
  #takeWords(...words: readonly string[]): boolean {
    const isNext = words.every((word, i) => this.#isWord(word, i));
    if (isNext) this.#next += words.length;
    return isNext;
  }

  #takeSign(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#next++;
    return true;
  }

  #sign(sign: string): void {
    if (!this.#takeSign(sign)) throw this.#unexpected(`'${sign}'`);
  }

  // A text in quotes is neither: `name = '('`.
  #isWord(word: string, ahead = 0): boolean {
    const { kind, text } = this.#peek(ahead);
    return kind === 'word' && text.toLowerCase() === word;
  }

  #isSign(sign: string, ahead = 0): boolean {
    const { kind, text } = this.#peek(ahead);
    return kind === 'sign' && text === sign;
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > DEEPEST) throw this.#tooLarge(`more than ${DEEPEST} parentheses deep`);
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  #peek(ahead = 0): Token {
    return (this.#tokens[this.#next + ahead] ?? this.#tokens.at(-1)) as Token;
  }

  #tooLarge(what: string) {
    return syntaxError(this.zql, this.#peek().at, what);
  }

  #unexpected(expected: string) {
    const { text, at } = this.#peek();
    return syntaxError(this.zql, at, `mismatched input '${text}' expecting ${expected}`);
  }
}

const notEmulated = (what: string) =>
  apiError('SYS.1014', `'${what}' of ZQL is known to this emulator, but not supported yet`);
