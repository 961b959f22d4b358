import {
  findingKinds,
  findingsOf,
  lineOf,
  type FoundLists,
} from '../../src/simulation/client-findings';

const NOTHING: FoundLists = {
  unreadFields: [],
  wrongTypes: [],
  missingQ: [],
  unknownPaths: [],
  deprecated: [],
  failedJobsNeverPolled: [],
  leftBehind: { resources: [], sessions: 0, uploads: [], jobs: [] },
};
const shown = (request: number) => `request ${request}`;
const operation = 'AddImage';
const some = { count: 2, requests: [3, 4] };
const resource = { type: 'Image', name: 'i', state: 'Enabled', status: 'Ready', request: 1 };
const told = (lists: Partial<FoundLists>) => findingsOf({ ...NOTHING, ...lists }, shown).findings;

test('of nothing there is nothing to say', () => {
  expect(findingsOf(NOTHING, shown)).toEqual({
    findings: [],
    counts: {
      'unread-fields': 0,
      'wrong-types': 0,
      'unknown-paths': 0,
      'unpolled-failures': 0,
      'missing-q': 0,
      deprecated: 0,
      leaks: 0,
    },
  });
});

test('everything that can be found has its words', () => {
  const all = told({
    unreadFields: [
      { operation, field: 'params.nam', nearest: 'params.name', ...some },
      { operation, field: 'odd', nearest: null, ...some },
    ],
    wrongTypes: [{ operation, field: 'size', note: 'a string for a long', ...some }],
    missingQ: [{ operation: 'QueryImage', field: '?name', ...some }],
    unknownPaths: [{ request: 'GET /zstack/v1/image', nearest: '/v1/images', ...some }],
    deprecated: [
      { operation, release: '5.0', note: 'it is no POST', instead: 'GET', ...some },
      { operation, release: '5.1', note: 'it does not exist', instead: null, ...some },
    ],
    failedJobsNeverPolled: [
      { operation, request: 7 },
      { operation: 'DeleteImage', request: 8 },
      { operation, request: 9 },
      { operation: null, request: 10 },
    ],
    leftBehind: {
      resources: [
        { ...resource, uuid: 'a' },
        { ...resource, uuid: 'b', status: null },
        { ...resource, uuid: 'c', state: null, status: null },
        { ...resource, uuid: 'd', status: 'Deleted' },
        { ...resource, uuid: 'e', state: 'Destroyed', status: null },
        { ...resource, uuid: 'f' },
        { ...resource, uuid: 'g', state: 'Deleted', status: null },
      ],
      sessions: 2,
      uploads: [{ imageUuid: 'f', request: 5 }],
      jobs: [{ operation, jobUuid: 'j', request: 6 }],
    },
  });
  expect(all.map(({ kind, ...one }) => `${kind}: ${lineOf({ kind, ...one })}`)).toEqual([
    'unread-fields: params.nam was sent to AddImage and read by nothing, 2 times; meant: params.name',
    'unread-fields: odd was sent to AddImage and read by nothing, 2 times',
    'wrong-types: size of AddImage was a string for a long, 2 times',
    'unknown-paths: GET /zstack/v1/image is no path of the API, 2 times; meant: /v1/images',
    'unpolled-failures: AddImage failed as a job, and nobody asked for its result, 2 times',
    'unpolled-failures: DeleteImage failed as a job, and nobody asked for its result',
    'unpolled-failures: null failed as a job, and nobody asked for its result',
    'missing-q: ?name of QueryImage narrows nothing, 2 times; meant: ?q=name=…',
    'deprecated: AddImage: it is no POST in 5.0, 2 times; meant: GET',
    'deprecated: AddImage: it does not exist in 5.1, 2 times',
    "leaks: Image 'i' (a) is still Ready",
    "leaks: Image 'i' (b) is still Enabled",
    "leaks: Image 'i' (c) is still there",
    "leaks: Image 'i' (g) is still Deleted",
    'leaks: sessions of logins were not ended, 2 times',
    'leaks: the upload of image f waits for bytes',
    'leaks: job j of AddImage has no end',
  ]);
  expect(
    all.map(({ examples }) => examples.map((text) => text.replace('request ', '')).join()),
  ).toEqual([
    '3,4',
    '3,4',
    '3,4',
    '3,4',
    '7,9',
    '8',
    '10',
    '3,4',
    '3,4',
    '3,4',
    '1',
    '1',
    '1',
    '1',
    '',
    '5',
    '6',
  ]);
});

test('three examples and fifty of a kind are told, and all are counted', () => {
  const unreadFields = Array.from({ length: 51 }, (_, i) => ({
    operation,
    field: `f${i}`,
    nearest: null,
    count: 4,
    requests: [1, 2, 3, 4],
  }));
  const { findings, counts } = findingsOf({ ...NOTHING, unreadFields }, shown);
  expect([findings.length, counts['unread-fields']]).toEqual([50, 51]);
  expect(findings[49]).toEqual({
    kind: 'unread-fields',
    what: 'f49 was sent to AddImage and read by nothing',
    meant: null,
    count: 4,
    examples: ['request 1', 'request 2', 'request 3'],
  });
});

test.each([
  ['x'.repeat(120), 'x'.repeat(120)],
  ['x'.repeat(121), `${'x'.repeat(120)}…`],
  ['a\u0000b\u001fc\u007fd\u009fe', 'a\ufffdb\ufffdc\ufffdd\ufffde'],
  ['a b~ ä', 'a b~ ä'],
])('names that a client made up are told in one line: %j', (name, line) => {
  const [first, second, third, fourth, leak] = told({
    unreadFields: [{ operation, field: name, nearest: null, ...some }],
    wrongTypes: [{ operation, field: name, note: 'x', ...some }],
    unknownPaths: [{ request: name, nearest: null, ...some }],
    missingQ: [{ operation, field: name, ...some }],
    leftBehind: { ...NOTHING.leftBehind, resources: [{ ...resource, name, uuid: 'u' }] },
  });
  expect([first, second, third, fourth, leak].map((one) => [one?.what, one?.meant])).toEqual([
    [`${line} was sent to AddImage and read by nothing`, null],
    [`${line} of AddImage was x`, null],
    [`${line} is no path of the API`, null],
    [`${line} of AddImage narrows nothing`, `?q=${line.slice(1)}=…`],
    [`Image '${line}' (u) is still Ready`, null],
  ]);
});

test('kinds are meant by their names, and by no others', () => {
  expect(findingKinds([])).toEqual([]);
  expect(findingKinds(['leaks', 'missing-q'])).toEqual(['leaks', 'missing-q']);
  const all =
    'unread-fields, wrong-types, unknown-paths, unpolled-failures, missing-q, deprecated, leaks';
  expect(() => findingKinds(['leaks', 'leak'])).toThrow(
    new RangeError(`'leak' is no kind of finding (did you mean 'leaks'?): ${all}`),
  );
  expect(() => findingKinds(['xyz'])).toThrow(
    new RangeError(`'xyz' is no kind of finding: ${all}`),
  );
});
