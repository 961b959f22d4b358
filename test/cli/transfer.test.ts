import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { VERSION } from '../../src/core/version';
import { EmulatorProcess, MAIN, runCommand, temporaryFolder } from '../support/process';

const ROOT_VOLUME = 'd0000000000040008000000000000001';

let emulator: EmulatorProcess;
let folder: string;
const run = (...words: string[]) =>
  runCommand(words, { EMULATOR_URL: emulator.url.replace('/zstack', '') });

describe('with an emulator', () => {
  beforeEach(async () => {
    folder = temporaryFolder();
    emulator = await EmulatorProcess.start(':memory:');
  });

  test('what is exported is there again after an import, under another name', async () => {
    await emulator.createTemplate(ROOT_VOLUME, { name: 'mine' });
    const file = join(folder, 'world.sqlite');
    const { code, stdout } = await run(
      'export',
      'default',
      '--out',
      file,
      '--secrets',
      'keep',
      '--json',
    );
    expect({ code, printed: JSON.parse(stdout) }).toEqual({
      code: 0,
      printed: { environment: 'default', file, bytes: statSync(file).size },
    });

    const imported = await run('import', 'copy', file, '--json');
    expect(imported.code).toBe(0);
    const { images, url } = JSON.parse(imported.stdout) as { images: number; url: string };
    expect(images).toBe(6);
    const headers = { Authorization: 'OAuth 5e55000000004000800000000000ad01' };
    const found = await fetch(`${url}/v1/images?q=name=mine`, { headers });
    expect(await found.json()).toMatchObject({ inventories: [{ name: 'mine' }] });
  });

  test('an export is a database that is whole by itself, readable by its owner alone', async () => {
    const file = join(folder, 'world.sqlite');
    writeFileSync(file, 'an older one');
    const { stdout } = await run('export', 'default', '--out', file);
    expect(stdout).toMatch(/^wrote default to .*world\.sqlite \(\d+\.\d KiB\)\n$/);
    const database = new Database(file, { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.prepare('select count(*) from images').pluck().get()).toBe(5);
    database.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['world.sqlite']);
  });

  test('an environment that is not there leaves the file as it was', async () => {
    const file = join(folder, 'world.sqlite');
    writeFileSync(file, 'precious');
    const { code, stderr } = await run('export', 'nope', '--out', file);
    expect(code).toBe(1);
    expect(stderr).toContain("there is no environment 'nope'");
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(['world.sqlite']);
  });

  test('a file that cannot be written to is named with the reason', async () => {
    const file = join(folder, 'nowhere', 'world.sqlite');
    expect(await run('export', 'default', '--out', file)).toEqual({
      code: 1,
      stdout: '',
      stderr: `cannot write ${file}: its directory is not there\n`,
    });
    expect(await run('export', 'default', '--out', folder)).toEqual({
      code: 1,
      stdout: '',
      stderr: `cannot write ${folder}: it is a directory\n`,
    });
  });

  test.each([
    ['no database', 'hello', /^the file cannot be imported: it is no SQLite database/],
    ['an empty file', '', /^the file cannot be imported: /],
  ])('%s is refused, and the environment stays', async (_what, content, reason) => {
    const file = join(folder, 'strange');
    writeFileSync(file, content);
    const { code, stdout, stderr } = await run('import', 'default', file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(reason);
    const kept = await run('environments', 'inspect', 'default', '--json');
    expect(JSON.parse(kept.stdout)).toMatchObject({ images: 5, origin: 'seed default' });
  });

  test('a file that is not there is named', async () => {
    const missing = join(folder, 'missing.sqlite');
    const ended = await run('import', 'default', missing);
    expect(ended).toEqual({ code: 1, stdout: '', stderr: `there is no file ${missing}\n` });
    expect((await run('import', 'default', folder)).stderr).toBe(`${folder} is no file\n`);
  });
});

describe('with a server that does not send all', () => {
  let server: Server;
  let broken: () => void;
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeEach(async () => {
    folder = temporaryFolder();
    server = createServer(({ url }, response) => {
      if (url === '/healthz') {
        response.end(JSON.stringify({ status: 'ok', version: VERSION }));
        return;
      }
      response.writeHead(200, { 'Content-Length': 1000 }).write('only so much');
      broken = () => response.destroy();
      server.emit('asked');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('an export that breaks off leaves the file as it was', async () => {
    const file = join(folder, 'world.sqlite');
    writeFileSync(file, 'precious');
    const ended = runCommand(['export', 'default', '--out', file, '--url', address()]);
    await once(server, 'asked');
    broken();
    expect(await ended).toEqual({
      code: 1,
      stdout: '',
      stderr: 'the emulator ended while it was sending default; nothing was written\n',
    });
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(['world.sqlite']);
  });

  test('an export that is interrupted leaves nothing', async () => {
    const file = join(folder, 'world.sqlite');
    const words = ['export', 'default', '--out', file, '--url', address()];
    const child = spawn(process.execPath, [MAIN, ...words]);
    let stderr = '';
    child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
    await once(server, 'asked');
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, stderr, isThere: existsSync(file) }).toEqual({
      code: 1,
      stderr: 'interrupted\n',
      isThere: false,
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
