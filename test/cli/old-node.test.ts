import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tooOld } from '../../src/runtime/old-node';
import { ROOT } from '../support/emulator';
import { MAIN, temporaryFolder, type Ended } from '../support/process';

/** Runs a program in a Node that says it is another one, and tells whether it asks for better-sqlite3. */
function asNode(version: string, args: readonly string[]): Promise<Ended> {
  const preload = join(temporaryFolder(), 'preload.cjs');
  writeFileSync(
    preload,
    `Object.defineProperty(process.versions, 'node', { value: '${version}' });
     const Module = require('node:module');
     const load = Module._load;
     Module._load = (name, ...rest) => {
       if (name.includes('better-sqlite3')) console.log('loads better-sqlite3');
       return load(name, ...rest);
     };`,
  );
  return new Promise((resolve) => {
    execFile(process.execPath, ['-r', preload, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const SENTENCE =
  'zstack-image-emulator needs Node 22.12 or later (22.x), or 24 and later; this is Node 20.20.2.';

test('on an older Node the command says so in one sentence', async () => {
  expect(await asNode('20.20.2', [MAIN, 'serve'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `${SENTENCE}\n`,
  });
});

test.each([
  ['require', `require(${JSON.stringify(join(ROOT, 'dist'))})`],
  ['import', `import(${JSON.stringify(join(ROOT, 'dist', 'index.js'))})`],
  ["jest's preset", `require(${JSON.stringify(join(ROOT, 'dist', 'jest', 'global-setup.js'))})`],
])('so does the library, before it loads what would crash (%s)', async (_how, code) => {
  const { code: exit, stdout, stderr } = await asNode('20.20.2', ['-e', code]);
  expect([exit, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`Error: ${SENTENCE}\n`);
});

test('one that is new enough loads it: the probe sees that', async () => {
  const { stdout } = await asNode('22.12.0', [
    '-e',
    `require(${JSON.stringify(join(ROOT, 'dist'))})`,
  ]);
  expect(stdout).toContain('loads better-sqlite3\n');
});

test('a Node that knows nothing of the scripts of a checkout is told so', async () => {
  const script = join(ROOT, 'scripts', 'run.cjs');
  const { code, stderr } = await asNode('16.20.2', [script, 'scripts/start.mjs']);
  expect([code, stderr]).toEqual([
    1,
    'Node 16.20.2 is too old: install Node 22.12 or later (22.x), or 24 and later and run the command again.\n',
  ]);
});

test('program, scripts and package.json mean the same versions', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  expect(engines.node).toBe('^22.12.0 || >=24.0.0');
  const { isSupported } = jest.requireActual<{ isSupported: (version: string) => boolean }>(
    '../../scripts/lib/supported.cjs',
  );
  const versions = ['18.20.0', '20.20.2', '22.11.9', '22.12.0', '23.5.0', '24.0.0', '26.1.0'];
  const good = ['22.12.0', '24.0.0', '26.1.0'];
  expect(versions.filter(isSupported)).toEqual(good);
  expect(versions.filter((version) => tooOld(version) === undefined)).toEqual(good);
});
