import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  eventually,
  EmulatorProcess,
  runCommand,
  startCommand,
  temporaryFolder,
} from '../support/process';

const ADMIN = ['--account', 'admin', '--password', 'password'];
const PREFIX = 'zstack-verify';

const verifyAt = (url: string, ...more: string[]) => [
  'verify',
  ...more,
  '--url',
  url,
  ...ADMIN,
  '--pace',
  '0',
];

/** Standard error without how far it was: that depends on the machine. */
const withoutProgress = (text: string) => text.replaceAll(/^verifying .*\n/gm, '');

/** What of names that a run makes is there. */
async function left(emulator: EmulatorProcess): Promise<number> {
  const counts = await Promise.all(
    ['images', 'vm-instances', 'zones', 'accounts', 'volumes'].map(async (kind) => {
      const answer = await emulator.get(`/v1/${kind}?q=name~=${PREFIX}%25&count=true`);
      return ((await answer.json()) as { total: number }).total;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

test.each([
  ['QueryZone › it is sorted by uuid, asc', /QueryZone +proven +1 of 1/],
  ['QueryZone, CreateZone', /CreateZone +proven[^]*QueryZone +proven/],
])('--only %p takes what it names', async (names, told) => {
  const { code, stdout } = await runCommand(['verify', '--all', '--only', names]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(told)]);
});

test.each(['--only', '--skip'])(
  'a name of %s that is none is refused: nothing tried is nothing proven',
  async (option) => {
    const { code, stdout, stderr } = await runCommand(['verify', option, 'QueryZone,QeryImage']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("'QeryImage' names no operation and no case");
  },
);

test('it verifies an emulator in memory, and writes all that it is asked for', async () => {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  const { code, stdout, stderr } = await runCommand([
    'verify',
    '--only',
    'QueryZone,CreateZone,DeleteZone',
    '--all',
    '--junit',
    file('junit.xml'),
    '--html',
    file('page.html'),
    '--evidence',
    file('left.json'),
    '--exchanges',
    file('exchanges.json'),
  ]);
  expect([code, withoutProgress(stderr)]).toEqual([0, '']);
  expect(stdout).toMatch(/QueryZone +proven +\d+ of \d+/);
  expect(readFileSync(file('junit.xml'), 'utf8')).toContain('<testsuite name="QueryZone"');
  const page = readFileSync(file('page.html'), 'utf8');
  expect(page).toContain('<summary><span class="proven">proven</span> QueryZone');
  expect(page).not.toMatch(/(src|href)=/);
  const exchanges = readFileSync(file('exchanges.json'), 'utf8');
  expect(exchanges).toContain('/v1/zones');
  expect(exchanges).not.toMatch(/"password":"(?!\*)/);

  const evidence = readFileSync(file('left.json'), 'utf8');
  const same = await runCommand(['verify', 'diff', file('left.json'), file('left.json')]);
  expect([same.code, same.stdout]).toEqual([0, 'they came out the same\n']);
  const { cases } = JSON.parse(evidence) as { cases: Record<string, Record<string, string>> };
  expect(Object.keys(cases)).toEqual(['CreateZone', 'DeleteZone', 'QueryZone']);
});

test('a wrong use is told in one line', async () => {
  const cases: [string[], RegExp][] = [
    [['--url', 'http://127.0.0.1:9/zstack'], /say who asks/],
    [['--url', 'nowhere', ...ADMIN], /'nowhere' is no address of an API/],
    [['--release', '9.9', '--only', 'QueryZone'], /^release is '9.9': expected 4.3, 4.4/],
    [['--prefix', 'X'], /--prefix takes/],
    [['--url', 'http://127.0.0.1:9/zstack', '--access-key', 'x'], /ID:SECRET/],
  ];
  for (const [words, message] of cases) {
    const { code, stderr } = await runCommand(['verify', ...words]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  }
  const { code, stderr } = await runCommand([
    'verify',
    '--url',
    'http://127.0.0.1:9/zstack',
    ...ADMIN,
  ]);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^http:\/\/127.0.0.1:9\/zstack cannot be reached: /),
  ]);
});

/** A run that has made something, ended by a signal. */
async function endedBy(signal: NodeJS.Signals, emulator: EmulatorProcess) {
  const running = startCommand(verifyAt(emulator.url, '--write', '--only', '*Image*'));
  await eventually(async () => ((await left(emulator)) > 3 ? true : undefined));
  running.process.kill(signal);
  return running.ended;
}

test('Ctrl-C removes what was made', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  const { code, stderr } = await endedBy('SIGINT', emulator);
  expect([code, withoutProgress(stderr)]).toEqual([
    1,
    `interrupted; what was made on ${emulator.url} is removed\n`,
  ]);
  expect(await left(emulator)).toBe(0);
});

test('what cannot be removed after Ctrl-C is named, and clean removes it later', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  await emulator.control('POST', '/faults', { kind: 'fail', operation: 'DeleteZone' });
  const running = startCommand(verifyAt(emulator.url, '--write', '--only', '*Image*'));
  await eventually(async () => {
    const answer = await emulator.get(`/v1/zones?q=name~=${PREFIX}%25&count=true`);
    return ((await answer.json()) as { total: number }).total > 0 ? true : undefined;
  });
  running.process.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect([code, stderr]).toEqual([3, expect.anything()]);
  expect(withoutProgress(stderr)).toMatch(
    /^interrupted\n(could not be removed: ZoneInventory [0-9a-f]{32} zstack-verify-.*\n)+`zstack-emulator verify clean` removes/,
  );
  await emulator.control('DELETE', '/faults', {});
  await runCommand(['verify', 'clean', '--url', emulator.url, ...ADMIN]);
  expect(await left(emulator)).toBe(0);
});

test('of a target that is gone it is said that nobody knows what is left there', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  const running = startCommand(verifyAt(emulator.url, '--write', '--only', '*Image*'));
  await eventually(async () => ((await left(emulator)) > 3 ? true : undefined));
  await emulator.end('SIGKILL');
  const { code, stderr } = await running.ended;
  expect([code, withoutProgress(stderr)]).toEqual([
    3,
    expect.stringMatching(/cannot be reached[^]*what is left could not be found out/),
  ]);
});

test('what kill -9 leaves, clean removes', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  await endedBy('SIGKILL', emulator);
  expect(await left(emulator)).toBeGreaterThan(0);
  const clean = () => runCommand(['verify', 'clean', '--url', emulator.url, ...ADMIN]);
  const cleaned = await clean();
  expect([cleaned.code, cleaned.stderr]).toEqual([0, '']);
  expect(cleaned.stdout).toMatch(/^removed \w+Inventory [0-9a-f]{32} zstack-verify-/m);
  expect(await left(emulator)).toBe(0);
  expect((await clean()).stdout).toBe('nothing was left\n');
});
