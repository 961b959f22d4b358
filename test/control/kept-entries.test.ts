import { Journal, type JournalEntry } from '../../src/simulation/journal/journal';
import { JournalBudget } from '../../src/simulation/journal/journal-budget';
import { keptParameters, LONGEST_BODY } from '../../src/simulation/journal/kept-parts';
import { RequestMeter } from '../../src/simulation/journal/request-meter';
import { matchCalls } from '../../src/simulation/journal/verify';
import { WorldNews } from '../../src/simulation/world-news';

const entry = (more: Partial<JournalEntry> = {}): JournalEntry => ({
  date: 1,
  started: 2,
  milliseconds: 3,
  method: 'GET',
  url: '/zstack/v1/zones',
  headers: {},
  operation: 'QueryZone',
  accountUuid: null,
  jobUuid: null,
  status: 200,
  requestBody: '',
  answerBody: '',
  parameters: {},
  faultUuid: null,
  ...more,
});
const idsOf = (journal: Journal) => journal.list().map(({ id }) => id);
/** What an entry takes beside what is said here: itself, and its empty parameters. */
const BARE = 1024 + 16;

describe('a journal', () => {
  test.each<[string, Partial<JournalEntry>, number]>([
    ['nothing', { url: '' }, 0],
    ['a url', { url: '/abc' }, 4],
    ['a body', { url: '', requestBody: 'abcde' }, 5],
    ['an answer', { url: '', answerBody: 'abcdef' }, 6],
    ['letters of two bytes', { url: '/äb' }, 6],
    ['headers', { url: '', headers: { host: 'abc', via: ['d', 'ef'] } }, 4 + 3 + 3 + 4],
    ['a text among its parameters', { url: '', parameters: { ab: 'cde' } }, 32 + 2 + 16 + 3],
    ['a list', { url: '', parameters: { a: [1, null] } }, 32 + 1 + 16 + 2 * 16],
    ['an object', { url: '', parameters: { a: { b: true } } }, 32 + 1 + 16 + 32 + 1 + 16],
  ])('knows what %s takes', (_what, parts, bytes) => {
    const budget = new JournalBudget(1e6);
    const journal = new Journal(10, budget);
    journal.record(entry(parts));
    expect([journal.bytes, budget.bytes]).toEqual([BARE + bytes, BARE + bytes]);
    journal.record(entry(parts));
    journal.dropOldest();
    expect([journal.bytes, budget.bytes]).toEqual([BARE + bytes, BARE + bytes]);
    journal.clear();
    expect([journal.bytes, budget.bytes, journal.list()]).toEqual([0, 0, []]);
  });

  test('keeps the last ones in their order under their numbers, however many came', () => {
    const journal = new Journal(3, new JournalBudget(1e9));
    expect([journal.lastId, journal.isKept]).toEqual([0, true]);
    for (let i = 1; i <= 3000; i++) {
      expect(journal.record(entry())).toBe(i);
      expect(idsOf(journal)).toEqual([i - 2, i - 1, i].filter((id) => id > 0));
    }
    expect([journal.lastId, journal.bytes]).toEqual([3000, 3 * (BARE + 16)]);
    journal.clear();
    expect(idsOf(journal)).toEqual([]);
    journal.record(entry());
    expect(idsOf(journal)).toEqual([3001]);
    journal.close();
    expect([journal.record(entry()), journal.list(), journal.bytes]).toEqual([3002, [], 0]);
  });

  test('that keeps none tells whoever follows it of each, as it would be kept', () => {
    const journal = new Journal(0, new JournalBudget(1e6));
    expect(journal.isKept).toBe(false);
    const told: string[] = [];
    journal.onFollowed = ({ id, url }) => told.push(`follower ${id} ${url.length}`);
    expect(journal.isKept).toBe(true);
    journal.onEntry = ({ id, url }) => told.push(`file ${id} ${url.length}`);
    journal.record(entry({ url: 'x'.repeat(LONGEST_BODY + 1) }));
    journal.onFollowed = undefined;
    expect(journal.isKept).toBe(true);
    journal.record(entry());
    expect(told).toEqual([`file 1 ${LONGEST_BODY}`, `follower 1 ${LONGEST_BODY}`, 'file 2 16']);
    expect(journal.list()).toEqual([]);
  });

  test('cuts texts where they are too long, and not before', () => {
    const journal = new Journal(3, new JournalBudget(1e9));
    const whole = 'ä'.repeat(LONGEST_BODY);
    journal.record(entry({ url: whole, requestBody: whole, answerBody: whole }));
    const longer = { url: `${whole}b`, requestBody: `${whole}c`, answerBody: `${whole}d` };
    journal.record(entry(longer));
    for (const kept of journal.list()) {
      expect([kept.url, kept.requestBody, kept.answerBody]).toEqual([whole, whole, whole]);
    }
  });
});

test('the largest journal gives its oldest entries when there is no room, a 64th at a time', () => {
  const each = BARE + 984;
  const budget = new JournalBudget(64 * each);
  const [small, large, other] = [1, 2, 3].map(() => new Journal(1000, budget)) as [
    Journal,
    Journal,
    Journal,
  ];
  const fill = (journal: Journal, count: number) => {
    for (let i = 0; i < count; i++) journal.record(entry({ url: 'x'.repeat(984) }));
  };
  fill(small, 10);
  fill(large, 30);
  fill(other, 24);
  expect(budget.bytes).toBe(64 * each);
  expect([small, large, other].map((one) => idsOf(one)[0])).toEqual([1, 1, 1]);
  // One too many: a 64th less than all is left.
  fill(small, 1);
  expect([small, large, other].map((one) => one.list().length)).toEqual([11, 28, 24]);
  expect(idsOf(large)[0]).toBe(3);
  expect(budget.bytes).toBe(63 * each);
  // Each gives so much that it is the largest no more.
  fill(small, 18);
  expect([small, large, other].map((one) => one.list().length)).toEqual([21, 21, 21]);
  large.close();
  expect(budget.bytes).toBe(42 * each);
});

test('an entry that is larger than all the room is kept by nobody', () => {
  const budget = new JournalBudget(1_500);
  const journal = new Journal(10, budget);
  journal.record(entry({ url: 'x'.repeat(1_000) }));
  expect([journal.list(), journal.bytes, budget.bytes]).toEqual([[], 0, 0]);
});

describe('of parameters', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);
  // The object and its key take 65 bytes.
  const textOf = (length: number) => 'x'.repeat(length);
  const REST = 16 + 32 + 1 + 16;

  test('all is kept that has room, as it is', () => {
    for (const given of [
      { a: textOf(LONGEST_BODY - REST - 1) },
      { a: nested(62), b: [{ c: null }, false, 0], d: {} },
    ]) {
      expect(keptParameters(given).kept).toBe(given);
    }
    expect(keptParameters({ a: textOf(LONGEST_BODY - REST - 1) }).bytes).toBe(LONGEST_BODY - 1);
  });

  test.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['a text is cut', { a: textOf(LONGEST_BODY), b: 'more' }, { a: textOf(LONGEST_BODY - REST) }],
    [
      'a text that is exactly one too long is, too',
      { a: textOf(LONGEST_BODY - REST), b: 'more' },
      { a: textOf(LONGEST_BODY - REST) },
    ],
    [
      'other values stay beside it, in their order',
      { n: 1, t: true, z: null, l: [1, 'two', { three: 3 }], o: { p: {} }, a: textOf(20_000) },
      {
        n: 1,
        t: true,
        z: null,
        l: [1, 'two', { three: 3 }],
        o: { p: {} },
        a: textOf(
          LONGEST_BODY -
            16 -
            (33 + 16) * 3 -
            (33 + 16 + 16 + 16 + 3 + 16 + 32 + 5 + 16) -
            (33 + 16 + 33 + 16) -
            33 -
            16,
        ),
      },
    ],
    [
      'a list ends where the room does',
      { l: Array.from({ length: 2_000 }, (_, i) => i) },
      { l: Array.from({ length: 1_020 }, (_, i) => i) },
    ],
    ['a key is cut', { [textOf(20_000)]: 1, b: 2 }, { [textOf(LONGEST_BODY - 16 - 32)]: 1 }],
  ])('beyond that %s', (_what, given, kept) => {
    expect(keptParameters(given)).toEqual({ kept, bytes: LONGEST_BODY });
  });

  test('what is nested deeper than anybody means is left out', () => {
    expect(keptParameters({ a: nested(63) }).kept).toEqual({ a: nested(63) });
    const { kept } = keptParameters({ a: nested(70), b: 1 });
    let depth = 0;
    let inside = kept['a'];
    for (; Array.isArray(inside); [inside] = inside) depth++;
    expect([depth, inside, kept['b']]).toEqual([64, undefined, 1]);
  });
});

test('requests are counted by operation and status, in the class that their time falls into', () => {
  const meter = new RequestMeter();
  expect(meter.list()).toEqual([]);
  for (const milliseconds of [1, 1.5, 2.5, 30_000, 30_001])
    meter.count('QueryZone', 200, milliseconds);
  meter.count('QueryZone', 503, 0);
  meter.count('QueryImage', 200, 100);
  const classes = (counts: Readonly<Record<number, number>>) =>
    Array.from({ length: 12 }, (_, i) => counts[i] ?? 0);
  expect(meter.list()).toEqual([
    {
      operation: 'QueryZone',
      status: 200,
      count: 5,
      seconds: expect.closeTo(60.006, 9),
      classes: classes({ 0: 1, 1: 2, 10: 1, 11: 1 }),
    },
    { operation: 'QueryZone', status: 503, count: 1, seconds: 0, classes: classes({ 0: 1 }) },
    { operation: 'QueryImage', status: 200, count: 1, seconds: 0.1, classes: classes({ 6: 1 }) },
  ]);
});

test('the calls that nearly matched are told with what differs, the nearest three first', () => {
  const calls = [
    { name: 'a', size: 1, more: { x: [1], y: 2 } },
    { name: 'b', size: 1, more: { x: [1], y: 2, z: 3 } },
    { name: 'c', size: 2, more: { x: [1, 2], y: 2 } },
    { name: 'c', size: 1, more: null },
    { name: 'd', size: 1, more: { x: [1], y: 3 } },
    { name: 'd' },
  ].map((parameters, i) => ({ id: i + 1, ...entry({ operation: 'CreateTag', parameters }) }));
  const others = { id: 7, ...entry({ operation: 'DeleteTag', parameters: { name: 'a' } }) };
  const wanted = { name: 'a', size: 1, more: { x: [1], y: 2 } };
  const { matching, nearest } = matchCalls([others, ...calls], 'CreateTag', wanted);
  expect(matching).toEqual([calls[0]]);
  expect(nearest).toEqual([
    { entry: calls[1], differences: [{ path: 'name', wanted: 'a', found: 'b' }] },
    {
      entry: calls[3],
      differences: [
        { path: 'name', wanted: 'a', found: 'c' },
        { path: 'more', wanted: { x: [1], y: 2 }, found: null },
      ],
    },
    {
      entry: calls[4],
      differences: [
        { path: 'name', wanted: 'a', found: 'd' },
        { path: 'more.y', wanted: 2, found: 3 },
      ],
    },
  ]);
  expect(matchCalls(calls, 'CreateTag', { more: { x: [1, 2] } }).matching).toEqual([calls[2]]);
  expect(matchCalls(calls, 'CreateTag', {}).matching).toEqual(calls);
  expect(matchCalls(calls, 'CreateTag', { name: { of: 1 } }).nearest[0]?.differences).toEqual([
    { path: 'name', wanted: { of: 1 }, found: 'a' },
  ]);
});

test('of what becomes of environments the last hundred are kept, each told once', () => {
  const news = new WorldNews();
  news.tell('made', 'x0');
  const told: number[] = [];
  news.onNews = ({ id }) => told.push(id);
  for (let i = 1; i < 100; i++) news.tell('reset', `x${i}`);
  expect([news.count, news.since(0).length, news.since(0)[0]]).toEqual([
    100,
    100,
    { id: 1, what: 'made', environment: 'x0', date: expect.any(Number) },
  ]);
  news.tell('removed', 'last');
  expect(told).toEqual(Array.from({ length: 100 }, (_, i) => i + 2));
  expect([news.count, news.since(0).length, news.since(0)[0]?.id]).toEqual([101, 100, 2]);
  expect(news.since(100)).toEqual([
    { id: 101, what: 'removed', environment: 'last', date: expect.any(Number) },
  ]);
  expect(news.since(101)).toEqual([]);
});
