import fc from 'fast-check';
import { parseCondition } from '../../src/query/parse-condition';
import type { Comparison, Condition, FieldComparison } from '../../src/query/query';
import { parseZql } from '../../src/query/zql/parse-zql';
import type { ZqlQuery } from '../../src/query/zql/statement';
import { oddText } from '../support/odd-world';
import { isSayable, printQ } from '../support/print-q';
import { printZql } from '../support/print-zql';

const RUNS = { numRuns: 3_000 };

// prettier-ignore
const KEYWORDS = new Set([
  'in', 'like', 'has', 'by', 'inner', 'left', 'right', 'join', 'on', 'offset', 'limit', 'query', 'getapi',
  'count', 'sum', 'search', 'where', 'from', 'and', 'or', 'asc', 'desc', 'api', 'output', 'true', 'false',
]);
const word = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,7}$/)
  .filter((name) => !KEYWORDS.has(name));
const path = fc.array(word, { minLength: 1, maxLength: 4 });
const text = fc.oneof(oddText, fc.string({ unit: 'grapheme' }), fc.constantFrom("'", '\\', "\\'"));
const simple = fc.constantFrom(
  'equal',
  'notEqual',
  'greater',
  'greaterOrEqual',
  'less',
  'lessOrEqual',
  'like',
  'notLike',
);
const list = fc.constantFrom('in', 'notIn');
const ofSets = fc.constantFrom('has', 'notHas');
const lists = fc.array(text, { minLength: 1, maxLength: 4 });

const comparisonOf = (
  operator: fc.Arbitrary<Comparison['operator']>,
  values: fc.Arbitrary<string[]>,
): fc.Arbitrary<Comparison> =>
  fc.record({ kind: fc.constant('comparison'), path, operator, values });
const qCondition = fc.oneof(
  comparisonOf(
    simple,
    text.map((value) => [value]),
  ),
  comparisonOf(list, lists),
  comparisonOf(fc.constantFrom('isNull', 'notNull'), fc.constant([])),
);
const comparison = fc.oneof(qCondition, comparisonOf(ofSets, lists));

const field = fc.record({ entity: word, fields: fc.tuple(word) });
const ofFields: fc.Arbitrary<FieldComparison> = fc.record({
  kind: fc.constant('fields'),
  left: field,
  operator: fc.constantFrom(
    'equal',
    'notEqual',
    'greater',
    'greaterOrEqual',
    'less',
    'lessOrEqual',
  ),
  right: field,
});

const { condition } = fc.letrec<{ condition: Condition; subquery: Comparison }>((tie) => {
  const joined = (kind: 'and' | 'or') =>
    fc.record({
      kind: fc.constant(kind),
      conditions: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    });
  return {
    condition: fc.oneof(
      { depthSize: 'small' },
      comparison,
      ofFields,
      joined('and'),
      joined('or'),
      tie('subquery'),
    ),
    subquery: fc.record({
      kind: fc.constant('comparison'),
      path,
      operator: fc.oneof(simple, list, ofSets),
      values: fc.constant([]),
      subquery: fc.record({
        entity: word,
        path,
        where: fc.option(tie('condition'), { nil: undefined }),
      }),
    }),
  };
});

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const integer = fc.nat({ max: 2 ** 31 - 1 });
const names = fc.array(word, { maxLength: 3 });
const direction = fc.constantFrom('ascending', 'descending');
const signs = fc
  .tuple(word, fc.constantFrom('+', '-', '*', '/', '%'), word, fc.boolean())
  .map(([one, sign, other, isInParentheses]) => {
    const parts = [{ field: one }, sign, { field: other }] as const;
    return {
      kind: 'signs' as const,
      parts: isInParentheses ? (['(', ...parts, ')'] as const) : parts,
    };
  });
const sort = fc.oneof(
  fc.record({ field: word, direction }),
  fc.record({
    field: fc.constant(''),
    direction,
    expression: fc.oneof(
      signs,
      fc.record({ kind: fc.constant('field'), of: field, function: optional(word) }),
    ),
  }),
);
const common = {
  target: fc.record({ entity: word, fields: names }),
  functions: fc.constant([]),
  joins: fc.constant([]),
  where: optional(condition),
  sort: fc.array(sort, { maxLength: 3 }),
  limit: optional(integer),
  offset: optional(integer),
  returned: fc.constant([]),
  filters: fc.constant([]),
  groupBy: fc.constant([]),
  restrictions: fc.constant([]),
  sumBy: fc.constant(undefined),
  // Quotes at its ends are taken away.
  name: optional(text.map((each) => each.replaceAll(/['"]/g, ''))),
};
const restriction = fc
  .record({ entity: optional(word), comparison })
  .map(({ entity, comparison: restricted }) => ({
    entity,
    comparison: {
      ...restricted,
      path: restricted.path.slice(0, 1),
    },
  }));
const join = fc.record({
  kind: fc.constantFrom('inner', 'left', 'right'),
  entity: word,
  on: fc.option(ofFields, { nil: undefined }),
});
const statement: fc.Arbitrary<ZqlQuery> = fc.oneof(
  fc.record({
    ...common,
    verb: fc.constantFrom('query', 'count'),
    functions: fc.array(word, { maxLength: 2 }),
    joins: fc.array(join, { maxLength: 2 }),
    restrictions: fc.array(restriction, { maxLength: 2 }),
    groupBy: names,
  }),
  fc.record({ ...common, verb: fc.constant('query'), returned: fc.array(word, { maxLength: 2 }) }),
  fc.record({ ...common, verb: fc.constant('sum'), sumBy: word }),
);

test('a condition of q reads as it was written, where the splitting rule lets it be said', () => {
  let said = 0;
  fc.assert(
    fc.property(qCondition, (written) => {
      if (!isSayable(written)) return;
      said++;
      expect(parseCondition(printQ(written))).toEqual(written);
    }),
    RUNS,
  );
  expect(said).toBeGreaterThan(RUNS.numRuns / 3);
});

test.each([
  ['name=a!=b', ['name=a'], 'notEqual', ['b']],
  ['name~=x>=1', ['name~=x'], 'greaterOrEqual', ['1']],
  ['name~=%=%', ['name'], 'like', ['%=%']],
  ['name=a=b', ['name'], 'equal', ['a=b']],
  ['name>is null', ['name'], 'greater', ['is null']],
  [' name = x ', ['name'], 'equal', [' x ']],
  ['name?=a, b,', ['name'], 'in', ['a', ' b', '']],
  ['name!?=a', ['name'], 'notIn', ['a']],
  ['name!~=a', ['name'], 'notLike', ['a']],
  ['description not null', ['description'], 'notNull', []],
  ['description is null', ['description'], 'isNull', []],
])(
  '%j is split at the first operator of the list that occurs',
  (text_, path_, operator, values) => {
    expect(parseCondition(text_)).toEqual({ kind: 'comparison', path: path_, operator, values });
  },
);

test('a statement of ZQL reads as it was written', () => {
  fc.assert(
    fc.property(statement, (written) => {
      expect(parseZql(printZql(written))).toEqual([written]);
    }),
    RUNS,
  );
});

test('a batch of ZQL reads as its statements, with or without a last semicolon', () => {
  fc.assert(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      (written, ends) => {
        const zql = written.map(printZql).join(' ;\n') + (ends ? ';' : '');
        expect(parseZql(zql)).toEqual(written);
      },
    ),
    { numRuns: 500 },
  );
});

test('keywords are words in lower case with one blank between them, entities and fields are any', () => {
  const zql = "query Image where Name is not null and a not in ('x') order by b desc limit 1";
  expect(parseZql(zql)).toHaveLength(1);
  for (const keyword of [
    'query',
    'where',
    'is not null',
    'and',
    'not in',
    'order by',
    'desc',
    'limit',
  ]) {
    expect(() => parseZql(zql.replace(keyword, keyword.toUpperCase()))).toThrow('SYS.1000');
    if (!keyword.includes(' ')) continue;
    expect(() => parseZql(zql.replace(keyword, keyword.replace(' ', '  ')))).toThrow('SYS.1000');
  }
});

// prettier-ignore
const PIECES = [
  'query', 'count', 'sum', 'image', 'where', 'and', 'or', 'not', 'in', 'like', 'is', 'null',
  'has', 'by', 'order', 'asc', 'limit', 'offset', 'named', 'as', 'return', 'with', 'total',
  'restrict', 'group', 'distinct', '(', ')', ',', '.', ';', '=', '!=', '>', "'x'", '"', "'",
  '\\', '1', '-1.5', '1x', '{', '}', '--', '\n', 'é', '\u0000', 'filter', 'getapi', 'true',
];

function failureOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

test('whatever is asked in ZQL is read, or refused with an error of the API', () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((all) => all.join(' '));
  const cut = fc.tuple(statement, fc.nat(), fc.nat({ max: 3 })).map(([written, at, length]) => {
    const zql = printZql(written);
    const from = at % zql.length;
    return zql.slice(0, from) + zql.slice(from + length);
  });
  fc.assert(
    fc.property(fc.oneof(soup, cut, fc.string({ unit: 'binary' })), (zql) => {
      const failure = failureOf(() => parseZql(zql));
      expect([undefined, 'ApiError', 'QueryError']).toContain(
        failure && (failure as Error).constructor.name,
      );
    }),
    RUNS,
  );
});

test('whatever is asked in q is read, or refused by the REST layer', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (q) => {
      const failure = failureOf(() => parseCondition(q));
      expect([undefined, 'RestError']).toContain(failure && (failure as Error).constructor.name);
    }),
    RUNS,
  );
});
