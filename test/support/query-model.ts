import type { Database } from 'better-sqlite3';
import type {
  Comparison,
  Condition,
  FieldComparison,
  Operator,
  Selection,
  Sort,
} from '../../src/query/query';
import { MODEL, TAGS, type Kind, type Table } from './query-model-tables';

/*
 * What a query means, said again in the slowest and plainest way: every row of the world is looked
 * at, in memory. It shares the query's AST with the emulator and nothing else.
 */

export type Row = Readonly<Record<string, string | number | null>>;
/** Undefined is SQL's NULL: neither true nor false. */
type Truth = boolean | undefined;

/** The whole world in memory. */
export class QueryModel {
  readonly #rows = new Map<string, readonly Row[]>();

  constructor(private readonly database: Database) {}

  rows(table: string): readonly Row[] {
    let rows = this.#rows.get(table);
    if (!rows) {
      rows = this.database.prepare<[], Row>(`select rowid as "#", * from ${table}`).all();
      this.#rows.set(table, rows);
    }
    return rows;
  }

  /** All rows that a query means. */
  find(
    entity: string,
    { where, restrictions }: Selection,
    viewer: string | undefined,
  ): readonly Row[] {
    return this.rows(tableOf(entity).table).filter((row) => {
      if (!this.#sees(viewer, entity, row)) return false;
      if (where && this.#holds(entity, row, where, viewer) !== true) return false;
      return restrictions.every(({ entity: of, comparison }) => {
        const path = [...wayTo(of), ...comparison.path];
        return this.#compare(entity, row, { ...comparison, path }, viewer) === true;
      });
    });
  }

  #sees(viewer: string | undefined, entity: string, row: Row): boolean {
    const { resource, owned } = tableOf(entity);
    if (viewer === undefined || resource === undefined) return true;
    if (owned !== undefined && !this.#ownsOrNothing(viewer, row[owned] ?? null)) return false;
    const uuid = row[resource] ?? null;
    const owner = this.#ownerOf(uuid);
    // A tag on what belongs to nobody, e.g. a storage.
    if (owner === undefined) return entity === 'usertag';
    return (
      owner === viewer ||
      this.rows('shared_resources').some(
        (shared) =>
          shared['resource_uuid'] === uuid &&
          (shared['to_public'] === 1 || shared['receiver_account_uuid'] === viewer),
      )
    );
  }

  #ownsOrNothing(viewer: string | undefined, uuid: string | number | null): boolean {
    return viewer === undefined || uuid === null || this.#ownerOf(uuid) === viewer;
  }

  #ownerOf(uuid: string | number | null): string | number | null | undefined {
    const refs = this.rows('account_resource_refs');
    return refs.find((ref) => ref['resource_uuid'] === uuid)?.['account_uuid'];
  }

  #holds(entity: string, row: Row, condition: Condition, viewer: string | undefined): Truth {
    if (condition.kind === 'comparison') return this.#compare(entity, row, condition, viewer);
    if (condition.kind === 'fields') return compareFields(entity, row, condition);
    const all = condition.conditions.map((each) => this.#holds(entity, row, each, viewer));
    return condition.kind === 'and' ? and(all) : not(and(all.map(not)));
  }

  #compare(entity: string, row: Row, comparison: Comparison, viewer: string | undefined): Truth {
    const { operator } = comparison;
    if (operator === 'has' || operator === 'notHas') {
      const path = stepsOf(entity, comparison.path);
      return this.#compareSet(entity, row, { ...comparison, path }, viewer);
    }
    const { fields, relations, shortcuts } = tableOf(entity);
    const [first = '', ...others] = comparison.path;
    const [head = '', ...rest] = [...(shortcuts?.[first] ?? [first]), ...others];
    const tags = TAGS[head];
    if (tags) return this.#hasTag(tags, row, comparison, viewer);
    if (rest.length > 0) {
      const [target = '', own = '', its = ''] = relations[head] ?? [];
      return this.rows(tableOf(target).table).some(
        (other) =>
          row[own] !== null &&
          other[its] === row[own] &&
          this.#sees(viewer, target, other) &&
          this.#compare(target, other, { ...comparison, path: rest }, viewer) === true,
      );
    }
    const [column = '', kind = 'text'] = fields[head] ?? [];
    const { subquery } = comparison;
    if (!subquery) return compareValue(kind, row[column] ?? null, comparison);
    const [name = ''] = subquery.path;
    const found = this.find(
      subquery.entity,
      { where: subquery.where, restrictions: [] },
      viewer,
    ).map((other) => other[tableOf(subquery.entity).fields[name]?.[0] ?? ''] ?? null);
    if (operator === 'in' || operator === 'notIn') {
      const among = isAmong(kind, row[column] ?? null, found);
      return operator === 'in' ? among : not(among);
    }
    const [one = null, ...more] = found;
    if (more.length > 0) throw new Error('a subquery of one value found several');
    return compareKeysOf(kind, row[column] ?? null, operator, one);
  }

  /** Whether what the last relation leads to has all of the values, or none, behind one value of it. */
  #compareSet(
    entity: string,
    row: Row,
    comparison: Comparison,
    viewer: string | undefined,
  ): boolean {
    const [head = '', ...rest] = comparison.path;
    const tags = TAGS[head];
    if (tags) return this.#hasTag(tags, row, comparison, viewer);
    const [target = '', own = '', its = ''] = tableOf(entity).relations[head] ?? [];
    const others = this.rows(tableOf(target).table).filter(
      (other) => row[own] !== null && other[its] === row[own] && this.#sees(viewer, target, other),
    );
    const [name = '', ...further] = rest;
    if (further.length > 0 || TAGS[name]) {
      const next = { ...comparison, path: rest };
      return others.some((other) => this.#compareSet(target, other, next, viewer));
    }
    const [column = '', kind = 'text'] = tableOf(target).fields[name] ?? [];
    const values = others.map((other) => other[column] ?? null);
    return comparison.operator === 'has'
      ? hasAll(kind, values, comparison.values)
      : others.length > 0 && !values.some((value) => isOneOf(kind, value, comparison.values));
  }

  #hasTag(
    { table, column, kind }: (typeof TAGS)[string],
    row: Row,
    comparison: Comparison,
    viewer: string | undefined,
  ): boolean {
    const tags = this.rows(table).filter(
      (tag) =>
        tag['resource_uuid'] === row['uuid'] &&
        this.#ownsOrNothing(viewer, tag['tag_pattern_uuid'] ?? null),
    );
    const found = tags.map((tag) => tag[column] ?? null);
    const { operator, values } = comparison;
    if (operator === 'has') return hasAll(kind, found, values);
    const some = (as: Operator) =>
      found.some((value) => compareValue(kind, value, { ...comparison, operator: as }) === true);
    const positive = POSITIVE[operator];
    return positive ? !some(positive) : some(operator);
  }
}

const isOneOf = (kind: Kind, value: string | number | null, asked: readonly string[]) =>
  value !== null && asked.some((one) => compareKeys(keyOf(kind, value), askedKey(kind, one)) === 0);

/** Whether as many different values are there as are asked for. */
function hasAll(
  kind: Kind,
  values: readonly (string | number | null)[],
  asked: readonly string[],
): boolean {
  const found = values.flatMap((value) =>
    value !== null && isOneOf(kind, value, asked) ? [keyOf(kind, value)] : [],
  );
  return new Set(found).size === asked.length;
}

/** A way without shortcuts, and without a last step to what is known before it. */
export function stepsOf(entity: string, path: readonly string[]): string[] {
  const { fields, relations, shortcuts } = tableOf(entity);
  const [first = '', ...others] = path;
  const [head = '', ...rest] = [...(shortcuts?.[first] ?? [first]), ...others];
  const [target, own, its] = (rest.length > 0 ? relations[head] : undefined) ?? [];
  if (target === undefined) return [head, ...rest];
  const [last = ''] = rest;
  const known = Object.entries(fields).find(([, [column]]) => column === own);
  const isKey = rest.length === 1 && tableOf(target).fields[last]?.[0] === its;
  return isKey && known ? [known[0]] : [head, ...stepsOf(target, rest)];
}

/** Whether `has` may be asked of it: of what an inventory itself has in a field it may not. */
export function isOfSet(entity: string, path: readonly string[]): boolean {
  const [head = '', ...rest] = stepsOf(entity, path);
  return rest.length > 0 || head in TAGS;
}

function compareFields(entity: string, row: Row, condition: FieldComparison): Truth {
  const { fields } = tableOf(entity);
  const [one, kind = 'text'] = fields[condition.left.fields[0] ?? ''] ?? [];
  const [other] = fields[condition.right.fields[0] ?? ''] ?? [];
  return compareKeysOf(kind, row[one ?? ''] ?? null, condition.operator, row[other ?? ''] ?? null);
}

/** A value against another one of its kind; nothing is neither like it nor unlike. */
function compareKeysOf(
  kind: Kind,
  value: string | number | null,
  operator: Operator,
  other: string | number | null,
): Truth {
  if (value === null || other === null) return undefined;
  const order = compareKeys(keyOf(kind, value), keyOf(kind, other));
  const holds: Partial<Record<Operator, boolean>> = {
    equal: order === 0,
    notEqual: order !== 0,
    greater: order > 0,
    greaterOrEqual: order >= 0,
    less: order < 0,
    lessOrEqual: order <= 0,
  };
  return holds[operator];
}

/** A negative condition on tags means that there is none of which the positive one holds. */
const POSITIVE: Partial<Record<Operator, Operator>> = {
  notEqual: 'equal',
  notLike: 'like',
  notIn: 'in',
  notHas: 'in',
};

function tableOf(entity: string): Table {
  const table = MODEL[entity];
  if (!table) throw new Error(`the model does not know ${entity}`);
  return table;
}

/** Where a restriction of images leads; of others only their own fields are restricted here. */
const wayTo = (entity: string | undefined): readonly string[] =>
  entity === 'backupstorage' ? ['backupStorage'] : entity === undefined ? [] : [entity];

function and(all: readonly Truth[]): Truth {
  if (all.includes(false)) return false;
  return all.includes(undefined) ? undefined : true;
}
const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

function compareValue(kind: Kind, value: string | number | null, comparison: Comparison): Truth {
  const { operator, values } = comparison;
  if (operator === 'isNull') return value === null;
  if (operator === 'notNull') return value !== null;
  if (value === null) return undefined;
  const [asked = ''] = values;
  const order = () => compareKeys(keyOf(kind, value), askedKey(kind, asked));
  switch (operator) {
    case 'equal':
      return order() === 0;
    case 'notEqual':
      return order() !== 0;
    case 'greater':
      return order() > 0;
    case 'greaterOrEqual':
      return order() >= 0;
    case 'less':
      return order() < 0;
    case 'lessOrEqual':
      return order() <= 0;
    case 'in':
      return values.some((one) => compareKeys(keyOf(kind, value), askedKey(kind, one)) === 0);
    case 'notIn':
      return values.every((one) => compareKeys(keyOf(kind, value), askedKey(kind, one)) !== 0);
    case 'like':
      return isLike(shown(kind, value), asked);
    case 'notLike':
      return !isLike(shown(kind, value), asked);
    case 'has':
    case 'notHas':
      throw new Error('told apart before');
  }
}

function isAmong(
  kind: Kind,
  value: string | number | null,
  found: readonly (string | number | null)[],
): Truth {
  if (found.length === 0) return false;
  if (value === null) return undefined;
  if (
    found.some((one) => one !== null && compareKeys(keyOf(kind, value), keyOf(kind, one)) === 0)
  ) {
    return true;
  }
  return found.includes(null) ? undefined : false;
}

type Key = string | number;
/** ASCII letters only: what SQLite tells no case of. */
const folded = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

export function keyOf(kind: Kind, value: string | number): Key {
  if (kind === 'date') return Math.floor(Number(value) / 1000);
  return typeof value === 'number' ? value : folded(value);
}

function askedKey(kind: Kind, text: string): Key {
  if (kind === 'number') return Number.parseFloat(text) || 0;
  if (kind === 'boolean') return ['true', '1'].includes(text.toLowerCase()) ? 1 : 0;
  if (kind !== 'date') return folded(text);
  const time = Date.parse(`${text} UTC`);
  if (Number.isNaN(time)) return text === '' ? -Infinity : text;
  return time / 1000;
}

/** Numbers before texts, texts by their bytes. */
function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'number' && typeof b === 'number') return Math.sign(a - b);
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return typeof a === 'number' ? -1 : 1;
}

function shown(kind: Kind, value: string | number): string {
  if (kind !== 'date') return String(value);
  return new Date(Number(value)).toISOString().slice(0, 19).replace('T', ' ');
}

/** `%` is anything, `_` one character, a backslash makes the next one plain. */
function isLike(text: string, pattern: string): boolean {
  const characters = Array.from(folded(text));
  const parts = Array.from(folded(pattern));
  const match = (at: number, part: number): boolean => {
    const sign = parts[part];
    if (sign === undefined) return at === characters.length;
    if (sign === '%') {
      return match(at, part + 1) || (at < characters.length && match(at + 1, part));
    }
    const escaped = sign === '\\' && part + 1 < parts.length;
    const expected = escaped ? parts[part + 1] : sign;
    if (at === characters.length || (sign !== '_' && characters[at] !== expected)) return false;
    return match(at + 1, part + (escaped ? 2 : 1));
  };
  return match(0, 0);
}

/** Whether rows come in the order that was asked for; nothing comes before everything. */
export function areInOrder(entity: string, sorts: readonly Sort[], rows: readonly Row[]): boolean {
  const { fields } = tableOf(entity);
  return rows.every((row, i) => i === 0 || orderOf(fields, sorts, rows[i - 1] ?? row, row) <= 0);
}

function orderOf(fields: Table['fields'], sorts: readonly Sort[], a: Row, b: Row): number {
  for (const { field, direction } of sorts) {
    const [column = '', kind = 'text'] = fields[field] ?? [];
    const one = a[column] ?? null;
    const other = b[column] ?? null;
    // Of dates that look the same, the earlier one is still the earlier one.
    const key = (value: string | number) => (kind === 'date' ? value : keyOf(kind, value));
    const order =
      one === null || other === null
        ? Number(one !== null) - Number(other !== null)
        : compareKeys(key(one), key(other));
    if (order !== 0) return direction === 'ascending' ? order : -order;
  }
  return 0;
}
