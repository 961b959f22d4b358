import { differencesOf } from './a-pact';

const JSON_TYPE = { 'Content-Type': 'application/json' };
type Rules = Readonly<Record<string, unknown>>;

/** An expected body with rules of its places, and an answered one. */
const ofBody = (expected: unknown, rules: Rules, actual: unknown): string[] =>
  differencesOf(
    {
      headers: JSON_TYPE,
      body: expected,
      matchingRules: {
        body: Object.fromEntries(
          Object.entries(rules).map(([place, one]) => [
            place,
            { matchers: Array.isArray(one) ? one : [one] },
          ]),
        ),
      },
    },
    { headers: JSON_TYPE, body: actual },
  );

/** A rule of `$.a`, an example of it, values that fit and values that do not. */
const RULES: readonly (readonly [
  string,
  object,
  unknown,
  readonly unknown[],
  readonly unknown[],
])[] = [
  ['type', { match: 'type' }, 'x', ['y', ''], [1, null, true, ['x'], { x: 1 }]],
  ['type of a number', { match: 'type' }, 1, [2, 2.5], ['1', null, false]],
  ['type of true', { match: 'type' }, true, [false], ['true', 1]],
  ['regex', { match: 'regex', regex: '^[0-9a-f]{4}$' }, 'abcd', ['0123'], ['xyz', 'ABCD', null]],
  ['regex of a number', { match: 'regex', regex: String.raw`^\d+$` }, 1, [22, '33'], ['x', {}]],
  ['integer', { match: 'integer' }, 1, [0, -5], [1.5, '1', null]],
  ['decimal', { match: 'decimal' }, 1.5, [0.1], [1, '1.5']],
  ['number', { match: 'number' }, 1, [2, 2.5], ['2', null]],
  ['boolean', { match: 'boolean' }, true, [false, 'true'], ['yes', 1]],
  ['include', { match: 'include', value: 'b' }, 'abc', ['xbx'], ['xyz']],
  ['null', { match: 'null' }, null, [null], ['null', 0, {}]],
  ['equality', { match: 'equality' }, 'x', ['x'], ['y', 1]],
  ['semver', { match: 'semver' }, '1.2.3', ['5.3.0', '1.0.0-rc.1+a'], ['5.3', 'v1.2.3']],
  ['notEmpty', { match: 'notEmpty' }, 'x', ['y', 0], ['', null, [], {}]],
  [
    'date',
    { match: 'date', date: 'yyyy-MM-dd' },
    '2020-01-01',
    ['1999-12-31'],
    ['1999-13-31', '99-12-31', 'now'],
  ],
  ['time', { match: 'time', format: 'HH:mm' }, '10:00', ['23:59'], ['24:00', '1:00', '10:00:00']],
  [
    'datetime',
    { match: 'datetime', format: "yyyy-MM-dd'T'HH:mm:ssX" },
    '2020-01-01T10:00:00Z',
    ['1999-12-31T23:59:59+08'],
    ['1999-12-31 23:59:59Z'],
  ],
  [
    'timestamp, as the API writes it',
    { match: 'timestamp', timestamp: 'MMM d, yyyy h:mm:ss a' },
    'Nov 14, 2017 10:20:57 PM',
    ['Dec 1, 2026 1:02:03 AM'],
    ['2017-11-14', 'Nov 14, 2017 13:20:57 PM'],
  ],
];

test.each(RULES)('%s', (_name, rule, example, fit, unfit) => {
  const differences = (value: unknown) => ofBody({ a: example }, { '$.a': rule }, { a: value });
  for (const value of fit) expect([value, differences(value)]).toEqual([value, []]);
  for (const value of unfit) {
    expect([value, differences(value)]).toEqual([value, [expect.stringContaining('$.a: ')]]);
  }
});

test('a decimal is what is written with a point: 1.0, and not 1', () => {
  const decimal = { '$.a': { match: 'decimal' } };
  const integer = { '$.a': { match: 'integer' } };
  expect(ofBody({ a: 1.5 }, decimal, '{"a":1.0}')).toEqual([]);
  expect(ofBody({ a: 1 }, integer, '{"a":1.0}')).toEqual(['$.a: 1 is no whole number']);
  expect(ofBody({ a: 1 }, {}, '{"a":1.0}')).toEqual([]);
});

test('without rules values are the same, fields may be more, lists are whole', () => {
  expect(ofBody({ a: 1, b: { c: 'x' } }, {}, { a: 1, b: { c: 'x', d: 2 }, e: 3 })).toEqual([]);
  expect(ofBody({ a: 1, b: { c: 'x' } }, {}, { a: '1', b: {} })).toEqual([
    '$.a: "1", and must be 1',
    '$.b.c is missing',
  ]);
  expect(ofBody([1, 2], {}, [1, 2, 3])).toEqual(['$ has 3 items, and must have 2']);
  expect(ofBody({ a: null }, {}, { a: null })).toEqual([]);
  expect(ofBody({ a: { b: 1 } }, {}, { a: [1] })).toEqual([
    '$.a: [1] is a list, and must be an object',
  ]);
  expect(ofBody({ a: [] }, {}, { a: {} })).toEqual(['$.a: {} is no list']);
});

describe('lists by rules', () => {
  const zones = [{ uuid: 'a', tags: ['x'] }];
  test('each item is like the first, and there are as many as are asked for', () => {
    const rules = { '$.zones': { match: 'type', min: 1, max: 2 } };
    const with_ = (...actual: unknown[]) => ofBody({ zones }, rules, { zones: actual });
    expect(with_({ uuid: 'b', tags: [] })).toEqual([]);
    expect(with_({ uuid: 'b', tags: ['y', 'z', 'w'] }, { uuid: 'c', tags: [] })).toEqual([]);
    expect(with_()).toEqual(['$.zones has 0 items, and must have 1 at least']);
    expect(with_({ uuid: 'b', tags: [] }, { uuid: 1, tags: [2] }, { tags: [] })).toEqual([
      '$.zones has 3 items, and must have 2 at most',
      '$.zones[1].uuid: 1 is number, and must be string',
      '$.zones[1].tags[0]: 2 is number, and must be string',
      '$.zones[2].uuid is missing',
    ]);
  });

  test('the rule that names a place most exactly holds there', () => {
    const rules = {
      $: { match: 'type' },
      '$.zones[*].*': { match: 'type' },
      '$.zones[*].uuid': { match: 'regex', regex: '^[a-f]$' },
      "$['zones'][0]['uuid']": { match: 'equality' },
    };
    expect(ofBody({ zones }, rules, { zones: [zones[0], { uuid: 'f', tags: [] }] })).toEqual([]);
    expect(ofBody({ zones }, rules, { zones: [{ uuid: 'b', tags: [] }] })).toEqual([
      '$.zones[0].uuid: "b" is not "a"',
    ]);
    expect(ofBody({ zones }, rules, { zones: [zones[0], { uuid: 'z', tags: [] }] })).toEqual([
      '$.zones[1].uuid: "z" does not match ^[a-f]$',
    ]);
  });

  test('arrayContains finds each variant wherever it is', () => {
    const variants = [
      { index: 0, rules: { '$.uuid': { matchers: [{ match: 'type' }] } } },
      { index: 1, rules: {} },
    ];
    const rules = { '$.a': { match: 'arrayContains', variants } };
    const expected = { a: [{ uuid: 'x', kind: 'zone' }, { kind: 'host' }] };
    const host = { kind: 'host' };
    expect(ofBody(expected, rules, { a: [host, 7, { uuid: 'y', kind: 'zone' }] })).toEqual([]);
    expect(ofBody(expected, rules, { a: [host, { uuid: 7, kind: 'zone' }] })).toEqual([
      '$.a has nothing like {"uuid":"x","kind":"zone"}',
    ]);
  });
});

test('eachKey and eachValue say what keys and values are like, whatever they are called', () => {
  const rules = {
    '$.a': [
      { match: 'eachKey', rules: [{ match: 'regex', regex: '^[a-z]+$' }] },
      { match: 'eachValue', rules: [{ match: 'integer' }] },
    ],
  };
  const of = (actual: object) => ofBody({ a: { any: 1 } }, rules, { a: actual });
  expect(of({ one: 1, two: 2 })).toEqual([]);
  expect(of({})).toEqual([]);
  expect(of({ ONE: 1, two: 'x' })).toEqual([
    '$.a: the key "ONE" does not match ^[a-z]+$',
    '$.a.two: "x" is no whole number',
  ]);
});

test('values are like the example, whatever their keys', () => {
  const rules = { '$.a': { match: 'values' }, '$.a.*.n': { match: 'type' } };
  expect(ofBody({ a: { x: { n: 1 } } }, rules, { a: { y: { n: 2 }, z: { n: 3 } } })).toEqual([]);
  expect(ofBody({ a: { x: { n: 1 } } }, rules, { a: { y: { n: 'two' } } })).toEqual([
    '$.a.y.n: "two" is number, and must be number'.replace('is number', 'is string'),
  ]);
});

test('one of several matchers is enough where they are combined by OR', () => {
  const response = (combine: string) => ({
    body: { a: null },
    matchingRules: {
      body: { '$.a': { combine, matchers: [{ match: 'null' }, { match: 'integer' }] } },
    },
  });
  expect(differencesOf(response('OR'), { body: { a: 4 } })).toEqual([]);
  expect(differencesOf(response('OR'), { body: { a: 'x' } })).toHaveLength(2);
  expect(differencesOf(response('AND'), { body: { a: 4 } })).toEqual(['$.a: 4 is not null']);
});

describe('status and headers', () => {
  test('a status is the one that is said, or of a class', () => {
    expect(differencesOf({ status: 200 }, { status: 503, body: 'no' })).toEqual([
      'the status is 503, and must be 200: no',
    ]);
    const matchers = [{ match: 'statusCode', status: 'success' }];
    const success = { status: 200, matchingRules: { status: { matchers } } };
    expect(differencesOf(success, { status: 202 }, '4.0')).toEqual([]);
    expect(differencesOf(success, { status: 404 }, '4.0')).toHaveLength(1);
    const listed = { matchers: [{ match: 'statusCode', status: [200, 202] }] };
    const either = { status: 200, matchingRules: { status: listed } };
    expect(differencesOf(either, { status: 202 }, '4.0')).toEqual([]);
    expect(differencesOf(either, { status: 201 }, '4.0')).toHaveLength(1);
  });

  test('headers are there, whatever their case and spaces; others may be', () => {
    const headers = { 'x-list': 'a, b', 'CONTENT-TYPE': 'application/json' };
    const fits = {
      'X-List': 'a,b',
      'Content-Type': 'application/json;charset=UTF-8',
      'X-Other': '1',
    };
    expect(differencesOf({ headers }, { headers: fits })).toEqual([]);
    expect(
      differencesOf({ headers }, { headers: { 'X-List': 'b,a', 'Content-Type': 'text/plain' } }),
    ).toEqual([
      'header x-list is "b,a", and must be "a, b"',
      'header CONTENT-TYPE is "text/plain", and must be "application/json"',
    ]);
    expect(differencesOf({ headers: { 'X-One': '1' } }, {})).toEqual(['header X-One is missing']);
    const wanted = { 'Content-Type': 'application/json; charset=utf-8' };
    expect(differencesOf({ headers: wanted }, { headers: JSON_TYPE })).toHaveLength(1);
  });

  test('a header by a rule', () => {
    const header = { 'X-Job': { matchers: [{ match: 'regex', regex: '^[0-9]+$' }] } };
    const response = { headers: { 'X-Job': '1' }, matchingRules: { header } };
    expect(differencesOf(response, { headers: { 'x-job': '42' } })).toEqual([]);
    expect(differencesOf(response, { headers: { 'x-job': 'no' } })).toEqual([
      'header X-Job: "no" does not match ^[0-9]+$',
    ]);
  });
});

describe('bodies', () => {
  test('nothing is said, it is empty, it is a text, it is bytes', () => {
    expect(differencesOf({}, { body: 'anything' })).toEqual([]);
    expect(differencesOf({ body: null }, { body: 'x' })).toEqual([
      'the body is "x", and must be empty',
    ]);
    expect(differencesOf({ body: '' }, {})).toEqual([]);
    const text = { headers: { 'Content-Type': 'text/plain' }, body: 'hello' };
    const plain = { 'Content-Type': 'text/plain' };
    expect(differencesOf(text, { headers: plain, body: 'hello' })).toEqual([]);
    expect(differencesOf(text, { headers: plain, body: 'bye' })).toEqual([
      'the body is "bye", and must be "hello"',
    ]);
    expect(differencesOf({ body: { a: 1 } }, { body: 'no JSON' })).toEqual([
      'the body is no JSON: "no JSON"',
    ]);
  });

  test('of version 4: by what they are and how they are written down', () => {
    const of = (body: object, actual: unknown) => differencesOf({ body }, { body: actual }, '4.0');
    const json = { contentType: 'application/json', encoded: false };
    expect(of({ ...json, content: { a: 1 } }, { a: 1, b: 2 })).toEqual([]);
    expect(of({ ...json, content: { a: 1 } }, { a: 2 })).toEqual(['$.a: 2, and must be 1']);
    const base64 = Buffer.from('{"a":1}').toString('base64');
    const encoded = { contentType: 'application/json', encoded: 'base64', content: base64 };
    expect(of(encoded, { a: 1 })).toEqual([]);
    expect(of(encoded, { a: 2 })).toEqual(['$.a: 2, and must be 1']);
    const bytes = {
      contentType: 'image/png',
      encoded: 'base64',
      content: Buffer.from('PNG').toString('base64'),
    };
    expect(of(bytes, 'PNG')).toEqual([]);
    expect(of(bytes, 'GIF')).toHaveLength(1);
  });
});
