import type {
  Comparison,
  Condition,
  FieldComparison,
  Join,
  Operator,
  Query,
  Selection,
  Subquery,
} from '../../query/query.js';
import { noSuchProperty, notHql } from '../../query/zql/query-error.js';
import { DATE_BOUNDS, dateText, secondsOf } from './dates.js';
import { ENTITIES, type Entity, type EntityField, type Relation } from './entities.js';
import {
  entityOf,
  noSuchRelation,
  own,
  ownField,
  resolve,
  restricted,
  shortName,
  shownField,
  stepsOf,
} from './names.js';
import { prefixOf, TOP, type Named as NamedField } from './order.js';
import { guard } from './query-clock.js';
import { TAG_TABLES, type Tags } from './tag-tables.js';
import {
  checkFlag,
  collated,
  comparable,
  expressionOf,
  isNegative,
  patternOf,
  POSITIVE_OF,
  SIGN_OF,
  SQL_OF,
  typedValue,
} from './values.js';
import { Visibility, type SetForm } from './visibility.js';

/** A part of a query that holds of each row: what the caller sees, or one condition of the top level. */
export type Part =
  | { readonly kind: 'visible' }
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'restriction'; readonly restriction: Selection['restrictions'][number] };

/** What a plan begins with; without it, rows are walked in the order that is asked for. */
export type Plan = Part | undefined;

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

/** A kind of inventory under the alias that it has in a statement. */
interface Named {
  readonly entity: Entity;
  readonly alias: string;
}

/** Writes one statement: collects its values in the order in which the text asks for them. */
export class Compiler {
  readonly values: unknown[] = [];
  readonly #seen: Visibility;
  #aliases = 0;
  /** What a name of an entity stands for: what is asked for, what is joined to it, and what a subquery is about. */
  readonly #named: Named[] = [];
  /** Whether one of the conditions is where the statement begins. */
  #isPlanned = false;
  /** The field in whose order rows are walked where no condition is. */
  #orderedBy: string | undefined;

  /** `work`: what it costs to judge a row; undefined where a statement cannot take long, and need not be ended. */
  constructor(
    private readonly viewer: string | undefined,
    private readonly work: number | undefined,
  ) {
    this.#seen = new Visibility(viewer, this.values, (alias) => this.#guard(alias));
  }

  /** What rows are read from: the entity, and what is joined to it. To be asked before `where`. */
  from(entity: Entity, joins: readonly Join[] = []): string {
    this.#named.push({ entity, alias: TOP });
    const others = joins.map(({ entity: name }) => ({
      entity: entityOf(name),
      alias: this.#alias(),
    }));
    this.#named.push(...others);
    const classes = new Set(this.#named.map((each) => each.entity.javaClass));
    if (classes.size < this.#named.length) throw notHql('Duplicate definition of alias');
    const joined = joins.map((join, i) => ` ${this.#join(join, others[i] as Named, entity)}`);
    return `${entity.from} ${TOP}${joined.join('')}`;
  }

  #join({ kind, on }: Join, { entity, alias }: Named, top: Entity): string {
    // A right join answers each row of the other one: what the caller must not see is left out before.
    const from =
      kind === 'right' && this.viewer !== undefined
        ? `(select ${alias}.${entity.rowKey} as "${entity.rowKey}", ${alias}.* from ${entity.from} ${alias} where ${this.#isTheirs(entity, alias)}1)`
        : entity.from;
    const isTheirs = this.#isTheirs(entity, alias);
    const condition = on ? this.#condition(top, TOP, on, 'exists') : '1';
    return `${kind} join ${from} ${alias} on ${isTheirs}${condition}`;
  }

  /** A field of what an entity's name stands for, in SQL. */
  readonly named: NamedField = ({ entity: name, fields: [fieldName = ''] }) => {
    const entity = entityOf(name);
    const found = this.#named.findLast((each) => each.entity.javaClass === entity.javaClass);
    if (!found) throw notHql(`Invalid path: '${shortName(entity.javaClass)}.${fieldName}'`);
    const field = own(found.entity.fields, fieldName);
    if (!field) throw noSuchProperty(fieldName, entity.javaClass);
    return { field, expression: expressionOf(field, found.alias) };
  };

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
  firstOfGroups(entity: Entity, from: string, where: string, groupBy: Query['groupBy']): string {
    const fields = groupBy.map((name) => {
      const field = shownField(entity, name);
      return collated(field, expressionOf(field, TOP));
    });
    const first = `select min(${TOP}.${entity.rowKey}) from ${from}${where} group by ${fields.join(', ')}`;
    return ` where ${TOP}.${entity.rowKey} in (${first})`;
  }

  /** A select of all rows that a part means, if an index leads to them. */
  rowsOf(entity: Entity, part: Part): string | undefined {
    if (part.kind === 'visible') {
      return entity.visibleTo === 'resource' ? this.#seen.visibleUuids() : undefined;
    }
    const comparison = this.#comparisonOf(entity, part);
    if (!comparison) return undefined;
    const [head = '', ...rest] = resolve(entity, comparison.path);
    const tags = rest.length === 0 ? TAG_TABLES.get(head) : undefined;
    if (tags)
      return isNegative(comparison.operator) ? undefined : this.#taggedUuids(tags, comparison);
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
        return this.#seen.visible(entity, TOP, form);
      case 'restriction':
        return this.#comparison(entity, TOP, restricted(entity, part.restriction), form);
      case 'condition':
        return this.#condition(entity, TOP, part.condition, form);
    }
  }

  #condition(entity: Entity, alias: string, condition: Condition, form: SetForm): string {
    if (condition.kind === 'comparison') return this.#comparison(entity, alias, condition, form);
    if (condition.kind === 'fields') return this.#fields(condition);
    const all = condition.conditions.map((each) => this.#condition(entity, alias, each, 'exists'));
    return `(${all.join(condition.kind === 'and' ? ' and ' : ' or ')})`;
  }

  #comparison(entity: Entity, alias: string, comparison: Comparison, form: SetForm): string {
    if (isSet(comparison.operator)) return this.#set(entity, alias, comparison);
    const path = resolve(entity, comparison.path);
    const [head = '', ...rest] = path;
    if (rest.length === 0) {
      const tags = TAG_TABLES.get(head);
      if (tags) return this.#tag(entity, alias, tags, comparison, form);
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

  /**
   * `has` and `not has`. Values are looked for among what the last relation of the way leads to, all of them behind
   * one and the same value of it: `backupStorageRefs.backupStorageUuid has (...)` tells images that lie on all of
   * these storages, and no storage has two names.
   */
  #set(
    entity: Entity,
    alias: string,
    comparison: Comparison,
    steps = stepsOf(entity, comparison.path),
  ): string {
    const [head = '', ...further] = steps;
    const tags = further.length === 0 ? TAG_TABLES.get(head) : undefined;
    if (tags) return this.#tag(entity, alias, tags, comparison, 'in');
    const isHas = comparison.operator === 'has';
    if (further.length === 0) {
      ownField(entity, head);
      throw notHql(`unexpected token: ${isHas ? 'has' : 'not'}`);
    }
    const relation = own(entity.relations, head);
    if (!relation) throw noSuchRelation(entity, comparison.path, head);
    const target = ENTITIES[relation.to] as Entity;
    const inner = this.#alias();
    const select = `${alias}."${relation.outer}" in (select ${inner}."${relation.inner}" from ${target.from} ${inner} where `;
    const isTheirs = this.#isTheirs(target, inner);
    const [name = ''] = further;
    if (further.length > 1 || TAG_TABLES.has(name)) {
      return `${select}${isTheirs}${this.#set(target, inner, comparison, further)})`;
    }
    const field = ownField(target, name);
    const among = (of: string) =>
      this.#own(field, expressionOf(field, of), { ...comparison, operator: 'in' });
    if (isHas)
      return `${select}${isTheirs}${among(inner)}${this.#havingAll(inner, relation.inner, field, comparison)})`;
    const other = this.#alias();
    const excluded = `select ${other}."${relation.inner}" from ${target.from} ${other} where ${this.#isTheirs(target, other)}${among(other)} and ${other}."${relation.inner}" is not null`;
    return `${select}${isTheirs}${inner}."${relation.inner}" not in (${excluded}))`;
  }

  /** That a group has as many different values as are asked for; one that is asked for twice is never there twice. */
  #havingAll(alias: string, key: string, field: EntityField, { values }: Comparison): string {
    this.values.push(values.length);
    return ` group by ${alias}."${key}" having count(distinct ${comparable(field, alias)}) = ?`;
  }

  #fields({ left, operator, right }: FieldComparison): string {
    const [one, other] = [left, right].map((of) => {
      const { field, expression } = this.named(of);
      return comparable({ ...field, column: () => expression }, '');
    });
    return `${one} ${SIGN_OF[operator]} ${other}`;
  }

  #own(field: EntityField, expression: string, comparison: Comparison): string {
    const { operator } = comparison;
    if (operator === 'isNull') return `${expression} is null`;
    if (operator === 'notNull') return `${expression} is not null`;
    const left = collated(field, expression);
    if (comparison.subquery) return `${left} ${this.#subquery(operator, comparison.subquery)}`;
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

  #subquery(operator: Operator, { entity: name, path, where }: Subquery): string {
    const target = entityOf(name);
    // Of a way the real system takes the first name for the field.
    const field = shownField(target, path[0] ?? '');
    const alias = this.#alias();
    const isTheirs = this.#isTheirs(target, alias);
    this.#named.push({ entity: target, alias });
    const condition = where ? this.#condition(target, alias, where, 'exists') : '1';
    this.#named.pop();
    const select = `select ${expressionOf(field, alias)} as v from ${target.from} ${alias} where ${isTheirs}${condition}`;
    if (operator === 'in' || operator === 'notIn') {
      return `${operator === 'in' ? 'in' : 'not in'} (${select})`;
    }
    // One value, or none; of two the statement ends (asking.ts).
    const one = `(select case count(*) when 0 then null when 1 then max(v) else json(substr('', count(*))) end from (${select} limit 2))`;
    return SQL_OF[operator as keyof typeof SQL_OF].replace('?', () => one);
  }

  #tag(entity: Entity, alias: string, tags: Tags, comparison: Comparison, form: SetForm): string {
    const key = `${alias}."${entity.key}"`;
    const positive = POSITIVE_OF[comparison.operator] ?? comparison.operator;
    const asked = { ...comparison, operator: positive };
    const isNot = isNegative(comparison.operator);
    if (form === 'in' && (!isNot || comparison.operator === 'notHas')) {
      const isTagged = `${key} in (${this.#taggedUuids(tags, asked)})`;
      return isNot ? `not ${isTagged}` : isTagged;
    }
    const inner = this.#alias();
    const condition = this.#own(tags.field, expressionOf(tags.field, inner), asked);
    return `${isNot ? 'not ' : ''}exists (select 1 from "${tags.table}" ${inner} where ${inner}."resource_uuid" = ${key} and ${this.#guard(inner)}${condition}${this.#andSeen(tags, inner)})`;
  }

  #taggedUuids(tags: Tags, comparison: Comparison): string {
    const alias = this.#alias();
    const isHas = comparison.operator === 'has';
    const asked = isHas ? { ...comparison, operator: 'in' as const } : comparison;
    const condition = this.#own(tags.field, expressionOf(tags.field, alias), asked);
    const seen = this.#andSeen(tags, alias);
    const all = isHas ? this.#havingAll(alias, 'resource_uuid', tags.field, comparison) : '';
    return `select ${alias}."resource_uuid" from "${tags.table}" ${alias} where ${this.#guard(alias)}${condition}${seen}${all}`;
  }

  /** A normal account finds by the tags that it sees: of patterns, only its own. */
  #andSeen({ table }: Tags, alias: string): string {
    if (this.viewer === undefined || table !== 'user_tags') return '';
    return ` and ${this.#seen.ownedOrNothing(`${alias}."tag_pattern_uuid"`)}`;
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
    const seen = this.#seen.isAll(entity) ? '' : `${this.#seen.visible(entity, alias, form)} and `;
    return `${this.#guard(alias, entity)}${kind}${seen}`;
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

const isSet = (operator: Operator) => operator === 'has' || operator === 'notHas';

const isSame = (part: Part, plan: Plan) =>
  plan !== undefined &&
  part.kind === plan.kind &&
  (part.kind === 'visible' ||
    (part.kind === 'condition' && plan.kind === 'condition' && part.condition === plan.condition) ||
    (part.kind === 'restriction' &&
      plan.kind === 'restriction' &&
      part.restriction === plan.restriction));
