import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ADMIN_SESSION, ROOT } from '../support/emulator';
import { asBase64, ovfOf } from '../support/ovf';
import { EmulatorProcess, eventually, MAIN, temporaryFolder } from '../support/process';

test('the stack of a defect names files and lines of the sources', async () => {
  const preload = join(temporaryFolder(), 'preload.cjs');
  writeFileSync(
    preload,
    `const { stringify } = JSON;
     JSON.stringify = (value, ...rest) => {
       if (value?.openapi) throw new TypeError('a defect');
       return stringify(value, ...rest);
     };`,
  );
  const args = ['-r', preload, MAIN, 'openapi'];
  const stderr = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, (_error, _stdout, text) => resolve(text));
  });
  expect(stderr).toContain('TypeError: a defect\n');
  const [, line = ''] = /at printJson\d* \(src\/cli\/print\.ts:(\d+):\d+\)\n/.exec(stderr) ?? [];
  const source = readFileSync(join(ROOT, 'src', 'cli', 'print.ts'), 'utf8').split('\n');
  expect(source[Number(line) - 1]).toContain('JSON.stringify(');
});

// To read the map of the bundle holds up all clients for a quarter of a second, and keeps 50 MB.
test('a client that resets its connection costs no others: nothing is read to name sources in a trace', async () => {
  const preload = join(temporaryFolder(), 'preload.cjs');
  writeFileSync(
    preload,
    `const fs = require('node:fs');
     const { readFileSync } = fs;
     fs.readFileSync = (path, ...rest) => {
       if (String(path).endsWith('emulator.js.map')) console.error('the map is read');
       return readFileSync(path, ...rest);
     };
     const { destroy } = require('node:net').Socket.prototype;
     require('node:net').Socket.prototype.destroy = function (error) {
       const destroyed = destroy.call(this, error);
       if (error) console.error(error.code, 'is known');
       return destroyed;
     };`,
  );
  const emulator = await EmulatorProcess.start(':memory:', { NODE_OPTIONS: `-r ${preload}` });
  const { hostname, port } = new URL(emulator.url);
  const socket = connect(Number(port), hostname);
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  socket.resetAndDestroy();
  await eventually(() => Promise.resolve(/ECONNRESET is known/.test(emulator.stderr) || undefined));
  expect(await emulator.end('SIGTERM')).toBe(0);
  expect(emulator.stderr).not.toContain('the map is read');
});

test('what lies in a file of its own is there when a call needs it', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  const zql = encodeURIComponent('query zone');
  expect(await (await emulator.get(`/v1/zql?zql=${zql}`)).json()).toMatchObject({
    results: [{ inventories: [{ name: 'zone-1' }] }],
  });
  const metrics = await emulator.get('/../emulator/v1/metrics');
  expect(await metrics.text()).toContain('# TYPE zstack_emulator_tasks gauge');
  const parsed = await fetch(`${emulator.url}/v1/ovf/parse`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    body: JSON.stringify({ params: { xmlBase64: asBase64(ovfOf()) } }),
  });
  expect(await parsed.json()).toMatchObject({ ovfInfo: { disks: [{ diskId: 'system' }] } });
  const page = await fetch(`${new URL(emulator.url).origin}/docs/swagger-ui.css`);
  expect(page.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(await emulator.end('SIGTERM')).toBe(0);
});

describe('the code that V8 made of the bundle', () => {
  /** The program in a folder of its own. */
  function copy(): string {
    const folder = temporaryFolder();
    for (const name of ['dist', 'migrations', 'seed', 'package.json']) {
      cpSync(join(ROOT, name), join(folder, name), {
        recursive: true,
        filter: (path) => !path.includes('.code-cache'),
      });
    }
    return folder;
  }

  async function startAndStop(folder: string, variables: Readonly<Record<string, string>>) {
    const main = join(folder, 'dist', 'cli', 'main.js');
    const emulator = await EmulatorProcess.start(':memory:', variables, main);
    expect((await emulator.get('/v1/images')).status).toBe(200);
    expect(await emulator.end('SIGTERM')).toBe(0);
  }

  function residentKilobytes({ process: { pid } }: EmulatorProcess): number {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  }

  /** What is kept beside the program, in its folder. */
  const kept = (folder: string) => readdirSync(join(folder, 'dist', '.code-cache'));
  const fileOf = (folder: string) => join(folder, 'dist', '.code-cache', kept(folder)[0] ?? '');

  test('lies beside the program, and is used again', async () => {
    const folder = copy();
    await startAndStop(folder, {});
    expect(kept(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{16}-v.*-serve$/)]);
    const { mtimeMs } = statSync(fileOf(folder));
    await startAndStop(folder, {});
    expect(kept(folder)).toHaveLength(1);
    expect(statSync(fileOf(folder)).mtimeMs).toBe(mtimeMs);
  });

  // Memory is read where Linux tells it.
  const onLinux = process.platform === 'linux' ? test : test.skip;

  onLinux(
    'is used again after a run that lived on after its start, and is not that of a help text',
    async () => {
      const folder = copy();
      const main = join(folder, 'dist', 'cli', 'main.js');
      await new Promise((resolve) =>
        execFile(process.execPath, [main, 'serve', '--help'], resolve),
      );
      expect(kept(folder)).toEqual([expect.stringMatching(/-help$/)]);
      // As if it ran for hours: V8 forgets then the code that only a start needs.
      const preload = join(temporaryFolder(), 'preload.cjs');
      writeFileSync(
        preload,
        `process.on('SIGUSR2', () => {
           const { setFlagsFromString } = require('node:v8');
           setFlagsFromString('--bytecode-old-age=1');
           for (let i = 0; i < 6; i++) for (let all = []; all.length < 1e6;) all.push({ i });
           // Code that was made with other flags is refused.
           setFlagsFromString('--bytecode-old-age=6');
           console.error('collected');
         });`,
      );
      const NODE_OPTIONS = `-r ${preload}`;
      const long = await EmulatorProcess.start(':memory:', { NODE_OPTIONS }, main);
      expect((await long.get('/v1/images')).status).toBe(200);
      // What the start needed is given back after a while.
      const before = residentKilobytes(long);
      await eventually(() => Promise.resolve(residentKilobytes(long) < before * 0.95 || undefined));
      long.process.kill('SIGUSR2');
      await eventually(() => Promise.resolve(long.stderr.includes('collected') || undefined));
      expect(await long.end('SIGTERM')).toBe(0);
      const [name = ''] = kept(folder).filter((each) => each.endsWith('-serve'));
      const file = join(folder, 'dist', '.code-cache', name);
      const { mtimeMs, size } = statSync(file);
      await startAndStop(folder, {});
      expect(statSync(file).mtimeMs).toBe(mtimeMs);
      // As much as a short run keeps.
      rmSync(file);
      await startAndStop(folder, {});
      expect(size).toBeGreaterThan(statSync(file).size * 0.9);
    },
  );

  test.each([
    ['damaged', (bytes: Buffer) => bytes.fill(7, bytes.length / 2)],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['of something else', () => Buffer.from('nothing that V8 has made')],
  ])('one that is %s is made anew', async (_what, harm) => {
    const folder = copy();
    await startAndStop(folder, {});
    const whole = readFileSync(fileOf(folder));
    writeFileSync(fileOf(folder), harm(Buffer.from(whole)));
    await startAndStop(folder, {});
    expect(readFileSync(fileOf(folder)).length).toBeGreaterThan(whole.length / 2);
  });

  test('that of an earlier build goes, and a start that fails keeps none', async () => {
    const folder = copy();
    mkdirSync(join(folder, 'dist', '.code-cache'));
    writeFileSync(join(folder, 'dist', '.code-cache', '0123456789abcdef-v24-serve'), 'old');
    const fails = EmulatorProcess.start(
      ':memory:',
      { EMULATOR_WIRE: 'wrong' },
      join(folder, 'dist', 'cli', 'main.js'),
    );
    await expect(fails).rejects.toThrow('EMULATOR_WIRE');
    expect(kept(folder)).toEqual(['0123456789abcdef-v24-serve']);
    await startAndStop(folder, {});
    expect(kept(folder)).toEqual([expect.stringMatching(/-serve$/)]);
    expect(kept(folder)).not.toContain('0123456789abcdef-v24-serve');
  });

  test("lies in the user's temporary folder where that cannot be, and never fails a start", async () => {
    const folder = copy();
    const TMPDIR = temporaryFolder();
    writeFileSync(join(folder, 'dist', '.code-cache'), 'in the way');
    await startAndStop(folder, { TMPDIR });
    expect(readdirSync(TMPDIR)).toEqual([
      expect.stringMatching(/^zstack-image-emulator-\d+$/) as string,
    ]);
    const [name = ''] = readdirSync(TMPDIR);
    const occupied = temporaryFolder();
    writeFileSync(join(occupied, name), 'in the way');
    await startAndStop(folder, { TMPDIR: occupied });
    expect(existsSync(join(folder, 'dist', '.code-cache'))).toBe(true);
  });
});
