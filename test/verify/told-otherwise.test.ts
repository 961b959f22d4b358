import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exchangesSchema, toldOtherwise } from '../../src/verify';
import { runCommand, temporaryFolder } from '../support/process';

const PREFIX = 'zstack-verify';
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(32)) as [
  string,
  string,
  string,
  string,
];

interface Sent {
  readonly path?: string;
  readonly body?: unknown;
  readonly status?: number;
  readonly answer?: unknown;
}

/** A run of one case. */
const run = (...sent: readonly Sent[]) =>
  exchangesSchema.parse([
    {
      operation: 'QueryImage',
      name: 'it is there',
      exchanges: sent.map((one) => ({
        method: 'GET',
        path: '/v1/images',
        status: 200,
        answer: {},
        ...one,
      })),
    },
  ]);

const image = (uuid: string, more: object = {}) => ({ uuid, size: 1024, ...more });
const list = (...rows: readonly object[]) => ({ answer: { inventories: rows } });

test.each<[string, readonly Sent[], readonly Sent[]]>([
  ['uuids', [list(image(a), image(b))], [list(image(b), image(a))]],
  [
    'times',
    [list(image(a, { createDate: 'Dec 1, 2026 11:52:30 AM', endTime: 1 }))],
    [list(image(a, { createDate: 'Dec 2, 2026 1:52:30 PM', endTime: 2 }))],
  ],
  [
    'names of its own',
    [list(image(a, { name: `${PREFIX}-abc123-7`, tag: `${PREFIX}::abc123` }))],
    [list(image(a, { name: `${PREFIX}-xyz789-12`, tag: `${PREFIX}::xyz789` }))],
  ],
  [
    'where it is',
    [list(image(a, { url: 'http://127.0.0.1:8080/export/x' }))],
    [list(image(a, { url: 'http://cloud.example:80/export/x' }))],
  ],
  [
    'how often it was asked whether a job has ended',
    [{ answer: { state: 'Processing' } }, { answer: { state: 'Done' } }],
    [{ answer: { state: 'Done' } }],
  ],
  [
    'the order of what is sorted by uuid',
    [{ path: '/v1/images?sort=-uuid', ...list(image(a, { n: 1 }), image(b, { n: 2 })) }],
    [{ path: '/v1/images?sort=-uuid', ...list(image(c, { n: 2 }), image(d, { n: 1 })) }],
  ],
  [
    'values in questions',
    [{ path: `/v1/images?q=createDate%3D2026-12-01%2011%3A52%3A30&q=uuid%3D${a}` }],
    [{ path: `/v1/images?q=createDate%3D2026-12-02%2009%3A00%3A00&q=uuid%3D${c}` }],
  ],
])('two runs are told the same but for %s', (_what, left, right) => {
  expect(toldOtherwise(run(...left), run(...right), PREFIX)).toEqual([]);
});

test.each<[string, readonly Sent[], readonly Sent[], string, string]>([
  [
    'a value',
    [list(image(a))],
    [list(image(a, { size: 1025 }))],
    'GET /v1/images: inventories.0.size is 1024',
    'inventories.0.size is 1025',
  ],
  [
    'a field',
    [list(image(a, { md5Sum: null }))],
    [list(image(a))],
    'GET /v1/images: inventories.0.md5Sum is null',
    'inventories.0.md5Sum is nothing',
  ],
  [
    'a row',
    [list()],
    [list({ n: 1 })],
    'GET /v1/images: inventories.0 is nothing',
    'inventories.0 is {"n":1}',
  ],
  [
    'which of two it names',
    [list(image(a), image(b), { of: a })],
    [list(image(a), image(b), { of: b })],
    'GET /v1/images: inventories.2.of is "#1"',
    'inventories.2.of is "#2"',
  ],
  [
    'the order of what is sorted by a size',
    [{ path: '/v1/images?sort=-size', ...list({ n: 1 }, { n: 2 }) }],
    [{ path: '/v1/images?sort=-size', ...list({ n: 2 }, { n: 1 }) }],
    'GET /v1/images?sort=-size: inventories.0.n is 1',
    'inventories.0.n is 2',
  ],
  ['a status', [{}], [{ status: 503 }], 'GET /v1/images: status 200', 'status 503'],
  [
    'a text for a list',
    [{ answer: [] }],
    [{ answer: 'gone' }],
    'GET /v1/images: the answer is []',
    'the answer is "gone"',
  ],
  [
    'what is asked next',
    [{}, { path: '/v1/zones' }],
    [{}],
    'GET /v1/zones',
    'nothing is asked any more',
  ],
  [
    'what is sent',
    [{ body: { size: 1 } }],
    [{ body: { size: 2 } }],
    'GET /v1/images {"size":1}',
    'GET /v1/images {"size":2}',
  ],
])('the first place is told where %s is another', (_what, left, right, one, other) => {
  expect(toldOtherwise(run(...left), run(...right), PREFIX)).toEqual([
    { operation: 'QueryImage', name: 'it is there', left: one, right: other },
  ]);
});

test('a case that only one of two runs has tried is told', () => {
  expect(toldOtherwise(run({}), [], PREFIX)).toEqual([
    { operation: 'QueryImage', name: 'it is there', left: 'tried', right: 'no such case' },
  ]);
});

test('verify diff compares what two runs were told, and does not mix kinds of files', async () => {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  const verify = ['verify', '--only', 'GetVersion,QueryZone', '--prefix', 'my-run'];
  const first = [...verify, '--exchanges', file('a.json'), '--evidence', file('evidence.json')];
  await runCommand(first);
  await runCommand([...verify, '--release', '4.8', '--exchanges', file('b.json')]);
  const diff = (...names: readonly string[]) =>
    runCommand(['verify', 'diff', '--prefix', 'my-run', ...names.map(file)]);

  const same = await diff('a.json', 'a.json');
  expect([same.code, same.stdout]).toEqual([0, 'they came out the same\n']);
  const other = await diff('a.json', 'b.json');
  expect(other.code).toBe(3);
  expect(other.stdout).toMatch(
    /^\| operation +\| case +\| a\.json \| b\.json \|\n[^]*\| GetVersion \| .* version is "5\.3\.\d+" \| version is "4\.8\.\d+" \|$/m,
  );
  const mixed = await diff('evidence.json', 'a.json');
  expect([mixed.code, mixed.stderr.trim()]).toEqual([
    2,
    expect.stringContaining(
      `${file('a.json')} has exchanges, and ${file('evidence.json')} is evidence: compare two of one kind`,
    ),
  ]);
  writeFileSync(file('neither.json'), '[{"operation":1}]');
  const neither = await diff('a.json', 'neither.json');
  expect([neither.code, neither.stderr]).toEqual([
    1,
    expect.stringContaining('neither.json is no evidence of `verify`, and has no exchanges'),
  ]);
});
