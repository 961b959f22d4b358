import { A_DURATION } from '../../src/core/clock';
import { TestEmulator } from '../support/emulator';
import { create, done, everything, host, refusedByHost } from '../support/environments';

const NAMES =
  'it has 1 to 63 lower-case letters, digits, - and _, and begins with a letter or a digit';

async function started() {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  await done(emulator, 'POST', '/environments/x/snapshots', { name: 's' });
  return emulator;
}

test.each<[string, object, string, string]>([
  ['a name that is taken', { name: 'x' }, 'conflict', "there is an environment 'x' already"],
  [
    "the default one's name",
    { name: 'default' },
    'conflict',
    "there is an environment 'default' already",
  ],
  ...[
    '../x',
    'a/b',
    'A',
    '-a',
    '.hidden',
    'a.b',
    'a b',
    'ä',
    `a${'b'.repeat(63)}`,
    'a%2fb',
    'x\u0000y',
  ].map((name): [string, object, string, string] => [
    `the name ${JSON.stringify(name)}`,
    { name },
    'invalid',
    `'${name}' cannot be the name of an environment: ${NAMES}`,
  ]),
  ...['con', 'nul', 'com1', 'lpt9'].map((name): [string, object, string, string] => [
    `the name ${name}`,
    { name },
    'invalid',
    `'${name}' cannot be the name of an environment: on Windows it is that of a device, and no file can have it`,
  ]),
  [
    'a source that is not there',
    { name: 'y', from: { environment: 'nobody' } },
    'notFound',
    "there is no environment 'nobody'",
  ],
  [
    'a snapshot that is not there',
    { name: 'y', from: { snapshot: 'x/t' } },
    'notFound',
    "the environment 'x' has no snapshot 't'",
  ],
  [
    'a snapshot of an environment that is not there',
    { name: 'y', from: { snapshot: 'nobody/s' } },
    'notFound',
    "there is no environment 'nobody'",
  ],
  [
    'a path for a snapshot',
    { name: 'y', from: { snapshot: '../x/s' } },
    'invalid',
    'from.snapshot must be `snapshot` or `environment/snapshot`',
  ],
  [
    'a snapshot that two environments are named for',
    { name: 'y', from: { snapshot: 'x/s', environment: 'default' } },
    'invalid',
    'from.snapshot names its environment already',
  ],
  [
    'a snapshot that is no text',
    { name: 'y', from: { snapshot: 5 } },
    'invalid',
    'from.snapshot must be `snapshot` or `environment/snapshot`',
  ],
  [
    'an environment that is no text',
    { name: 'y', from: { environment: ['x'] } },
    'invalid',
    'from.environment must be the name of an environment',
  ],
  [
    'two sources',
    { name: 'y', from: { seed: 'default', environment: 'x' } },
    'invalid',
    'from takes a seed alone',
  ],
  [
    'a source of another kind',
    { name: 'y', from: { file: '/etc/passwd' } },
    'invalid',
    "from takes no field 'file'; it takes environment, seed, snapshot or export",
  ],
  [
    'a seed that is a list',
    { name: 'y', from: { seed: ['default'] } },
    'invalid',
    'from.seed must be the name of a seed, or a seed itself',
  ],
  [
    'files without a data directory',
    { name: 'y', storage: 'file' },
    'conflict',
    'the emulator was started without a data directory: its environments are in memory',
  ],
  [
    'an idle time that is none',
    { name: 'y', idle: 'soon' },
    'invalid',
    `the field 'idle' is 'soon': expected ${A_DURATION} of at least 1 ms`,
  ],
  [
    'no idle time at all',
    { name: 'y', idle: '0s' },
    'invalid',
    `the field 'idle' is '0s': expected ${A_DURATION} of at least 1 ms`,
  ],
])('an environment is not made with %s', async (_what, params, code, details) => {
  const emulator = await started();
  expect(await refusedByHost(emulator, 'POST', '/environments', params)).toEqual({ code, details });
});

test('an environment is not made with a storage that there is not', async () => {
  const emulator = await started();
  const params = { name: 'y', storage: 'cloud' };
  const { code, details } = await refusedByHost(emulator, 'POST', '/environments', params);
  expect([code, details]).toEqual([
    'invalid',
    "the field 'storage' is 'cloud': expected one of file, memory",
  ]);
});

test.each([
  ['is no seed', 'version: 1\nzone: []\n'],
  ['refers to nothing', 'version: 1\nbackupStorages:\n  - {name: b, zones: [gone]}\n'],
  ['is no YAML', 'version: [\n'],
  ['has an alias of nothing', 'version: 1\nzones: [*gone]\n'],
])(
  'a seed that %s is refused with its reason, and no environment comes of it',
  async (_w, seed) => {
    const emulator = await started();
    const { code, details } = await refusedByHost(emulator, 'POST', '/environments', {
      name: 'y',
      from: { seed },
    });
    expect([code, details]).toEqual([
      'invalid',
      expect.stringMatching(/^the seed cannot be used: ./),
    ]);
  },
);

test.each([
  '../../../../etc/passwd',
  '/etc/passwd',
  'file:///etc/passwd',
  '',
  'default,../x',
  'package.json',
  'world.YAML',
])('no file is read for a seed called %p', async (seed) => {
  const emulator = await started();
  const params = { name: 'y', from: { seed } };
  expect(await refusedByHost(emulator, 'POST', '/environments', params)).toEqual({
    code: 'invalid',
    details: `from.seed is '${seed.split(',').at(-1)}', which is no name of a seed: it has letters, digits, ., - and _, and no extension; a file is sent as its text`,
  });
});

test('a seed that there is not is named', async () => {
  const emulator = await started();
  const params = { name: 'y', from: { seed: 'nobodys' } };
  const { code, details } = await refusedByHost(emulator, 'POST', '/environments', params);
  expect([code, details]).toEqual([
    'invalid',
    expect.stringMatching(/^the seed cannot be used: .*nobodys/s),
  ]);
});

test('a seed that there is not is told with those that there are, and the nearest', async () => {
  const emulator = await started();
  const params = { name: 'y', from: { seed: 'edge-case' } };
  const { details } = await refusedByHost(emulator, 'POST', '/environments', params);
  expect(details).toContain("no seed is called 'edge-case' (did you mean 'edge-cases'?)");
  expect(details).toMatch(/there are default, edge-cases, .*minimal, none$/);
});

const MISSING = { code: 'notFound', details: "there is no environment 'nobody'" };
test.each<['GET' | 'POST' | 'PUT' | 'DELETE', string]>([
  ['GET', ''],
  ['DELETE', ''],
  ['POST', '/reset'],
  ['GET', '/snapshots'],
  ['POST', '/snapshots'],
  ['POST', '/snapshots/s/restore'],
  ['DELETE', '/snapshots/s'],
  ['GET', '/export'],
])('%s %s of an environment that is not there is refused', async (method, path) => {
  const emulator = await started();
  const body = path === '/snapshots' && method === 'POST' ? { name: 's' } : undefined;
  expect(await refusedByHost(emulator, method, `/environments/nobody${path}`, body)).toEqual(
    MISSING,
  );
});

test('the default environment is not deleted', async () => {
  const emulator = await started();
  expect(await refusedByHost(emulator, 'DELETE', '/environments/default')).toEqual({
    code: 'conflict',
    details: 'the default environment cannot be deleted; it can be reset',
  });
});

test.each(['../s', 'S', 'a/b', '.', 'a.sqlite'])('%p is no name of a snapshot', async (name) => {
  const emulator = await started();
  expect(await refusedByHost(emulator, 'POST', '/environments/x/snapshots', { name })).toEqual({
    code: 'invalid',
    details: `'${name}' cannot be the name of a snapshot: ${NAMES}`,
  });
});

test('a snapshot needs a name, and one that is not taken', async () => {
  const emulator = await started();
  const unnamed = await refusedByHost(emulator, 'POST', '/environments/x/snapshots', {});
  expect(unnamed).toEqual({
    code: 'invalid',
    details: "the field 'name' is missing: expected a text",
  });
  const again = await refusedByHost(emulator, 'POST', '/environments/x/snapshots', { name: 's' });
  expect(again).toEqual({
    code: 'conflict',
    details: "the environment 'x' has a snapshot 's' already",
  });
});

test.each<['POST' | 'DELETE', string]>([
  ['POST', '/snapshots/t/restore'],
  ['DELETE', '/snapshots/t'],
])('%s %s of a snapshot that is not there is refused', async (method, path) => {
  const emulator = await started();
  expect(await refusedByHost(emulator, method, `/environments/x${path}`)).toEqual({
    code: 'notFound',
    details: "the environment 'x' has no snapshot 't'",
  });
});

test('an environment keeps a hundred snapshots, and not one more', async () => {
  const emulator = await TestEmulator.start();
  for (let i = 0; i < 100; i++) {
    await done(emulator, 'POST', '/environments/default/snapshots', { name: `s${i}` });
  }
  const more = { name: 'more' };
  expect(await refusedByHost(emulator, 'POST', '/environments/default/snapshots', more)).toEqual({
    code: 'conflict',
    details: "the environment 'default' has 100 snapshots, which is the most; delete one",
  });
  await done(emulator, 'DELETE', '/environments/default/snapshots/s7');
  await done(emulator, 'POST', '/environments/default/snapshots', more);
});

test.each<['GET' | 'POST' | 'PUT' | 'DELETE', string]>([
  ['PUT', '/environments'],
  ['DELETE', '/environments'],
  ['GET', '/environments/x/reset'],
  ['POST', '/environments/x/export'],
  ['GET', '/environments/x/import'],
])('%s %s is not how it is called', async (method, path) => {
  const emulator = await started();
  const before = everything(emulator);
  const answer = await host(emulator, method, path, method === 'PUT' ? { a: 1 } : undefined);
  const allowed = answer.headers['allow'];
  expect([answer.status, answer.body]).toEqual([
    405,
    {
      error: {
        code: 'methodNotAllowed',
        details: `/emulator/v1${path} takes ${allowed}, not ${method}`,
      },
    },
  ]);
  expect(allowed).toMatch(/^[A-Z, ]+$/);
  expect(allowed).not.toContain(method);
  expect(everything(emulator)).toEqual(before);
});

test.each<[string, string, number]>([
  ['no JSON', '{', 400],
  ['no object', '[]', 400],
  ['an object for a name', '{"name":{}}', 400],
])('a body that is %s is refused', async (_what, body, status) => {
  const emulator = await started();
  const before = everything(emulator);
  const answer = await emulator.anonymous
    .post('/emulator/v1/environments')
    .set('Content-Type', 'application/json')
    .send(body);
  expect([answer.status, answer.text]).toEqual([status, expect.not.stringContaining('    at ')]);
  expect(everything(emulator)).toEqual(before);
});

test('an environment that is not there has no image API and no control API', async () => {
  const emulator = await started();
  for (const path of [
    '/environments/nobody/zstack/v1/images',
    '/environments/X/zstack/v1/images',
  ]) {
    expect((await emulator.get(path)).status).toBe(404);
  }
  const control = await host(emulator, 'GET', '/environments/nobody/clock');
  expect(control.status).toBe(404);
});
