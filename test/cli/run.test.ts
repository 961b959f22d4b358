import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { ADMIN_SESSION } from '../support/emulator';
import { EmulatorProcess, runCommand, startCommand, temporaryFolder } from '../support/process';

/** Runs a client, a script for Node: `ask(path)` is a GET of the image API. */
const client = (script: string) => [
  '--',
  process.execPath,
  '-e',
  `const { ZSTACK_URL, ZSTACK_SESSION } = process.env;
   const ask = (path, more = {}) => fetch(ZSTACK_URL + path, {
     headers: { Authorization: 'OAuth ' + ZSTACK_SESSION }, ...more,
   });
   (async () => { ${script} })();`,
];
const run = (flags: readonly string[], script: string, more: Record<string, string> = {}) =>
  runCommand(['run', ...flags, ...client(script)], more);

const MISSING_Q = `await ask('/v1/images?name=x')`;

test('a command finds its world by variables, and nothing of another cloud', async () => {
  const { code, stdout, stderr } = await run(
    ['--fail-on', 'leaks'],
    `console.log(JSON.stringify({ status: (await ask('/v1/zones')).status, env: process.env }));
     console.error('said by the client');`,
    { ZSTACK_ACCESS_KEY_SECRET: 'hunter2', ZSTACK_HOST: 'cloud.example', ZSTACK_IMAGE: 'mine' },
  );
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(
      /^said by the client\nzstack-emulator: 1 request of \S+, which ended with 0\n {2}nothing was found\n$/,
    ),
  });
  const { status, env } = JSON.parse(stdout);
  const { ZSTACK_PORT: port } = env;
  expect(status).toBe(200);
  expect(env).toMatchObject({
    ZSTACK_URL: `http://127.0.0.1:${port}/zstack`,
    ZSTACK_HOST: '127.0.0.1',
    ZSTACK_CONTEXT_PATH: '/zstack',
    ZSTACK_ACCOUNT: 'admin',
    ZSTACK_PASSWORD: 'password',
    ZSTACK_SESSION: ADMIN_SESSION,
    ZSTACK_CONTROL_URL: `http://127.0.0.1:${port}/emulator/v1`,
    EMULATOR_URL: `http://127.0.0.1:${port}`,
    ZSTACK_IMAGE: 'mine',
  });
  expect(env).not.toHaveProperty('ZSTACK_ACCESS_KEY_SECRET');
});

test.each([
  ['0 where nothing was found', ['--fail-on', 'missing-q'], '', 0],
  ['0 where what was found may be', ['--fail-on', 'leaks,wrong-types'], MISSING_Q, 0],
  ['0 where nothing is to fail', [], MISSING_Q, 0],
  ['3 where what was found may not be', ['--fail-on', 'leaks,missing-q'], MISSING_Q, 3],
  [
    '3 by the second of two options',
    ['--fail-on', 'leaks', '--fail-on', 'missing-q'],
    MISSING_Q,
    3,
  ],
  ["the command's own", ['--fail-on', 'missing-q'], `${MISSING_Q}; process.exit(7)`, 7],
  ["128 and the number of the command's signal", [], `process.kill(process.pid, 'SIGKILL')`, 137],
])('it ends with %s', async (_what, flags, script, expected) => {
  const { code, stderr } = await run(flags, script);
  expect(code).toBe(expected);
  expect(stderr.includes('missing-q')).toBe(script.includes(MISSING_Q));
});

test.each([
  ['a kind that there is not', ['--fail-on', 'missing-qs', '--', 'true'], 2, "mean 'missing-q'"],
  ['a report in no form', ['--report', 'x.html', '--', 'true'], 2, '.md, .xml, .json'],
  ['no command', [], 2, 'missing required argument'],
  ['no number of a port', ['--port', 'x', '--', 'true'], 2, 'expected a whole number'],
  ['no release', ['--release', '9', '--', 'true'], 2, 'wrong settings'],
  ['a seed that is not there', ['--seed', 'none.yaml', '--', 'true'], 1, 'none.yaml'],
  ['a command that is not there', ['--', 'no-such-command'], 1, 'there is no such command'],
])('%s is refused in words', async (_what, words, expected, said) => {
  const { code, stdout, stderr } = await runCommand(['run', ...words]);
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  expect(stderr).toContain(said);
  expect(stderr).not.toContain('    at ');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s goes on to the command, which ends as it wants; the report follows',
  async (signal) => {
    const { process: started, ended } = startCommand([
      'run',
      ...client(`
        process.on('${signal}', async () => {
          await ask('/v1/images?name=x');
          console.log('heard ${signal}');
          process.exit(5);
        });
        setInterval(() => undefined, 1000);
        console.log('ready');
      `),
    ]);
    started.stdout?.once('data', () => started.kill(signal));
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 5, stdout: `ready\nheard ${signal}\n` });
    expect(stderr).toContain('missing-q');
  },
);

test('a command that its signal ends ends so here, too', async () => {
  const { process: started, ended } = startCommand([
    'run',
    ...client(`setInterval(() => undefined, 1000); console.log('ready');`),
  ]);
  started.stdout?.once('data', () => started.kill('SIGTERM'));
  expect((await ended).code).toBe(143);
});

test('the report is written for people, CI servers and scripts', async () => {
  const folder = temporaryFolder();
  const [markdown, xml, json] = ['md', 'xml', 'json'].map((end) => join(folder, `client.${end}`));
  const { code } = await run(
    [
      '--fail-on',
      'unread-fields,leaks',
      ...[markdown, xml, json].flatMap((file = '') => ['--report', file]),
    ],
    `await ask('/v1/images?name=x&password=hunter2');
     await ask('/v1/images/<b>|x');
     await ask('/v1/zones', {
       method: 'POST',
       body: JSON.stringify({ params: { name: 'kept', 'a|<b>&"\\u0001': 1, nmae: 'x' } }),
     });`,
  );
  expect(code).toBe(3);
  const [asMarkdown = '', asXml = '', asJson = ''] = [markdown, xml, json].map((file = '') =>
    readFileSync(file, 'utf8'),
  );
  for (const text of [asMarkdown, asXml, asJson]) expect(text).not.toContain('hunter2');

  const report = JSON.parse(asJson);
  expect(report).toMatchObject({
    exitCode: 0,
    failOn: ['unread-fields', 'leaks'],
    problems: ['unread-fields', 'leaks'],
    requests: 3,
    counts: { 'missing-q': 1, leaks: 1 },
  });

  const rows = asMarkdown.split('\n').filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(2 + report.findings.length);
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(asMarkdown).not.toContain('<b>');
  expect(asMarkdown).toContain('Not to occur, and found: unread-fields, leaks.');
  expect(asMarkdown).toContain('| params.name |');

  const cases: Record<string, string[]> = {};
  let current = '';
  let suite: unknown;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testcase') cases[(current = String(attributes['name']))] = [];
    else cases[current]?.push(name);
    if (name === 'testsuite') suite = attributes;
  });
  parser.write(asXml).close();
  expect(suite).toMatchObject({ tests: '7', failures: '2', skipped: '5' });
  expect(cases).toEqual({
    'unread-fields': ['failure'],
    'wrong-types': ['skipped'],
    'unknown-paths': expect.arrayContaining(['skipped']),
    'unpolled-failures': ['skipped'],
    'missing-q': ['skipped', 'system-out'],
    deprecated: ['skipped'],
    leaks: ['failure'],
  });
});

test('a world in a directory is kept, for the eyes of its owner alone; the command keeps its own mask', async () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const seen = join(folder, 'seen');
  const { code } = await run(
    ['--data-dir', dataDir, '--seed', 'default'],
    `await ask('/v1/zones', { method: 'POST', body: JSON.stringify({ params: { name: 'kept' } }) });
     require('node:fs').writeFileSync(${JSON.stringify(seen)}, '');`,
  );
  expect(code).toBe(0);
  const own = join(folder, 'own');
  writeFileSync(own, '');
  expect(statSync(seen).mode).toBe(statSync(own).mode);
  expect(statSync(dataDir).mode & 0o077).toBe(0);
  const again = await EmulatorProcess.start(dataDir);
  const zones = (await (await again.get('/v1/zones?q=name=kept')).json()) as {
    inventories: object[];
  };
  expect(zones.inventories).toHaveLength(1);
});
