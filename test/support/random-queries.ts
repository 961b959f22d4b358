import fc from 'fast-check';
import type { Comparison, Condition, FieldComparison, Operator, Sort } from '../../src/query/query';
import type { ZqlQuery } from '../../src/query/zql/statement';
import { oddText } from './odd-world';
import { MODEL, TAGS, type Kind } from './query-model-tables';
import { isOfSet, type QueryModel } from './query-model';

/** What is asked for, images most often; the others are reached over relations. */
export const ASKED = [
  'image',
  'image',
  'volume',
  'volumesnapshot',
  'vminstance',
  'backupstorage',
  'usertag',
  'tagpattern',
];

const SIMPLE: readonly Operator[] = [
  'equal',
  'notEqual',
  'greater',
  'greaterOrEqual',
  'less',
  'lessOrEqual',
  'in',
  'notIn',
  'like',
  'notLike',
  'isNull',
  'notNull',
];
const LISTS: readonly Operator[] = ['in', 'notIn', 'has', 'notHas'];

const SIGNS = [
  'equal',
  'notEqual',
  'greater',
  'greaterOrEqual',
  'less',
  'lessOrEqual',
] as const satisfies readonly Operator[];

/** What a statement is without. */
const NOTHING = {
  verb: fc.constant('query'),
  functions: fc.constant([]),
  joins: fc.constant([]),
  sumBy: fc.constant(undefined),
  where: fc.constant(undefined),
  restrictions: fc.constant([]),
  returned: fc.constant([]),
  groupBy: fc.constant([]),
  sort: fc.constant([]),
  limit: fc.constant(undefined),
  offset: fc.constant(undefined),
  filters: fc.constant([]),
  name: fc.constant(undefined),
};

/** A way to a field; `entity` is whose field it is, or the kind of tag. */
interface Way {
  readonly path: string[];
  readonly kind: Kind;
  readonly entity: string;
}

const ways = new Map<string, readonly Way[]>();

/** Every way from an entity to a field, over at most so many relations. */
function pathsFrom(entity: string, relations: number): readonly Way[] {
  const key = `${entity} ${relations}`;
  const found = ways.get(key) ?? findPathsFrom(entity, relations);
  ways.set(key, found);
  return found;
}

function findPathsFrom(entity: string, relations: number): Way[] {
  const table = MODEL[entity];
  if (!table) return [];
  const own = Object.entries(table.fields).map(([field, [, kind]]) => ({
    path: [field],
    kind,
    entity,
  }));
  const tags = table.fields['uuid']
    ? Object.entries(TAGS).map(([path, { kind }]) => ({ path: [path], kind, entity: path }))
    : [];
  if (relations === 0) return [...own, ...tags];
  const direct = Object.entries(table.relations).map(([name, [target]]) => [name, target] as const);
  const shortcuts = Object.entries(table.shortcuts ?? {}).map(([name, steps]) => {
    const end = steps.reduce((at, step) => MODEL[at]?.relations[step]?.[0] ?? at, entity);
    return [name, end] as const;
  });
  const further = [...direct, ...shortcuts].flatMap(([name, target]) =>
    pathsFrom(target, relations - 1).map((rest) => ({ ...rest, path: [name, ...rest.path] })),
  );
  return [...own, ...tags, ...further];
}

/** Makes queries about one world, mostly of values that it has. */
export class RandomQueries {
  /** Each is made once: making them takes longer than drawing from them. */
  readonly #made = new Map<string, unknown>();

  constructor(private readonly model: QueryModel) {}

  #once<T>(key: string, make: () => fc.Arbitrary<T>): fc.Arbitrary<T> {
    const found = (this.#made.get(key) as fc.Arbitrary<T> | undefined) ?? make();
    this.#made.set(key, found);
    return found;
  }

  comparison(entity: string, hasLists: boolean, depth = 2): fc.Arbitrary<Comparison> {
    return this.#once(`comparison ${entity} ${hasLists} ${depth}`, () =>
      this.#makeComparison(entity, hasLists, depth),
    );
  }

  #makeComparison(entity: string, hasLists: boolean, depth: number): fc.Arbitrary<Comparison> {
    const any = this.#anyComparison(entity, hasLists, depth);
    const patterns = ['name', 'tag', '__userTag__', '__systemTag__'].flatMap((field) => {
      const way = pathsFrom(entity, 0).find(({ path }) => path[0] === field);
      return way ? [this.#comparisonOf(way, 'like')] : [];
    });
    // Patterns of what is indexed have a way of their own through the database.
    return fc.oneof({ weight: 5, arbitrary: any }, ...patterns);
  }

  #anyComparison(entity: string, hasLists: boolean, depth: number): fc.Arbitrary<Comparison> {
    // Own fields as often as all the others together.
    const near = fc.constantFrom(...pathsFrom(entity, 0));
    const path = fc.oneof(near, fc.constantFrom(...pathsFrom(entity, depth)));
    const operators = hasLists ? [...SIMPLE, ...LISTS] : SIMPLE;
    return fc
      .tuple(path, fc.constantFrom(...operators))
      .filter(
        ([way, operator]) =>
          (operator !== 'has' && operator !== 'notHas') || isOfSet(entity, way.path),
      )
      .chain(([way, operator]) => this.#comparisonOf(way, operator));
  }

  #comparisonOf(way: Way, operator: Operator): fc.Arbitrary<Comparison> {
    const { path, kind, entity } = way;
    const value = this.#value(entity, path.at(-1) ?? '', kind, operator);
    const hasNone = operator === 'isNull' || operator === 'notNull';
    const maxLength = LISTS.includes(operator) ? 3 : 1;
    const values = hasNone ? fc.constant([]) : fc.array(value, { minLength: 1, maxLength });
    return values.map((all) => ({ kind: 'comparison', path, operator, values: all }));
  }

  /** Comparisons joined by and, or and parentheses, with subqueries among them. */
  condition(entity: string, depth = 2): fc.Arbitrary<Condition> {
    return this.#once(`condition ${entity} ${depth}`, () => this.#makeCondition(entity, depth));
  }

  #makeCondition(entity: string, depth: number): fc.Arbitrary<Condition> {
    const comparison = this.comparison(entity, true);
    if (depth === 0) return comparison;
    const joined = (kind: 'and' | 'or') =>
      fc
        .array(this.condition(entity, depth - 1), { minLength: 2, maxLength: 3 })
        .map((conditions): Condition => ({ kind, conditions }));
    return fc.oneof(
      { weight: 3, arbitrary: comparison },
      { weight: 2, arbitrary: joined('and') },
      { weight: 2, arbitrary: joined('or') },
      { weight: 1, arbitrary: this.#subquery(entity, depth - 1) },
      { weight: 1, arbitrary: this.#ofFields(entity) },
    );
  }

  /** Two fields of one kind against each other. */
  #ofFields(entity: string): fc.Arbitrary<FieldComparison> {
    const fields = Object.entries(MODEL[entity]?.fields ?? {});
    const pairs = fields.flatMap(([one, [, kind]]) =>
      fields.flatMap(([other, [, its]]) => (its === kind ? [[one, other] as const] : [])),
    );
    return fc
      .tuple(fc.constantFrom(...pairs), fc.constantFrom(...SIGNS))
      .map(([[one, other], operator]) => ({
        kind: 'fields',
        left: { entity, fields: [one] },
        operator,
        right: { entity, fields: [other] },
      }));
  }

  #subquery(entity: string, depth: number): fc.Arbitrary<Comparison> {
    const operator = fc.constantFrom('in', 'notIn', 'in', 'notIn', ...SIGNS);
    const field = fc.constantFrom(
      ...Object.entries(MODEL[entity]?.fields ?? {}).filter(
        ([, [, kind]]) => kind === 'text' || kind === 'uuid',
      ),
    );
    return fc
      .tuple(operator, field, fc.constantFrom('image', 'volume', 'backupstorage', 'tagpattern'))
      .chain(([sign, [name, [, kind]], target]) => {
        const names = Object.entries(MODEL[target]?.fields ?? {}).flatMap(([its, [, its_kind]]) =>
          its_kind === kind ? [its] : [],
        );
        const where =
          sign === 'in' || sign === 'notIn'
            ? fc.option(this.condition(target, depth), { nil: undefined })
            : this.#byUuid(target);
        return fc.tuple(fc.constantFrom(...names), where).map(([its, which]) => ({
          kind: 'comparison',
          path: [name],
          operator: sign,
          values: [],
          subquery: { entity: target, path: [its], where: which },
        }));
      });
  }

  /** One inventory, or none. */
  #byUuid(entity: string): fc.Arbitrary<Condition> {
    return this.#value(entity, 'uuid', 'uuid', 'equal').map((uuid) => ({
      kind: 'comparison',
      path: ['uuid'],
      operator: 'equal',
      values: [uuid],
    }));
  }

  sort(entity: string, most: number): fc.Arbitrary<Sort[]> {
    const field = fc.constantFrom(...Object.keys(MODEL[entity]?.fields ?? {}));
    const direction = fc.constantFrom('ascending', 'descending');
    return fc.uniqueArray(fc.record({ field, direction }), {
      maxLength: most,
      selector: (sort) => sort.field,
    });
  }

  /** A `query` of ZQL. */
  statement(entity: string): fc.Arbitrary<ZqlQuery> {
    return this.#once(`statement ${entity}`, () => this.#makeStatement(entity));
  }

  #makeStatement(entity: string): fc.Arbitrary<ZqlQuery> {
    const restrictable = this.comparison(entity, false, 0);
    const ofTags = restrictable
      .filter(({ path: [name] }) => name === '__systemTag__' || name === '__userTag__')
      .map((comparison) => ({ entity: undefined, comparison }));
    const others = entity === 'image' ? ['backupstorage', 'volume'] : [];
    const far = others.map((other) =>
      this.comparison(other, false, 0)
        .filter(({ operator }) => operator !== 'isNull' && operator !== 'notNull')
        .map((comparison) => ({ entity: other, comparison })),
    );
    return fc.record({
      ...NOTHING,
      target: fc.constant({ entity, fields: ['uuid'] }),
      where: fc.option(this.condition(entity), { nil: undefined, freq: 9 }),
      restrictions: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        {
          weight: 1,
          arbitrary: fc.array(fc.oneof(ofTags, ...far), { minLength: 1, maxLength: 2 }),
        },
      ),
      returned: fc.constantFrom([], ['total']),
      sort: this.sort(entity, 3),
      limit: fc.option(fc.nat({ max: 40 }), { nil: undefined }),
      offset: fc.option(fc.nat({ max: 10 }), { nil: undefined }),
      name: fc.option(
        oddText.map((text) => text.replaceAll(/['"]/g, '')),
        { nil: undefined },
      ),
    });
  }

  /** A statement of a function, or of groups. */
  summary(entity: string): fc.Arbitrary<ZqlQuery> {
    return this.#once(`summary ${entity}`, () => {
      const fields = Object.entries(MODEL[entity]?.fields ?? {});
      const namesOf = (...kinds: readonly Kind[]) =>
        fields.flatMap(([name, [, kind]]) => (kinds.includes(kind) ? [name] : []));
      const any = fc.constantFrom(...namesOf('text', 'uuid', 'number', 'boolean'));
      const groups = fc.uniqueArray(fc.constantFrom(...namesOf('text', 'boolean')), {
        maxLength: 2,
      });
      const where = fc.option(this.condition(entity, 1), { nil: undefined });
      const of = (field: fc.Arbitrary<string>) => field.map((name) => ({ entity, fields: [name] }));
      const common = { ...NOTHING, where };
      const extreme = fc.constantFrom(['max'], ['min'], ['MAX', 'distinct']);
      const all = [
        fc.record({ ...common, functions: extreme, target: of(any), groupBy: groups }),
        fc.record({ ...common, functions: fc.constant(['distinct']), target: of(any) }),
        fc.record({ ...common, target: of(any), verb: fc.constant('count'), groupBy: groups }),
        fc.record({
          ...common,
          verb: fc.constant('count'),
          functions: fc.constant(['distinct']),
          target: of(any),
        }),
      ];
      if (namesOf('number').length === 0) return fc.oneof(...all);
      const numbers = fc.constantFrom(...namesOf('number'));
      return fc.oneof(
        ...all,
        fc.record({
          ...common,
          functions: fc.constant(['avg']),
          target: of(numbers),
          groupBy: groups,
        }),
        fc.record({ ...common, verb: fc.constant('sum'), target: of(numbers), sumBy: any }),
      );
    });
  }

  #value(entity: string, field: string, kind: Kind, operator: Operator): fc.Arbitrary<string> {
    return this.#once(`value ${entity} ${field} ${kind} ${operator}`, () =>
      this.#makeValue(entity, field, kind, operator),
    );
  }

  #makeValue(entity: string, field: string, kind: Kind, operator: Operator): fc.Arbitrary<string> {
    const table = TAGS[entity]?.table ?? MODEL[entity]?.table ?? '';
    const column = TAGS[entity]?.column ?? MODEL[entity]?.fields[field]?.[0] ?? '';
    const known = this.model
      .rows(table)
      .flatMap((row) => (row[column] === null ? [] : [String(row[column])]));
    const real = known.length > 0 ? fc.constantFrom(...known) : oddText;
    const isPattern = operator === 'like' || operator === 'notLike';
    switch (kind) {
      case 'text':
      case 'uuid':
        return fc.oneof(
          real,
          isPattern ? real.chain(patternsOf) : real.chain(likes),
          isPattern ? real.chain(beginningsOf) : real,
          oddText,
        );
      case 'number':
        if (isPattern) return real.chain(patternsOf);
        return fc.oneof(
          real,
          fc.constantFrom('0', '7', '-1', '4096.0', '4096.5', '1e3', '12abc', 'abc', ''),
        );
      case 'boolean':
        return fc.constantFrom('true', 'false', 'TRUE', '1', '0');
      case 'date': {
        const second = (text: string) =>
          new Date(Number(text)).toISOString().slice(0, 19).replace('T', ' ');
        const shown = fc.oneof(real, fc.constant('1510698059000')).map(second);
        if (isPattern) return shown.chain(patternsOf);
        return fc.oneof(
          shown,
          shown.map((text) => `${text}.500`),
          fc.constantFrom('2017-11-14', 'soon', ''),
        );
      }
    }
  }
}

const likes = (text: string) =>
  fc.constantFrom(
    text.toUpperCase(),
    text.toLowerCase(),
    ` ${text}`,
    Array.from(text).slice(1).join(''),
  );

/** Patterns of how a text begins, whatever follows. */
const beginningsOf = (text: string) =>
  fc.nat({ max: text.length }).map((end) => `${Array.from(text).slice(0, end).join('')}%`);

/** Patterns that the text meets, or nearly. */
function patternsOf(text: string): fc.Arbitrary<string> {
  const characters = Array.from(text);
  const sign = fc.constantFrom('%', '_', '%%', '_%', '\\%', '\\');
  return fc.tuple(fc.nat({ max: characters.length }), sign).chain(([at, wild]) => {
    const begin = characters.slice(0, at).join('');
    const end = characters.slice(at).join('');
    const rest = characters.slice(at + 1).join('');
    return fc.constantFrom(
      `${begin}${wild}`,
      `${wild}${end}`,
      `${begin}${wild}${rest}`,
      `${begin.toUpperCase()}%`,
    );
  });
}
