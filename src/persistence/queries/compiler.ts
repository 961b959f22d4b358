import type { Comparison, Condition, Operator, Query, Selection } from '../../query/query.js';
import { zqlError } from '../../query/zql/zql-error.js';
import { DATE_BOUNDS, dateText, secondsOf } from './dates.js';
import { ENTITIES, type Entity, type EntityField, type Relation } from './entities.js';
import { entityOf, noSuchRelation, own, ownField, resolve, restricted } from './names.js';
import { prefixOf, TOP } from './order.js';
import { guard } from './query-clock.js';
import {
  checkFlag,
  collated,
  expressionOf,
  isNegative,
  patternOf,
  POSITIVE_OF,
  SQL_OF,
  typedValue,
} from './values.js';

/** A part of a query that holds of each row: what the caller sees, or one condition of the top level. */
export type Part =
  | { readonly kind: 'visible' }
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'restriction'; readonly restriction: Selection['restrictions'][number] };

/** How sets of rows are asked: of each row in turn (`exists`), or all of them first (`in`). */
type SetForm = 'exists' | 'in';

/** What a plan begins with; without it, rows are walked in the order that is asked for. */
export type Plan = Part | undefined;

const TAG_TABLES: ReadonlyMap<string, string> = new Map([
  ['__systemTag__', 'system_tags'],
  ['__userTag__', 'user_tags'],
]);

/** How much of an index of texts must be read for a part: a stretch, where a pattern has a beginning, or all. */
export function textsOf(entity: Entity, part: Part): 'stretch' | 'all' | undefined {
  if (part.kind !== 'condition' || part.condition.kind !== 'comparison') return undefined;
  const { condition } = part;
  const [name = '', ...further] = condition.path;
  const field = further.length === 0 ? own(entity.fields, name) : undefined;
  if (!field?.isIndexed || condition.operator !== 'like') return undefined;
  return prefixOf(field, condition) === '' ? 'all' : 'stretch';
}

export function partsOf(entity: Entity, selection: Selection, viewer: string | undefined): Part[] {
  const parts: Part[] = [];
  if (viewer !== undefined && entity.visibleTo !== 'everybody') parts.push({ kind: 'visible' });
  const { where } = selection;
  const conditions = where?.kind === 'and' ? where.conditions : where ? [where] : [];
  for (const condition of conditions) parts.push({ kind: 'condition', condition });
  for (const restriction of selection.restrictions)
    parts.push({ kind: 'restriction', restriction });
  return parts;
}

/** Writes one statement: collects its values in the order in which the text asks for them. */
export class Compiler {
  readonly values: unknown[] = [];
  #aliases = 0;
  /** Whether one of the conditions is where the statement begins. */
  #isPlanned = false;
  /** The field in whose order rows are walked where no condition is. */
  #orderedBy: string | undefined;

  /** `work`: what it costs to judge a row; undefined where a statement cannot take long, and need not be ended. */
  constructor(
    private readonly viewer: string | undefined,
    private readonly work: number | undefined,
  ) {}

  /** ` where …`, or nothing. */
  where(entity: Entity, selection: Selection, plan: Plan, orderedBy?: string): string {
    this.#isPlanned = plan !== undefined;
    this.#orderedBy = orderedBy;
    const parts = partsOf(entity, selection, this.viewer).map((part) =>
      this.#part(entity, part, isSame(part, plan) ? 'in' : 'exists'),
    );
    if (entity.only) parts.push(entity.only(TOP));
    if (this.work !== undefined) parts.unshift(guard(`${TOP}.${entity.rowKey}`, this.work));
    return parts.length === 0 ? '' : ` where ${parts.join(' and ')}`;
  }

  /** The oldest row of each group of those that `where` means. */
  firstOfGroups(entity: Entity, where: string, { groupBy }: Query): string {
    const fields = groupBy.map((name) => {
      const field = ownField(entity, name);
      return collated(field, expressionOf(field, TOP));
    });
    const first = `select min(${TOP}.${entity.rowKey}) from ${entity.from} ${TOP}${where} group by ${fields.join(', ')}`;
    return ` where ${TOP}.${entity.rowKey} in (${first})`;
  }

  /** A select of all rows that a part means, if an index leads to them. */
  rowsOf(entity: Entity, part: Part): string | undefined {
    if (part.kind === 'visible') {
      return entity.visibleTo === 'resource' ? this.#visibleUuids() : undefined;
    }
    const comparison = this.#comparisonOf(entity, part);
    if (!comparison) return undefined;
    const [head = '', ...rest] = resolve(entity, comparison.path);
    if (TAG_TABLES.has(head) && rest.length === 0) {
      return isNegative(comparison.operator) ? undefined : this.#taggedUuids(head, comparison);
    }
    const relation = rest.length > 0 ? own(entity.relations, head) : undefined;
    if (relation) return this.#related(relation, { ...comparison, path: rest });
    return this.#rowsWithPattern(entity, comparison);
  }

  /** The one comparison that a part is; `has` is several. */
  #comparisonOf(entity: Entity, part: Exclude<Part, { kind: 'visible' }>): Comparison | undefined {
    const condition =
      part.kind === 'restriction' ? restricted(entity, part.restriction) : part.condition;
    if (condition.kind !== 'comparison') return undefined;
    return condition.operator === 'has' || condition.operator === 'notHas' ? undefined : condition;
  }

  #part(entity: Entity, part: Part, form: SetForm): string {
    switch (part.kind) {
      case 'visible':
        return this.#visible(entity, TOP, form);
      case 'restriction':
        return this.#comparison(entity, TOP, restricted(entity, part.restriction), form);
      case 'condition':
        return this.#condition(entity, TOP, part.condition, form);
    }
  }

  #condition(entity: Entity, alias: string, condition: Condition, form: SetForm): string {
    if (condition.kind === 'comparison') return this.#comparison(entity, alias, condition, form);
    const all = condition.conditions.map((each) => this.#condition(entity, alias, each, 'exists'));
    return `(${all.join(condition.kind === 'and' ? ' and ' : ' or ')})`;
  }

  #comparison(entity: Entity, alias: string, comparison: Comparison, form: SetForm): string {
    const { operator } = comparison;
    if (operator === 'has' || operator === 'notHas') {
      if (comparison.subquery) throw misplacedSubquery();
      const each = comparison.values.map((value) =>
        this.#comparison(
          entity,
          alias,
          { ...comparison, operator: 'equal', values: [value] },
          form,
        ),
      );
      return operator === 'has' ? `(${each.join(' and ')})` : `not (${each.join(' and ')})`;
    }
    const path = resolve(entity, comparison.path);
    const [head = '', ...rest] = path;
    if (rest.length === 0) {
      if (TAG_TABLES.has(head)) return this.#tag(entity, alias, head, comparison, form);
      const field = ownField(entity, head);
      if (form === 'in') {
        const rows = this.#rowsWithPattern(entity, { ...comparison, path });
        if (rows !== undefined) return `${alias}.rowid in (${rows})`;
      }
      const isInOrder = alias === TOP && !this.#isPlanned && this.#orderedBy === head;
      const walked = isInOrder ? this.#prefix(field, { ...comparison, path }, alias) : undefined;
      if (walked !== undefined) return walked;
      // SQLite would rather begin at an index of this field than where the plan begins, and sort all
      // that it finds there: a `+` keeps it from that (a prefix of 100,000 names: 42 ms, now 1).
      const isWalked = this.#isPlanned ? form === 'exists' : comparison.operator === 'like';
      const plus = alias === TOP && isWalked ? '+' : '';
      return this.#own(field, `${plus}${expressionOf(field, alias)}`, comparison);
    }
    const relation = own(entity.relations, head);
    if (!relation) throw noSuchRelation(entity, comparison.path, head);
    const further = { ...comparison, path: rest };
    if (form === 'in')
      return `${alias}."${relation.outer}" in (${this.#related(relation, further)})`;
    const inner = this.#alias();
    const target = ENTITIES[relation.to] as Entity;
    const isTheirs = this.#isTheirs(target, inner);
    const condition = this.#comparison(target, inner, further, form);
    return `exists (select 1 from ${target.from} ${inner} where ${inner}."${relation.inner}" = ${alias}."${relation.outer}" and ${isTheirs}${condition})`;
  }

  /** All values of a relation's outer column behind which the comparison holds. */
  #related(relation: Relation, comparison: Comparison): string {
    const alias = this.#alias();
    const target = ENTITIES[relation.to] as Entity;
    // Where it is dear to judge a row, it is only asked of those that the caller sees.
    const isDear = own(target.fields, comparison.path[0] ?? '')?.isDear ?? false;
    const isTheirs = this.#isTheirs(target, alias, isDear ? 'in' : 'exists');
    const condition = this.#comparison(target, alias, comparison, 'in');
    return `select ${alias}."${relation.inner}" from ${target.from} ${alias} where ${isTheirs}${condition}`;
  }

  #own(field: EntityField, expression: string, comparison: Comparison): string {
    const { operator } = comparison;
    if (operator === 'isNull') return `${expression} is null`;
    if (operator === 'notNull') return `${expression} is not null`;
    const left = collated(field, expression);
    if (comparison.subquery) return `${left} ${this.#subquery(comparison)}`;
    const { values } = comparison;
    const sql = SQL_OF[operator as keyof typeof SQL_OF];
    if (operator === 'like' || operator === 'notLike') {
      this.values.push(patternOf(values[0] ?? ''));
      return `${field.kind === 'date' ? dateText(expression) : left} ${sql}`;
    }
    if (field.kind === 'date') return this.#date(expression, operator, values.map(secondsOf));
    if (field.kind === 'boolean' && operator !== 'in' && operator !== 'notIn') {
      checkFlag(values[0] ?? '');
    }
    this.#pushValues(
      operator,
      values.map((value) => typedValue(field, value)),
    );
    return `${left} ${sql}`;
  }

  /** Dates are told apart by whole seconds, as the real database keeps them and clients see them. */
  #date(expression: string, operator: Operator, seconds: readonly number[]): string {
    const [first = 0] = seconds;
    const bound = DATE_BOUNDS[operator];
    if (bound) {
      this.values.push(bound.from(first) * 1000);
      return `${expression} ${bound.sign} ?`;
    }
    this.#pushValues(operator, seconds);
    return `${expression} / 1000 ${SQL_OF[operator as keyof typeof SQL_OF]}`;
  }

  #pushValues(operator: Operator, values: readonly (number | string)[]): void {
    const isList = operator === 'in' || operator === 'notIn';
    this.values.push(isList ? JSON.stringify(values) : (values[0] ?? ''));
  }

  #subquery({ operator, subquery }: Comparison): string {
    const isIn = operator === 'equal' || operator === 'in';
    if (!subquery || (!isIn && operator !== 'notEqual' && operator !== 'notIn')) {
      throw misplacedSubquery();
    }
    const target = entityOf(subquery.entity);
    const [name = '', ...rest] = subquery.path;
    if (rest.length > 0) {
      throw zqlError(
        `the subquery[${subquery.entity}.${subquery.path.join('.')}] must name one field of its own`,
      );
    }
    const field = ownField(target, name);
    const alias = this.#alias();
    const isTheirs = this.#isTheirs(target, alias);
    const condition = subquery.where
      ? this.#condition(target, alias, subquery.where, 'exists')
      : '1';
    return `${isIn ? 'in' : 'not in'} (select ${expressionOf(field, alias)} from ${target.from} ${alias} where ${isTheirs}${condition})`;
  }

  #tag(entity: Entity, alias: string, name: string, comparison: Comparison, form: SetForm): string {
    const table = TAG_TABLES.get(name);
    const key = `${alias}."${entity.key}"`;
    if (form === 'in' && !isNegative(comparison.operator)) {
      return `${key} in (${this.#taggedUuids(name, comparison)})`;
    }
    const inner = this.#alias();
    const positive = POSITIVE_OF[comparison.operator] ?? comparison.operator;
    const isAny = comparison.operator === 'notNull';
    const condition = isAny
      ? ''
      : ` and ${this.#own(TAG_FIELD, `${inner}."tag"`, { ...comparison, operator: positive })}`;
    const not = isNegative(comparison.operator) ? 'not ' : '';
    return `${not}exists (select 1 from "${table}" ${inner} where ${inner}."resource_uuid" = ${key} and ${this.#guard(inner)}1${condition}${this.#andSeen(name, inner)})`;
  }

  #taggedUuids(name: string, comparison: Comparison): string {
    const alias = this.#alias();
    const condition =
      comparison.operator === 'notNull' ? '1' : this.#own(TAG_FIELD, `${alias}."tag"`, comparison);
    return `select ${alias}."resource_uuid" from "${TAG_TABLES.get(name)}" ${alias} where ${this.#guard(alias)}${condition}${this.#andSeen(name, alias)}`;
  }

  /** A normal account finds by the tags that it sees: of patterns, only its own. */
  #andSeen(name: string, alias: string): string {
    if (this.viewer === undefined || name !== '__userTag__') return '';
    return ` and ${this.#ownedOrNothing(`${alias}."tag_pattern_uuid"`)}`;
  }

  /** Rows whose text is as a pattern says, by the index of that text. */
  #rowsWithPattern(entity: Entity, comparison: Comparison): string | undefined {
    const field = own(entity.fields, comparison.path[0] ?? '');
    if (!field?.isIndexed || comparison.operator !== 'like') return undefined;
    const alias = this.#alias();
    const guarded = this.#guard(alias, entity);
    const condition =
      this.#prefix(field, comparison, alias) ??
      this.#own(field, expressionOf(field, alias), comparison);
    return `select ${alias}.rowid from ${entity.from} ${alias} where ${guarded}${condition}`;
  }

  /** That a text begins as a pattern does, as a stretch of the index of that text. */
  #prefix(field: EntityField, comparison: Comparison, alias: string): string | undefined {
    const prefix = prefixOf(field, comparison);
    if (prefix === '') return undefined;
    const [pattern = ''] = comparison.values;
    const left = collated(field, expressionOf(field, alias));
    this.values.push(prefix, `${prefix}\u{10ffff}`);
    const stretch = `${left} >= ? and ${left} < ?`;
    // Where nothing is asked of the rest, the stretch is all there is to know.
    if (pattern === `${prefix}%`) return stretch;
    this.values.push(patternOf(pattern));
    return `${stretch} and ${left} ${SQL_OF.like}`;
  }

  /**
   * What holds of the rows that a condition leads to, before it is asked of them: the time is not over, they are
   * of their kind, and the caller sees them.
   */
  #isTheirs(entity: Entity, alias: string, form: SetForm = 'exists'): string {
    const kind = entity.only ? `${entity.only(alias)} and ` : '';
    const isSeen = this.viewer === undefined || entity.visibleTo === 'everybody';
    const seen = isSeen ? '' : `${this.#visible(entity, alias, form)} and `;
    return `${this.#guard(alias, entity)}${kind}${seen}`;
  }

  #visible({ visibleTo, key }: Entity, alias: string, form: SetForm): string {
    const viewer = this.viewer ?? '';
    if (visibleTo === 'everybody') return '1';
    if (visibleTo !== 'resource' && 'account' in visibleTo) {
      this.values.push(viewer);
      return `${alias}."${visibleTo.account}" = ?`;
    }
    if (form === 'in' && visibleTo === 'resource') {
      return `${alias}."${key}" in (${this.#visibleUuids()})`;
    }
    const uuid = `${alias}."${visibleTo === 'resource' ? key : visibleTo.resource}"`;
    this.values.push(viewer, viewer);
    const seen = `exists (select 1 from "account_resource_refs" o where o."resource_uuid" = ${uuid} and o."account_uuid" = ?) or exists (select 1 from "shared_resources" s where s."resource_uuid" = ${uuid} and (s."receiver_account_uuid" = ? or s."to_public" = 1))`;
    if (visibleTo === 'resource' || !visibleTo.orNobodys) return `(${seen})`;
    this.values.push(viewer);
    const shown = `(${seen} or not exists (select 1 from "account_resource_refs" o where o."resource_uuid" = ${uuid}) and not exists (select 1 from "accounts" a where a."uuid" = ${uuid} and a."uuid" <> ?))`;
    if (visibleTo.owner === undefined) return shown;
    return `${shown} and ${this.#ownedOrNothing(`${alias}."${visibleTo.owner}"`)}`;
  }

  /** That a column names something of the caller's own, or nothing. */
  #ownedOrNothing(column: string): string {
    this.values.push(this.viewer ?? '');
    return `(${column} is null or exists (select 1 from "account_resource_refs" o where o."resource_uuid" = ${column} and o."account_uuid" = ?))`;
  }

  #visibleUuids(): string {
    const viewer = this.viewer ?? '';
    this.values.push(viewer, viewer);
    const listed = (table: string, condition: string) =>
      `select v."resource_uuid" from "${table}" v where ${this.#guard('v')}v.${condition}`;
    return [
      listed('account_resource_refs', '"account_uuid" = ?'),
      listed('shared_resources', '"receiver_account_uuid" = ?'),
      listed('shared_resources', '"to_public" = 1'),
    ].join(' union all ');
  }

  /** What ends a statement whose time is over, at each row of a table that is read. */
  #guard(alias: string, { rowKey } = ROW): string {
    return this.work === undefined ? '' : `${guard(`${alias}.${rowKey}`, this.work)} and `;
  }

  #alias(): string {
    this.#aliases++;
    return `"t${this.#aliases}"`;
  }
}

const ROW = { rowKey: 'rowid' };
const TAG_FIELD: EntityField = { column: 'tag', kind: 'text' };
const misplacedSubquery = () => zqlError('a subquery can follow =, !=, in and not in only');

const isSame = (part: Part, plan: Plan) =>
  plan !== undefined &&
  part.kind === plan.kind &&
  (part.kind === 'visible' ||
    (part.kind === 'condition' && plan.kind === 'condition' && part.condition === plan.condition) ||
    (part.kind === 'restriction' &&
      plan.kind === 'restriction' &&
      part.restriction === plan.restriction));
