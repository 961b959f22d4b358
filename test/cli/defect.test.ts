import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/emulator';
import { EmulatorProcess, MAIN, temporaryFolder } from '../support/process';

test('the stack of a defect names files and lines of the sources', async () => {
  const preload = join(temporaryFolder(), 'preload.cjs');
  writeFileSync(
    preload,
    `const fs = require('node:fs');
     const { readFileSync } = fs;
     fs.readFileSync = (file, ...rest) => {
       if (String(file).endsWith('package.json')) throw new TypeError('a defect');
       return readFileSync(file, ...rest);
     };`,
  );
  const args = ['-r', preload, MAIN, '--version'];
  const stderr = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, (_error, _stdout, text) => resolve(text));
  });
  expect(stderr).toContain('TypeError: a defect\n');
  const [, line = ''] = /at version\d* \(src\/cli\/program\.ts:(\d+):\d+\)\n/.exec(stderr) ?? [];
  const source = readFileSync(join(ROOT, 'src', 'cli', 'program.ts'), 'utf8').split('\n');
  expect(source[Number(line) - 1]).toContain('readFileSync(');
});

describe('the compile cache', () => {
  /** The program in a folder of its own. */
  function copy(): string {
    const folder = temporaryFolder();
    for (const name of ['dist', 'migrations', 'seed', 'package.json']) {
      cpSync(join(ROOT, name), join(folder, name), {
        recursive: true,
        filter: (path) => !path.includes('.compile-cache'),
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

  test('lies beside the program', async () => {
    const folder = copy();
    await startAndStop(folder, {});
    expect(readdirSync(join(folder, 'dist', '.compile-cache'))).not.toEqual([]);
  });

  test("lies in the user's temporary folder where that cannot be, and never fails a start", async () => {
    const folder = copy();
    const TMPDIR = temporaryFolder();
    writeFileSync(join(folder, 'dist', '.compile-cache'), 'in the way');
    await startAndStop(folder, { TMPDIR });
    expect(readdirSync(TMPDIR)).toEqual([
      expect.stringMatching(/^zstack-image-emulator-\d+$/) as string,
    ]);
    const [name = ''] = readdirSync(TMPDIR);
    const occupied = temporaryFolder();
    writeFileSync(join(occupied, name), 'in the way');
    await startAndStop(folder, { TMPDIR: occupied });
    await startAndStop(folder, { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(existsSync(join(folder, 'dist', '.compile-cache'))).toBe(true);
  });
});
