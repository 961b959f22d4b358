import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import { Registry } from '../support/registry';

const SERVED = {
  name: 'served',
  version: '1.0.0',
  manifest: { dependencies: { deeper: '1.0.0' } },
};
const DEEPER = { name: 'deeper', version: '1.0.0' };
/** Whoever runs its script is found out: it fails. */
const TOOL = {
  name: 'tool',
  version: '1.0.0',
  manifest: { scripts: { install: 'exit 1' }, hasInstallScript: true },
};
const NEWER = { ...DEEPER, version: '1.0.1' };

let registry: Registry;
let folder: string;
beforeEach(async () => {
  registry = await Registry.start([SERVED, DEEPER, NEWER, TOOL]);
  folder = temporaryFolder();
  cpSync(join(ROOT, 'scripts', 'lib'), join(folder, 'scripts', 'lib'), { recursive: true });
  write('scripts/lib/serving.json', { bundled: ['served'], beside: [], tools: [] });
  write('package.json', {
    name: 'checkout',
    version: '1.0.0',
    devDependencies: { served: '1.0.0', tool: '1.0.0' },
  });
  lock('1.0.0');
});
afterEach(() => registry.stop());

const write = (file: string, content: object) =>
  writeFileSync(join(folder, file), JSON.stringify(content));

/** The checkout's lock file, with this version of `deeper`. */
function lock(deeper: string): void {
  const entry = (name: string, version: string, more = {}) => ({
    [`node_modules/${name}`]: {
      version,
      integrity: registry.integrity(name, version),
      dev: true,
      ...more,
    },
  });
  write('package-lock.json', {
    name: 'checkout',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': {
        name: 'checkout',
        version: '1.0.0',
        devDependencies: { served: '1.0.0', tool: '1.0.0' },
      },
      ...entry('deeper', deeper),
      ...entry('served', '1.0.0', { dependencies: { deeper: '^1.0.0' } }),
      ...entry('tool', '1.0.0', { hasInstallScript: true }),
    },
  });
}

function start(kind: 'serving' | 'everything', url = registry.url): ChildProcess {
  const program = `
    import(${JSON.stringify(join(folder, 'scripts/lib/install.mjs'))}).then(({ ensureInstalled }) =>
      ensureInstalled('${kind}')).catch((error) => {
        console.error(error.constructor.name + ': ' + error.message);
        process.exit(1);
      });`;
  return spawn(process.execPath, ['-e', program], {
    cwd: folder,
    env: {
      ...process.env,
      npm_config_registry: url,
      npm_config_cache: temporaryFolder(),
      npm_config_fetch_retries: '0',
      npm_config_proxy: '',
      npm_config_noproxy: '127.0.0.1',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function install(kind: 'serving' | 'everything', url?: string) {
  const child = start(kind, url);
  const [[code], stderr] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stderr ?? process.stdin),
  ]);
  return { code, stderr };
}

const installed = () =>
  readdirSync(join(folder, 'node_modules'))
    .filter((name) => !name.startsWith('.'))
    .toSorted();
const versionOf = (name: string) => {
  const path = join(folder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
};
const leftovers = () =>
  existsSync(join(folder, '.build')) ? readdirSync(join(folder, '.build')) : [];

test('starting installs what serving needs, testing all of it, and starting takes nothing away', async () => {
  expect(await install('serving')).toMatchObject({ code: 0 });
  expect(installed()).toEqual(['deeper', 'served']);
  expect(await install('serving')).toEqual({ code: 0, stderr: '' });
  expect(await install('everything')).toMatchObject({ code: 0 });
  expect(installed()).toEqual(['deeper', 'served', 'tool']);
  const asked = registry.asked.length;
  expect(await install('serving')).toEqual({ code: 0, stderr: '' });
  expect(installed()).toEqual(['deeper', 'served', 'tool']);
  expect(registry.asked).toHaveLength(asked);
  expect(leftovers()).toEqual([]);
});

test('a start after a change of the lock file brings what was installed up to date, as a whole', async () => {
  await install('everything');
  lock('1.0.1');
  expect(await install('serving')).toMatchObject({ code: 0 });
  expect([installed(), versionOf('deeper')]).toEqual([['deeper', 'served', 'tool'], '1.0.1']);
});

test('what npm itself installed is used as it is', async () => {
  await install('everything');
  rmSync(join(folder, 'node_modules', '.emulator-install-stamp'));
  const asked = registry.asked.length;
  expect(await install('serving')).toEqual({ code: 0, stderr: '' });
  expect(await install('everything')).toEqual({ code: 0, stderr: '' });
  expect(registry.asked).toHaveLength(asked);
});

test('two commands at once end with one whole installation', async () => {
  const both = await Promise.all([install('serving'), install('serving')]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(installed()).toEqual(['deeper', 'served']);
  expect(leftovers()).toEqual([]);
});

test('a command that is killed in the middle leaves what was there', async () => {
  await install('serving');
  registry.isHalting = true;
  const killed = start('everything');
  await registry.halted();
  const end = once(killed, 'exit');
  killed.kill('SIGKILL');
  await end;
  expect(installed()).toEqual(['deeper', 'served']);
  registry.isHalting = false;
  expect(await install('everything')).toMatchObject({ code: 0 });
  expect(installed()).toEqual(['deeper', 'served', 'tool']);
});

test('without a registry it is said what to do, and nothing is half done', async () => {
  const closed = registry.url;
  await registry.stop();
  registry = await Registry.start([]);
  const { code, stderr } = await install('serving', closed);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /PreparationError: Installing the dependencies failed \(npm ci: exit code 1\)\. Mend what npm says above .*`npm ping`.* and run the command again\.\n$/,
  );
  expect(existsSync(join(folder, 'node_modules'))).toBe(false);
  expect(leftovers()).toEqual([]);
});
