import { join } from 'node:path';
import { ROOT } from '../support/emulator';
import { Project, type Ended } from '../support/package';

const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

let project: Project;
let runs = 0;
beforeAll(async () => {
  project = await Project.create(['jest']);
});
afterAll(() => project.remove());

interface Asked {
  readonly options?: object;
  readonly config?: object;
  readonly args?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Jest is ended when it has said this. */
  readonly last?: string;
}

/** Runs jest on test files of a folder of their own; all of what it says. */
async function jest(
  files: Readonly<Record<string, string>>,
  { options = {}, config = {}, args = [], variables = {}, last }: Asked = {},
): Promise<Ended & { readonly said: string }> {
  const folder = `run-${runs++}`;
  const whole = {
    preset: 'zstack-image-emulator/jest',
    globals: { zstackImageEmulator: { auth: 'off', ...options } },
    ...config,
  };
  project.write(join(folder, 'jest.config.json'), JSON.stringify(whole));
  for (const [name, text] of Object.entries(files)) project.write(join(folder, name), text);
  const ended = await project.node(
    [JEST, '--config', join(folder, 'jest.config.json'), '--runInBand', ...args],
    variables,
    last,
  );
  return { ...ended, said: `${ended.stdout}${ended.stderr}` };
}

/** What the test files below begin with. */
const HEAD = `
  const { currentEnvironment } = require('zstack-image-emulator/jest');
  const PATH = '/v1/images/root-volume-templates/from/volumes/d0000000000040008000000000000001';
  const make = async (url, name, more = {}) => {
    const body = JSON.stringify({ params: { name, ...more } });
    const answer = await fetch(url + PATH, { method: 'POST', body });
    return (await answer.json()).inventory;
  };
  const expunge = async (url, uuid) => {
    await fetch(url + '/v1/images/' + uuid, { method: 'DELETE' });
  };
  const made = () => currentEnvironment().images.list('name~=made-%');
`;

test('each test file has an environment of its own, which its tests and hooks share', async () => {
  const file = `${HEAD}
    const { url, name } = currentEnvironment();
    beforeAll(async () => { await make(url, 'made-1'); });
    test('first', async () => {
      expect(currentEnvironment().name).toBe(name);
      expect(await made()).toHaveLength(1);
      await make(url, 'made-2');
    });
    test('second', async () => expect(await made()).toHaveLength(2));
    afterAll(async () => {
      for (const { uuid } of await made()) await expunge(url, uuid);
      expect((await made()).map(({ status }) => status)).toEqual(['Deleted', 'Deleted']);
    });`;
  const { code, said } = await jest(
    { 'a.test.js': file, 'b.test.js': file, 'c.test.js': file },
    { args: ['--maxWorkers=2', '--runInBand=false'] },
  );
  expect([code, said]).toEqual([0, expect.stringContaining('Tests:       6 passed, 6 total')]);
  expect(said).not.toContain('the tests left behind');
});

test('on request each test has one', async () => {
  const file = `${HEAD}
    const names = new Set();
    test.each([1, 2, 3])('begins with the seed (%d)', async () => {
      const { url, name } = currentEnvironment();
      names.add(name);
      expect(await made()).toEqual([]);
      await make(url, 'made-1');
      expect(await made()).toHaveLength(1);
    });
    test('the others are gone', async () => {
      expect(names.size).toBe(3);
      for (const name of names) {
        const { url } = currentEnvironment();
        const { status } = await fetch(url.replace(/environments\\/[^/]+/, 'environments/' + name) + '/v1/zones');
        expect(status).toBe(404);
      }
    });
    test('outside of tests it is said that there is none', () => {
      expect(globalThis.outside).toMatch('every test has an environment of its own here');
    });
    try { currentEnvironment(); } catch (error) { globalThis.outside = error.message; }`;
  const { code, said } = await jest({ 'a.test.js': file }, { options: { environmentPer: 'test' } });
  expect([code, said]).toEqual([0, expect.stringContaining('Tests:       5 passed, 5 total')]);
});

test('on request each of these worlds has a port of its own', async () => {
  const file = `${HEAD}
    test('at its port', async () => {
      const { port } = await currentEnvironment().describe();
      await make('http://127.0.0.1:' + port + '/zstack', 'made-1');
      expect(await made()).toHaveLength(1);
      for (const { uuid } of await made()) await expunge(currentEnvironment().url, uuid);
    });`;
  const { code, said } = await jest({ 'a.test.js': file }, { options: { ownPorts: true } });
  expect([code, said]).toEqual([0, expect.stringContaining('Tests:       1 passed, 1 total')]);
});

test('a test looks into its world, moves its clock, and forks it', async () => {
  const file = `${HEAD}
    test('all of it', async () => {
      const zstack = currentEnvironment();
      const image = await make(zstack.url, 'made-1');
      expect(await zstack.images.get(image.uuid)).toEqual(image);
      expect(await zstack.images.get('f'.repeat(32))).toBeUndefined();
      expect(await zstack.images.count({ name: 'made-1' })).toBe(1);
      expect(await zstack.laws()).toEqual([]);
      expect(await zstack.jobs.unfinished()).toEqual([]);
      expect(await zstack.jobs.list()).toMatchObject([{ state: 'Succeeded' }]);
      expect(await zstack.journal.list()).toMatchObject([{ environment: zstack.name }]);
      const storage = image.backupStorageRefs[0].backupStorageUuid;
      expect(await zstack.backupStorages.get(storage)).toMatchObject(await zstack.capacity(storage));
      await expect(zstack.capacity('none')).rejects.toThrow("there is no storage 'none'");
      const at = new Date('2040-01-01T00:00:00Z');
      await zstack.clock.stop(at);
      expect(await zstack.clock.now()).toBe(at.getTime());
      await zstack.settle();
      const fork = await zstack.fork();
      await make(fork.url, 'made-2');
      expect([await fork.images.count('name~=made-%'), (await made()).length]).toEqual([2, 1]);
      await fork.remove();
      await zstack.snapshot('one');
      await zstack.reset();
      expect(await made()).toEqual([]);
      await zstack.restore('one');
      expect(await made()).toHaveLength(1);
      jest.resetModules();
      const again = require('zstack-image-emulator/jest').currentEnvironment();
      expect(again.name).toBe(zstack.name);
    });`;
  const { code, said } = await jest({ 'a.test.js': file });
  expect([code, said]).toEqual([0, expect.stringContaining('1 passed, 1 total')]);
});

test('the template is the seed that the configuration names, or a variable', async () => {
  const file = `${HEAD}
    test('zones', async () => {
      console.log('zones: ' + (await currentEnvironment().zones.count()));
    });`;
  const named = await jest({ 'a.test.js': file }, { options: { seed: 'none' } });
  expect(named.said).toContain('zones: 0');
  const variables = { EMULATOR_SEED: 'default' };
  const told = await jest({ 'a.test.js': file }, { options: { seed: 'none' }, variables });
  expect(told.said).toContain('zones: 1');
  const wrong = await jest({ 'a.test.js': file }, { options: { seed: 'no-such-seed' } });
  expect(wrong.code).toBe(1);
  expect(wrong.said).toContain('no-such-seed');
});

const LEAKING = `${HEAD}
  test('leaves much behind', async () => {
    const zstack = currentEnvironment();
    await make(zstack.url, 'left', { nmae: 'typo' });
    await fetch(zstack.url + '/v1/imges');
    await fetch(zstack.controlUrl + '/progression', {
      method: 'PUT', body: JSON.stringify({ params: { mode: 'manual' } }),
    });
    await fetch(zstack.url + PATH, {
      method: 'POST',
      headers: { 'X-Job-UUID': '0123456789abcdef0123456789abcdef' },
      body: JSON.stringify({ params: { name: 'slow' } }),
    });
    await zstack.fork({ name: 'forgotten' });
  });`;

test('at the end of a run it is told what each file left behind', async () => {
  const { code, said } = await jest({ 'a.test.js': LEAKING });
  expect(code).toBe(0);
  const [, report = ''] = said.split('zstack-image-emulator: the tests left behind\n');
  const lines = report.trimEnd().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}run-\d+\/a\.test\.js$/),
    expect.stringMatching(/^ {4}image 'left' \([0-9a-f]{32}\) is Ready$/),
    expect.stringMatching(/^ {4}image 'slow' \([0-9a-f]{32}\) is Creating$/),
    '    job 0123456789abcdef0123456789abcdef of CreateRootVolumeTemplateFromRootVolume has no end',
    '    params.nmae was sent to CreateRootVolumeTemplateFromRootVolume and read by nothing',
    expect.stringMatching(
      /^ {4}GET \/environments\/t-a-test-\w+\/zstack\/v1\/imges is no path of the API; the nearest path is \/v1\/images$/,
    ),
    '  environments that nobody removed',
    '    forgotten',
  ]);
});

test('where each test has a world of its own, it is told which test left it', async () => {
  const { said } = await jest(
    { 'a.test.js': `${HEAD} test('forgets one', () => make(currentEnvironment().url, 'left'));` },
    { options: { environmentPer: 'test' } },
  );
  expect(said).toMatch(/\n {4}forgets one: image 'left' \([0-9a-f]{32}\) is Ready\n/);
});

test.each([
  ['by an option', { options: { failOnLeaks: true } }],
  ['by a variable', { variables: { EMULATOR_FAIL_ON_LEAKS: '1' } }],
])('what is left behind fails the run when that is asked for %s', async (_how, asked) => {
  const leaking = await jest({ 'a.test.js': LEAKING }, asked);
  expect(leaking.code).toBe(1);
  expect(leaking.said).toContain("image 'left'");
  expect(leaking.said).toContain('1 passed, 1 total');
  expect(leaking.said).toContain('The run fails by this, whatever its tests say: failOnLeaks');
  const tidy = await jest({ 'a.test.js': `test('nothing', () => undefined);` }, asked);
  expect(tidy.code).toBe(0);
  expect(tidy.said).not.toContain('left behind');
});

test.each([
  ['by an option', { options: { failOn: ['unread-fields', 'unknown-paths'] } }],
  ['by a variable', { variables: { EMULATOR_FAIL_ON: 'unread-fields,unknown-paths' } }],
])('what clients do fails the run when its kind is named %s', async (_how, asked) => {
  const wrong = `${HEAD} test('sends too much', async () => {
    await make(currentEnvironment().url, 'left', { nmae: 'x' });
  });`;
  const { code, said } = await jest({ 'a.test.js': wrong }, asked);
  expect([code, said]).toEqual([1, expect.stringContaining('1 passed, 1 total')]);
  expect(said).toMatch(
    /clients did what they may not\n {2}run-\d+\/a\.test\.js\n {4}unread-fields: params\.nmae was sent to \w+ and read by nothing; meant: params\.name\nThe run fails by this/,
  );
  const tidy = `${HEAD} test('leaves one', () => make(currentEnvironment().url, 'left'));`;
  expect((await jest({ 'a.test.js': tidy }, asked)).code).toBe(0);
});

test('a kind of findings that there is not ends the run before its tests', async () => {
  const { code, said } = await jest(
    { 'a.test.js': `test('nothing', () => undefined);` },
    { options: { failOn: ['unread-field'] } },
  );
  expect(code).not.toBe(0);
  expect(said).toContain("'unread-field' is no kind of finding (did you mean 'unread-fields'?)");
});

test('a configuration with a setup of its own calls that of the preset', async () => {
  const call = (name: string) =>
    `module.exports = (...args) => require('zstack-image-emulator/jest/${name}')(...args);`;
  const { code, said } = await jest(
    {
      'a.test.js': `${HEAD} test('a', async () => expect(await made()).toEqual([]));`,
      'up.js': call('global-setup'),
      'down.js': call('global-teardown'),
    },
    { config: { globalSetup: '<rootDir>/up.js', globalTeardown: '<rootDir>/down.js' } },
  );
  expect([code, said]).toEqual([0, expect.stringContaining('1 passed, 1 total')]);
});

test('without the preset it is said what is missing', async () => {
  const { said } = await jest(
    { 'a.test.js': `${HEAD} test('a', () => { currentEnvironment(); });` },
    { config: { preset: undefined } },
  );
  expect(said).toContain("set preset: 'zstack-image-emulator/jest'");
});

describe('inside of tests, without the preset', () => {
  const started = (end: string) => `
    const { startEmulator } = require('zstack-image-emulator');
    test('starts an emulator', async () => {
      const emulator = await startEmulator({ auth: 'off', progression: 'timed' });
      const fork = await emulator.fork();
      await fork.snapshot('one');
      for (const { url } of [emulator, fork]) {
        expect((await fetch(url + '/v1/images', { headers: { Connection: 'close' } })).status).toBe(200);
      }
      expect((await fetch(emulator.controlUrl + '/metrics')).status).toBe(200);
      ${end}
    });`;
  // Jest waits so long for the process to end by itself before it says that it did not.
  const alone = (openHandlesTimeout: number) => ({
    config: { preset: undefined, openHandlesTimeout },
  });

  test.each([[[]], [['--detectOpenHandles']]])(
    'an emulator that was stopped leaves no open handle (jest %j)',
    async (args: string[]) => {
      const { code, said } = await jest(
        { 'a.test.js': started('await emulator.stop();') },
        { ...alone(20_000), args },
      );
      expect([code, said]).toEqual([0, expect.stringContaining('1 passed, 1 total')]);
      expect(said).not.toMatch(/open handle|did not exit/);
    },
  );

  test('jest sees one that was not stopped', async () => {
    const last = 'did not exit';
    const { said } = await jest({ 'a.test.js': started('') }, { ...alone(100), last });
    expect(said).toContain('did not exit');
  });
});

test.each([
  ['0.1.0', '0.1.0'],
  ['an older one, which did not tell', undefined],
])(
  'an emulator that another version of the package started is refused by name: %s',
  async (_name, version) => {
    const setup = `
    const setup = require('zstack-image-emulator/jest/global-setup');
    module.exports = async (...given) => {
      await setup(...given);
      ${version === undefined ? 'delete process.env.EMULATOR_BRIDGE_VERSION;' : `process.env.EMULATOR_BRIDGE_VERSION = '${version}';`}
    };`;
    const { code, said } = await jest(
      { 'setup.js': setup, 'one.test.js': "test('runs', () => {});" },
      { config: { globalSetup: './setup.js' } },
    );
    expect(code).toBe(1);
    expect(said).toContain(
      `was started by version ${version ?? '0.x'} of zstack-image-emulator, and the preset's setup is of 1.0.0`,
    );
  },
);
