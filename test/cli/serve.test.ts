import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { readConfig } from '../../src/app/config';
import { banner } from '../../src/cli/banner';
import { APPLICATION_ID } from '../../src/persistence/database';
import { EmulatorProcess, MAIN, serveToTheEnd, temporaryFolder } from '../support/process';

const run = promisify(execFile);

const MEMORY = { EMULATOR_DATA_DIR: ':memory:' };

test('the start says where it listens, for people and for scripts', async () => {
  const folder = temporaryFolder();
  const emulator = await EmulatorProcess.start(folder);
  const line = emulator.stdout.split('\n').find((text) => text.startsWith('{')) ?? '';
  const { event, url, controlUrl, pid } = JSON.parse(line) as Record<string, unknown>;
  expect({ event, url, controlUrl, pid }).toEqual({
    event: 'listening',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/zstack$/),
    controlUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/emulator\/v1$/),
    pid: emulator.process.pid,
  });
  const base = String(url).replace('/zstack', '');
  for (const path of ['/healthz', '/readyz']) expect((await fetch(base + path)).status).toBe(200);
});

test('a first start speaks of nothing older than itself', async () => {
  const emulator = await EmulatorProcess.start(temporaryFolder(), { LOG_LEVEL: 'info' });
  expect(emulator.stdout + emulator.stderr).not.toContain('up to date');
  expect(emulator.stdout).toMatch(/^\n {2}zstack-image-emulator\n/);
});

test("the banner's curl works as it is pasted", async () => {
  const emulator = await EmulatorProcess.start(temporaryFolder());
  const [curl = ''] = /curl [^]*?'\n/.exec(emulator.stdout) ?? [];
  expect(curl).toContain('my-first-image');
  const { stdout } = await run('sh', ['-c', curl]);
  expect(JSON.parse(stdout)).toMatchObject({ inventory: { status: 'Ready' } });
});

test('a seed that was not used is told, and the banner is of the world that is there', async () => {
  const folder = temporaryFolder();
  const first = await EmulatorProcess.start(folder);
  expect(first.stderr).toBe('');
  await first.end('SIGTERM');
  const second = await EmulatorProcess.start(folder, { EMULATOR_SEED: 'edge-cases' });
  expect(second.stderr).toContain(
    `the world in ${folder} is there already (seed default): the seed edge-cases was not used.`,
  );
  expect(second.stdout).toContain('/volumes/d0000000000040008000000000000001');
  expect(second.stdout).toContain('Session        5e55000000004000800000000000ad01');
});

test('a seed that is the one that the world was made from is nothing to tell', async () => {
  const folder = temporaryFolder();
  const first = await EmulatorProcess.start(folder, { EMULATOR_SEED: 'edge-cases' });
  await first.end('SIGTERM');
  const again = await EmulatorProcess.start(folder, { EMULATOR_SEED: ' edge-cases' });
  expect(again.stderr).toBe('');
});

describe('a line for each request', () => {
  const asked = async (log: string) => {
    const emulator = await EmulatorProcess.start(':memory:', { EMULATOR_LOG: log });
    const base = emulator.url.replace('/zstack', '');
    await emulator.createTemplate('d0000000000040008000000000000001', { name: 'logged' });
    await fetch(`${base}/zstack/v1/images?sessionUuid=my-secret`);
    await fetch(`${base}/emulator/v1/environments`, { method: 'POST', body: '{"name":"mine"}' });
    await fetch(`${base}/environments/mine/zstack/v1/nothing`);
    for (const path of ['/healthz', '/emulator/v1/clock']) await fetch(`${base}${path}`);
    await emulator.end('SIGTERM');
    return emulator.stderr.split('\n').slice(0, -1);
  };

  test('of people: operation, status, time, who, job; without what is asked all the time', async () => {
    const lines = await asked('requests');
    expect(lines).toEqual([
      expect.stringMatching(
        /^[\d:.]{12} {2}200 {2}POST \/zstack\/v1\/images\/\S+ {2}CreateRootVolumeTemplateFromRootVolume {2}\d+ ms {2}admin {2}job [0-9a-f]{32}$/,
      ),
      expect.stringMatching(
        / 400 {2}GET \/zstack\/v1\/images\?sessionUuid=\*\*\* {2}QueryImage {2}\d+ ms {2}missing header 'Authorization'$/,
      ),
      expect.stringMatching(/ 200 {2}POST \/emulator\/v1\/environments {2}\d+ ms$/),
      expect.stringMatching(/ 404 {2}GET \/environments\/mine\/\S+ {2}\d+ ms {2}in mine {2}\S/),
    ]);
  });

  test('of programs: JSON, whatever was asked', async () => {
    const lines = (await asked('json')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(6);
    expect(lines[0]).toEqual({
      event: 'request',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      method: 'POST',
      url: expect.stringContaining('/zstack/v1/images/'),
      status: 200,
      milliseconds: expect.any(Number),
      environment: 'default',
      operation: 'CreateRootVolumeTemplateFromRootVolume',
      account: 'admin',
      jobUuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(lines[1]).toMatchObject({ status: 400, error: "missing header 'Authorization'" });
    expect(JSON.stringify(lines)).not.toContain('my-secret');
  });

  test('of nobody, where it is not wanted', async () => {
    expect(await asked('none')).toEqual([]);
  });
});

test('in a container the banner says how others reach it', () => {
  const first = { session: undefined, password: 'x', volume: undefined };
  const shown = (host: string, isInContainer: boolean) =>
    banner(`http://${host}:8080`, readConfig({ host, control: 'open' }, {}), first, isInContainer);
  expect(shown('127.0.0.1', false)).not.toContain('container');
  expect(shown('127.0.0.1', true)).toContain('docker run -p 127.0.0.1:8080:8080 -e HOST=0.0.0.0');
  expect(shown('0.0.0.0', true)).toContain('http://localhost:8080 after docker run -p 8080:8080');
});

test('variables that look like settings and are none are named, and keep nobody from starting', async () => {
  const emulator = await EmulatorProcess.start(':memory:', {
    EMULATOR_SEEDS: 'x',
    EMULATOR_NOTHING_LIKE_IT_AT_ALL: 'x',
    EMULATOR_EMPTY: '',
    EMULATOR_URL: 'http://127.0.0.1:1',
    EMULATOR_SERVICE_HOST: '10.0.0.1',
    EMULATOR_PORT_8080_TCP_ADDR: '10.0.0.1',
  });
  expect(emulator.stderr).toBe(
    "EMULATOR_SEEDS is no setting, and was not read (did you mean 'EMULATOR_SEED'?)\n" +
      'EMULATOR_NOTHING_LIKE_IT_AT_ALL is no setting, and was not read\n',
  );
});

test('a port in use is one clear sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const ended = await serveToTheEnd(['--port', String(port)], MEMORY);
  other.close();
  expect(ended).toEqual({
    code: 1,
    stdout: '',
    stderr: `port ${port} of 127.0.0.1 is in use. Stop what listens there, or choose another one with --port (0: any free one).\n`,
  });
});

test('a data directory that is no directory is named', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const { code, stderr } = await serveToTheEnd(['--data-dir', file]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^cannot open or write .*EMULATOR_DATA_DIR\.\n$/);
});

test('a second emulator on the same data is told so', async () => {
  const folder = temporaryFolder();
  await EmulatorProcess.start(folder);
  const { code, stderr } = await serveToTheEnd(['--data-dir', folder, '--port', '0']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^.*default\.sqlite is in use by another emulator\. .*\n$/);
});

test.each([
  [
    'damaged',
    (file: string) =>
      writeFileSync(file, 'no database at all, but long enough to be read as one '.repeat(100)),
    /is not a database or is damaged/,
  ],
  [
    'foreign',
    (file: string) => new Database(file).exec('create table t (x)').close(),
    /is a database of another program/,
  ],
  [
    'newer',
    (file: string) =>
      new Database(file)
        .exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = 9999`)
        .close(),
    /was written by a newer version of the emulator \(schema 9999/,
  ],
])('a %s database is named and left alone', async (_what, make, message) => {
  const folder = temporaryFolder();
  const file = join(folder, 'default.sqlite');
  make(file);
  const { code, stdout, stderr } = await serveToTheEnd(['--data-dir', folder, '--port', '0']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('every wrong setting is named, with what it takes', async () => {
  const { code, stderr } = await serveToTheEnd(['--port', '99999', '--wire', 'gson'], {
    ...MEMORY,
    EMULATOR_PROGRESSION: 'slow',
  });
  expect(code).toBe(2);
  expect(stderr.split('\n')).toEqual([
    'wrong settings:',
    "--port is '99999': expected a number from 0 to 65535",
    "--wire is 'gson': expected one of documented, native",
    "EMULATOR_PROGRESSION is 'slow': expected one of immediate, timed, manual",
    '',
  ]);
});

test('a flag wins over its variable', async () => {
  const emulator = await EmulatorProcess.start(temporaryFolder(), { PORT: '1' });
  expect((await emulator.get('/v1/zones')).status).toBe(200);
});

test('a wrong seed names file, line and place, and leaves the database empty', async () => {
  const folder = temporaryFolder();
  const seed = join(folder, 'seed.yaml');
  const data = join(folder, 'data');
  mkdirSync(data);
  writeFileSync(seed, 'version: 1\nzones:\n  - name: z\n    state: Asleep\n');
  const flags = ['--data-dir', data, '--port', '0', '--seed', seed];
  const wrong = await serveToTheEnd(flags);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain(`${seed}:4: zones.0.state: `);

  writeFileSync(
    seed,
    'version: 1\nzones:\n  - name: z\nbackupStorages:\n  - { name: b, type: Ceph, url: x, totalCapacity: 1G, zones: [nowhere] }\n',
  );
  const unknown = await serveToTheEnd(flags);
  expect(unknown.stderr).toContain("no zone of the seed is called 'nowhere'");

  const good = await EmulatorProcess.start(data);
  expect((await good.get('/v1/zones')).status).toBe(200);
});

test('in memory nothing is written', async () => {
  const folder = temporaryFolder();
  const emulator = await EmulatorProcess.start(':memory:', { PWD: folder });
  expect((await emulator.get('/v1/zones')).status).toBe(200);
  expect(await emulator.end('SIGTERM')).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('it ends with its input where it is told to; all others here have none at all', async () => {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--until-stdin-ends'], {
    env: { ...process.env, ...MEMORY, LOG_LEVEL: 'error' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  for await (const chunk of child.stdout) if (String(chunk).includes('"listening"')) break;
  child.stdin.end();
  expect(await exit).toEqual([0, null]);
});
