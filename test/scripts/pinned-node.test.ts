import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { ROOT } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import { Registry, tarOf } from '../support/registry';

const VERSION = '24.0.9';
const PLATFORM = `${process.platform}-${process.arch}`;
const HOME = `${VERSION}-${PLATFORM}`;
/** A "Node" that says its version, in a package as large as a tarball needs to be to come in pieces. */
const PROGRAM = `#!/bin/sh\necho v${VERSION}\n`;

let registry: Registry;
beforeEach(async () => {
  registry = await Registry.start([
    {
      name: 'some-node',
      version: VERSION,
      files: { 'include/node.h': '//', 'bin/node': PROGRAM, LICENSE: 'free' },
    },
  ]);
});
afterEach(() => registry.stop());

interface Asked {
  readonly integrity?: string;
  readonly url?: string;
}

/** Asks for the pinned Node in a process of its own, as a script does; it prints where it is. */
function ask(folder: string, { integrity, url = registry.url }: Asked = {}): ChildProcess {
  const pins = {
    [PLATFORM]: {
      package: 'some-node',
      version: VERSION,
      integrity: integrity ?? registry.integrity('some-node', VERSION),
    },
  };
  const program = `
    const { pinnedNode } = require(${JSON.stringify(join(ROOT, 'scripts/lib/pinned-node.cjs'))});
    pinnedNode(${JSON.stringify({ folder, pins })}).then(
      ({ binary }) => console.log(binary),
      (error) => { console.error(error.constructor.name + ': ' + error.message); process.exit(1); });`;
  return spawn(process.execPath, ['-e', program], {
    env: {
      ...process.env,
      npm_config_registry: url,
      npm_config_cache: temporaryFolder(),
      npm_config_fetch_retries: '0',
      npm_config_proxy: '',
      npm_config_noproxy: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess) {
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout ?? process.stdin),
    text(child.stderr ?? process.stdin),
  ]);
  return { code, stdout, stderr };
}

const target = (folder: string) => {
  const path = join(folder, '.node');
  mkdirSync(path);
  return path;
};

test('it is fetched once, said so in one line, and found from then on', async () => {
  const folder = target(temporaryFolder());
  const binary = join(folder, HOME, 'bin', 'node');
  const first = await ended(ask(folder));
  expect(first).toEqual({
    code: 0,
    stdout: `${binary}\n`,
    stderr: `Node ${process.versions.node} is too old here: fetching Node ${VERSION} from the npm registry, once\n`,
  });
  expect(readdirSync(folder)).toEqual([HOME]);
  // What compilers would need of it stays away.
  expect(readdirSync(join(folder, HOME)).toSorted()).toEqual(['LICENSE', 'bin']);
  expect(await ended(ask(folder))).toEqual({ code: 0, stdout: `${binary}\n`, stderr: '' });
  expect(registry.asked).toEqual([`some-node-${VERSION}`]);
});

test('one with another sum is not used, and nothing of it is left', async () => {
  const folder = target(temporaryFolder());
  const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
  const { code, stderr } = await ended(ask(folder, { integrity }));
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^.*\nPreparationError: What the npm registry gave as Node 24\.0\.9 is not what .*pinned-nodes\.json says .*Run `npm cache verify` and the command again, .*\n$/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('without a registry it is one sentence that says what to do', async () => {
  const folder = target(temporaryFolder());
  const closed = registry.url;
  await registry.stop();
  registry = await Registry.start([]);
  const { code, stderr } = await ended(ask(folder, { url: closed }));
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^.*\nPreparationError: Node 24\.0\.9 could not be fetched from the npm registry \(npm error code ECONNREFUSED\)\. See to it that `npm ping` works and run the command again, or install Node 22\.12 .*\n$/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('two commands at once do not hinder each other', async () => {
  const folder = target(temporaryFolder());
  const both = await Promise.all([ended(ask(folder)), ended(ask(folder))]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(readdirSync(folder)).toEqual([HOME]);
});

test('a command that is killed in the middle leaves nothing that the next one would take for whole', async () => {
  const folder = target(temporaryFolder());
  registry.isHalting = true;
  const killed = ask(folder);
  await registry.halted();
  const end = once(killed, 'exit');
  killed.kill('SIGKILL');
  await end;
  expect(existsSync(join(folder, HOME))).toBe(false);
  expect(readdirSync(folder)).toHaveLength(1);
  registry.isHalting = false;
  expect((await ended(ask(folder))).code).toBe(0);
  expect(readdirSync(folder)).toEqual([HOME]);
});

test('an archive is read the same in pieces of any length', () => {
  const { Untar } = jest.requireActual<{
    Untar: new (open: (name: string) => ((piece: Buffer) => void) | undefined) => {
      add(chunk: Buffer): void;
    };
  }>('../../scripts/lib/untar.cjs');
  const files = { a: 'x'.repeat(1500), 'b/c': '', d: 'y'.repeat(512), e: 'z' };
  const tar = tarOf(files);
  for (const length of [1, 7, 511, 512, 513, tar.length]) {
    const read: Record<string, string> = {};
    const untar = new Untar((name) => {
      if (name === 'package/e') return undefined;
      read[name] = '';
      return (piece) => (read[name] += piece.toString());
    });
    for (let at = 0; at < tar.length; at += length) untar.add(tar.subarray(at, at + length));
    expect(read).toEqual({ 'package/a': files.a, 'package/b/c': '', 'package/d': files.d });
  }
});

test('every platform that has a Node has one on which the emulator runs', () => {
  const pins = jest.requireActual<Record<string, { version: string; integrity: string }>>(
    '../../scripts/lib/pinned-nodes.json',
  );
  const { isSupported } = jest.requireActual<{ isSupported: (version: string) => boolean }>(
    '../../scripts/lib/supported.cjs',
  );
  for (const { version, integrity } of Object.values(pins)) {
    expect(isSupported(version)).toBe(true);
    expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  }
  expect(pins['linux-x64']?.version).toMatch(/^24\./);
});
