import {
  MOST_COMPARISONS,
  MOST_NAMES,
  MOST_STATEMENTS,
  tooLarge,
  tooManyComparisons,
} from '../limits.js';
import type { Condition, Join, Operator, Restriction, Subquery } from '../query.js';
import type {
  BatchContext,
  ComparisonContext,
  ConditionContext,
  CountContext,
  FunctionTargetContext,
  JoinContext,
  JoinedContext,
  LimitContext,
  NamedAsContext,
  OffsetContext,
  OperandContext,
  OrderByContext,
  QueryContext,
  RestrictByContext,
  SearchContext,
  StatementContext,
  SubqueryContext,
  SumContext,
  TargetContext,
  ValueContext,
} from './generated/zql-parser.js';
import { apiError } from '../../core/api-error.js';
import { notEmulated } from './not-emulated.js';
import { notHql, refusedByDatabase } from './query-error.js';
import { sortsOf } from './read-sort.js';
import { targetOf } from './read-target.js';
import type { ZqlQuery, ZqlSearch, ZqlStatement } from './statement.js';
import { limitOf, nameOf, offsetOf, textOf, valueOf } from './values.js';

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': 'equal',
  '!=': 'notEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
  '<': 'less',
  '<=': 'lessOrEqual',
  'is null': 'isNull',
  'is not null': 'notNull',
  in: 'in',
  'not in': 'notIn',
  like: 'like',
  'not like': 'notLike',
  has: 'has',
  'not has': 'notHas',
};
const LIST_OPERATORS: readonly Operator[] = ['in', 'notIn', 'has', 'notHas'];

/**
 * The statements of a tree.
 * @throws {QueryError} SYS.1000 for what the real system reads and cannot answer; SYS.1014 for what is known and
 * not emulated; SYS.1007 for what is too large
 */
export function statementsOf(tree: BatchContext): ZqlStatement[] {
  const statements = tree.statement();
  if (statements.length > MOST_STATEMENTS) {
    throw tooLarge(`ZQL has more than ${MOST_STATEMENTS} statements`);
  }
  return statements.map(statementOf);
}

function statementOf(tree: StatementContext): ZqlStatement {
  const reader = new Reader();
  const query = tree.query();
  if (query) return reader.query(query);
  const count = tree.count();
  if (count) return reader.count(count);
  const sum = tree.sum();
  return sum ? reader.sum(sum) : reader.search(tree.search() as SearchContext);
}

/** Reads one statement: counts the comparisons that it has. */
class Reader {
  #comparisons = 0;

  query(tree: QueryContext): ZqlQuery {
    const blocks = tree.filterBy()?.filter() ?? [];
    return {
      ...this.#asked('query', tree),
      returned: (tree.returnWith()?.returned() ?? []).map((returned) =>
        returned
          .ID()
          .map((name) => name.getText())
          .join('.'),
      ),
      filters: blocks.map((block) => block.ID().getText()),
    };
  }

  count(tree: CountContext): ZqlQuery {
    return this.#asked('count', tree);
  }

  sum(tree: SumContext): ZqlQuery {
    return {
      ...NOTHING,
      verb: 'sum',
      target: targetOf(tree.target()),
      sumBy: tree.sumBy().sumName().getText(),
      where: this.#where(tree.condition()),
      ...pageOf(tree),
    };
  }

  search(tree: SearchContext): ZqlSearch {
    return {
      verb: 'search',
      keyword: textOf(tree.STRING().getText()),
      entities:
        tree
          .names()
          ?.ID()
          .map((name) => name.getText()) ?? [],
      restrictions: this.#restrictions(tree.restrictBy()),
    };
  }

  #asked(verb: 'query' | 'count', tree: QueryContext | CountContext): ZqlQuery {
    return {
      ...NOTHING,
      verb,
      ...this.#functionTarget(tree.functionTarget()),
      where: this.#where(tree.condition()),
      restrictions: this.#restrictions(tree.restrictBy()),
      groupBy:
        tree
          .groupBy()
          ?.groupNames()
          .ID()
          .map((name) => name.getText()) ?? [],
      ...pageOf(tree),
    };
  }

  /** Joins that stand inside of a function's parentheses are read, and never looked at, by the real system, too. */
  #functionTarget(tree: FunctionTargetContext): Pick<ZqlQuery, 'target' | 'functions' | 'joins'> {
    const joins = tree.join().map((join) => this.#join(join));
    const functions: string[] = [];
    let inner = tree;
    for (let next = inner.functionTarget(); next; next = inner.functionTarget()) {
      functions.push(inner.ID()?.getText() ?? '');
      inner = next;
    }
    return { target: targetOf(inner.target() as TargetContext), functions, joins };
  }

  #join(tree: JoinContext): Join {
    const kind = tree.INNER() ? 'inner' : tree.LEFT() ? 'left' : 'right';
    const [first, ...more] = tree.condition();
    if (more.length > 0) throw sideBySide(more);
    // A single comparison with a value holds always there: the real system only looks at those of two fields.
    const isValue = first?.comparison() ?? false;
    return {
      kind,
      entity: targetOf(tree.target()).entity,
      on: first && !isValue ? this.#condition(first) : undefined,
    };
  }

  #where(conditions: readonly ConditionContext[]): Condition | undefined {
    const [first, ...more] = conditions;
    if (more.length > 0) throw sideBySide(more);
    return first && this.#condition(first);
  }

  #condition(tree: ConditionContext): Condition {
    const logical = tree.logical(0);
    const [left, right] = tree.condition();
    if (left && right && logical) {
      const kind = logical.AND() ? 'and' : 'or';
      const one = this.#condition(left);
      const other = this.#condition(right);
      // What is written in a row is one list: `a and b and c`.
      const rest = other.kind === kind && !right.OPEN() ? other.conditions : [other];
      return { kind, conditions: [one, ...rest] };
    }
    if (left) return this.#condition(left);
    const joined = tree.joined();
    return joined ? this.#joined(joined) : this.#comparison(tree.comparison() as ComparisonContext);
  }

  #joined(tree: JoinedContext): Condition {
    this.#addComparisons(1);
    const sign = tree.operator().getText();
    const operator = operatorOf(sign);
    const [left, right] = tree.target().map(targetOf);
    if (!left || !right) throw new Error('a comparison of fields has two');
    if (left.fields.length === 0 || right.fields.length === 0) {
      throw apiError('SYS.1006', 'fieldList is empty, cannot get columnName');
    }
    if (!isOfFields(operator)) throw notHql(`unexpected token: ${sign}`);
    return { kind: 'fields', left, operator, right };
  }

  #comparison(tree: ComparisonContext): Condition {
    const path = tree
      .path()
      .ID()
      .map((name) => name.getText());
    if (path.length > MOST_NAMES) throw tooLarge(`a path has more than ${MOST_NAMES} names`);
    return { ...this.#compared(tree.operator().getText(), tree.operand()), path };
  }

  #compared(sign: string, tree: OperandContext | null) {
    const value = tree?.value();
    const subquery = tree?.subquery();
    if (tree && !value && !subquery) throw notEmulated('getapi');
    const compared = this.#comparedTo(sign, value ?? null, subquery?.getText());
    return subquery ? { ...compared, subquery: this.#subquery(subquery) } : compared;
  }

  /** The grammar takes an operator without a value behind any name, and a value behind `is null`. */
  #comparedTo(sign: string, value: ValueContext | null, subquery?: string) {
    this.#addComparisons(1);
    const operator = operatorOf(sign);
    const behind = value?.getText() ?? subquery;
    const isNull = operator === 'isNull' || operator === 'notNull';
    if (isNull && behind !== undefined) throw notHql(`unexpected token: ${behind}`);
    if (!isNull && behind === undefined) throw notHql('unexpected end of subtree');
    const values = value ? this.#values(operator, value) : [];
    return { kind: 'comparison' as const, operator, values };
  }

  #values(operator: Operator, tree: ValueContext): readonly string[] {
    const list = tree.OPEN() ? tree.value() : undefined;
    const isList = LIST_OPERATORS.includes(operator);
    if (isList && !list) throw notHql(`unexpected token: ${tree.getText()}`);
    // A list inside of a list is read, and left out.
    const values = (list ?? [tree]).filter((value) => !value.OPEN()).map(valueOf);
    if (values.length === 0) throw notHql('unexpected token: )');
    if (!isList && values.length > 1) throw refusedByDatabase('GenericJDBCException');
    if (operator === 'has' || operator === 'notHas') this.#addComparisons(values.length - 1);
    return values;
  }

  #subquery(tree: SubqueryContext): Subquery {
    const target = tree.subqueryTarget();
    return {
      entity: target.entity().getText(),
      path: target.ID().map((name) => name.getText()),
      where: this.#where(tree.condition()),
    };
  }

  #restrictions(tree: RestrictByContext | null): Restriction[] {
    return (tree?.restriction() ?? []).map((restriction) => ({
      entity: restriction.entity()?.getText(),
      comparison: {
        ...this.#comparedTo(restriction.operator().getText(), restriction.value()),
        path: [restriction.ID().getText()],
      },
    }));
  }

  #addComparisons(more: number): void {
    this.#comparisons += more;
    if (this.#comparisons > MOST_COMPARISONS) throw tooManyComparisons();
  }
}

const NOTHING = {
  functions: [],
  joins: [],
  sumBy: undefined,
  restrictions: [],
  returned: [],
  groupBy: [],
  filters: [],
} as const;

type Paged = {
  orderBy(): OrderByContext | null;
  limit(): LimitContext | null;
  offset(): OffsetContext | null;
  namedAs(): NamedAsContext | null;
};

function pageOf(tree: Paged) {
  const limit = tree.limit();
  const offset = tree.offset();
  const name = tree.namedAs();
  return {
    sort: sortsOf(tree.orderBy()),
    limit: limit ? limitOf(limit.INT().getText()) : undefined,
    offset: offset ? offsetOf(offset.INT().getText()) : undefined,
    name: name ? nameOf(name.STRING().getText()) : undefined,
  };
}

function operatorOf(sign: string): Operator {
  const operator = OPERATORS[sign];
  if (!operator) throw new Error(`the grammar has an operator more: ${sign}`);
  return operator;
}

type OfFields = 'equal' | 'notEqual' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual';
const isOfFields = (operator: Operator): operator is OfFields =>
  ['equal', 'notEqual', 'greater', 'greaterOrEqual', 'less', 'lessOrEqual'].includes(operator);

/** Conditions without a word between them are read, and become no query. */
const sideBySide = ([second]: readonly ConditionContext[]) =>
  notHql(`unexpected token: ${second?.start?.text ?? ''}`);
