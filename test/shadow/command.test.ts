import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_SESSION, ROOT, TestEmulator } from '../support/emulator';
import { send } from '../support/http-client';
import { runCommand, startCommand, temporaryFolder } from '../support/process';
import { ChangedCloud, ofBody } from './changed-cloud';

const CLOUD = ['--url', 'http://127.0.0.1:9/zstack'];

test.each([
  [['--url', 'cloud.example'], "--url is 'cloud.example': expected the address of an API"],
  [['--url', 'http://cloud.example:8080'], 'with its context path, such as http://'],
  [[...CLOUD, '--capture'], '--capture needs to know who asks'],
  [[...CLOUD, '--session', 'x'], 'who asks is only needed with --capture'],
  [
    [...CLOUD, '--capture', '--session', 'x', '--seed', 'y'],
    'begins in one way: --seed or --capture',
  ],
  [[...CLOUD, '--port', '70000'], "--port is '70000': expected 0 to 65535"],
  [[...CLOUD, '--queue', '0'], "--queue is '0': expected 1 to 1000000"],
  [[...CLOUD, '--wire', 'x'], "--wire is 'x': expected native or documented"],
  [[...CLOUD, '--release', '9'], "--release is '9': expected one of 4.3"],
])('%j is wrong usage, and says how it is right', async (words, told) => {
  const { code, stderr } = await runCommand(['shadow', ...words]);
  expect(stderr).toContain(told);
  expect(code).toBe(2);
});

test('a cloud that cannot be captured is said so', async () => {
  const { code, stderr } = await runCommand(['shadow', ...CLOUD, '--capture', '--session', 'x']);
  expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:9\/zstack cannot be captured: /);
  expect(code).toBe(1);
});

/** A command that goes on, and what it says on standard error: the first group of a pattern. */
function begun(words: readonly string[]) {
  const { process: child, ended } = startCommand(words);
  let said = '';
  const heard = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const found = pattern.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stderr?.on('data', (piece: Buffer) => {
        said += piece.toString();
        look();
      });
    });
  return { child, ended, heard };
}

// Who its child is stands in /proc.
(process.platform === 'linux' ? test : test.skip)(
  'a shadow whose judge has died says so at its end, and is no success',
  async () => {
    const cloud = await TestEmulator.start({ realTime: true });
    const { child, ended, heard } = begun([
      'shadow',
      '--url',
      `${cloud.url}/zstack`,
      '--port',
      '0',
    ]);
    const url = await heard(/are pointed at (\S+)\n/);
    const judge = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    process.kill(Number(judge), 'SIGKILL');
    await heard(/(the shadow is gone)/);
    const authorized = { Authorization: `OAuth ${ADMIN_SESSION}` };
    expect((await send('GET', `${url}/v1/zones`, authorized)).status).toBe(200);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(/not everything was looked at[^]*the shadow was gone: /),
    ]);
  },
);

test('it tells what differs as it goes, and writes page, evidence, cases and JSON at its end', async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const cloud = await ChangedCloud.start(emulator.url);
  cloud.change = {
    at: ({ method }) => method === 'POST',
    answer: ofBody(({ error }) => (error.details = 'no')),
  };
  const folder = temporaryFolder();
  const [report, evidence, cases] = ['r.html', 'e.json', 'cases'].map((name) => join(folder, name));
  mkdirSync(cases ?? '');
  const files = ['--report', report, '--evidence', evidence, '--cases', cases].map(String);
  const world = [
    '--seed',
    join(ROOT, 'seed', 'default.yaml'),
    '--wire',
    'documented',
    '--checks',
    'strict',
  ];
  const words = [
    'shadow',
    '--url',
    `${cloud.url}/zstack`,
    '--port',
    '0',
    '--json',
    ...files,
    ...world,
  ];
  const { child, ended, heard } = begun(words);
  const url = await heard(/are pointed at (\S+)\n/);
  const told = heard(/CreateZone: (refused in other words): error\.details is "no"/);
  const authorized = { Authorization: `OAuth ${ADMIN_SESSION}` };
  expect((await send('POST', `${url}/v1/zones`, authorized, { params: {} })).status).toBe(503);
  expect((await send('GET', `${url}/v1/zones`, authorized)).status).toBe(200);
  await told;
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect(code).toBe(3);
  const { findings, requests, same } = JSON.parse(stdout);
  expect([requests, same]).toEqual([2, 1]);
  expect(findings).toEqual([
    expect.objectContaining({
      operation: 'CreateZone',
      kind: 'error-text',
      place: 'error.details',
    }),
  ]);
  expect(readFileSync(report ?? '', 'utf8')).toContain('1 difference</h2>');
  expect(JSON.parse(readFileSync(evidence ?? '', 'utf8')).cases).toEqual({
    CreateZone: {
      'shadow: error-text error.details': expect.stringMatching(
        /^d [0-9a-f]{8} "no", the emulator: /,
      ),
    },
    QueryZone: { 'shadow: it succeeds': expect.stringMatching(/^p [0-9a-f]{8}$/) },
  });
  expect(readdirSync(cases ?? '')).toEqual(['CreateZone-1.yaml']);
  const diff = await runCommand(['verify', 'diff', String(evidence), String(evidence)]);
  expect(diff.stdout).toContain('they came out the same');
});
