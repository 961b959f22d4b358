/**
 * What the commands need of node_modules: `npm start` what serving needs, everything else all of it. Made
 * beside and put in place by a rename, so that it is there whole or not at all, and a `npm start` never takes
 * away what a `npm test` brought. Nothing of it needs a compiler, and no package's script is run.
 *
 * This runs in the machine's own Node, too, while a newer one is on its way.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import failure from './failure.cjs';
import workFolders from './work-folder.cjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.emulator-install-stamp');
const SERVING = readJson(join(root, 'scripts', 'lib', 'serving.json'));

/**
 * Installs what is missing, or not what package-lock.json names.
 * @param kind `serving` or `everything`
 */
export async function ensureInstalled(kind = 'everything') {
  const key = keyOfLock();
  const last = readStamp();
  if (last?.key === key && (last.kind === kind || last.kind === 'everything')) return;
  const wanted = lockFor(kind);
  if (isInstalled(wanted, last)) {
    if (kind === 'everything') writeStamp(modules, { key, kind });
    return;
  }
  // What `npm test` or a person installed is brought up to date as a whole.
  const whole = existsSync(modules) && last?.kind !== 'serving';
  const made = whole ? 'everything' : kind;
  await install(made, { key, kind: made });
}

async function install(kind, newStamp) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  console.error(`installing ${kind === 'serving' ? 'what starting needs' : 'dependencies'} ...`);
  const work = workFolders.workFolder(join(root, '.build'));
  try {
    const { manifest, lock } = lockFor(kind);
    writeFileSync(join(work.folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(work.folder, 'package-lock.json'), JSON.stringify(lock));
    // Which registry to ask, for instance.
    if (existsSync(join(root, '.npmrc'))) cpSync(join(root, '.npmrc'), join(work.folder, '.npmrc'));
    await npmCi(work.folder);
    const made = join(work.folder, 'node_modules');
    writeStamp(made, newStamp);
    putInPlace(made, join(work.folder, 'old'), newStamp);
  } finally {
    work.done();
  }
  console.error(`installed (${seconds()} s)`);
}

function putInPlace(made, old, newStamp) {
  // Another command may have been faster.
  const there = readStamp();
  if (there?.key === newStamp.key && there.kind === newStamp.kind) return;
  try {
    if (existsSync(modules)) renameSync(modules, old);
    renameSync(made, modules);
  } catch (error) {
    const now = readStamp();
    if (now?.key === newStamp.key && now.kind === newStamp.kind) return;
    throw new failure.PreparationError(
      `node_modules cannot be replaced (${error.message}). Close what uses it, remove it, and run the command again.`,
    );
  }
}

async function npmCi(cwd) {
  const flags = [
    '--ignore-scripts',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const args = ['ci', ...flags, '--engine-strict=false'];
  const script = process.env.npm_execpath ?? '';
  const options = { cwd, stdio: ['ignore', 'ignore', 'inherit'] };
  const child = script.endsWith('npm-cli.js')
    ? spawn(process.execPath, [script, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
  const reason = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code) => resolve(code === 0 ? undefined : `exit code ${code}`));
  });
  if (reason === undefined) return;
  throw new failure.PreparationError(
    `Installing the dependencies failed (npm ci: ${reason}). Mend what npm says above (is its registry ` +
      'reachable? `npm ping` tells) and run the command again.',
  );
}

/** package.json and package-lock.json of what is asked for. */
function lockFor(kind) {
  const {
    name,
    version,
    dependencies = {},
    devDependencies = {},
  } = readJson(join(root, 'package.json'));
  const lock = readJson(join(root, 'package-lock.json'));
  const all = { ...dependencies, ...devDependencies };
  const names =
    kind === 'serving'
      ? [...Object.keys(dependencies), ...SERVING.bundled, ...SERVING.beside, ...SERVING.tools]
      : Object.keys(all);
  const wanted = Object.fromEntries(names.map((each) => [each, all[each]]));
  const manifest = { name, version, private: true, dependencies: wanted };
  const packages = { '': manifest };
  for (const path of kind === 'serving' ? closure(lock, names) : Object.keys(lock.packages)) {
    if (path === '') continue;
    const { dev: _dev, devOptional, ...entry } = lock.packages[path];
    packages[path] = devOptional ? { ...entry, optional: true } : entry;
  }
  const { lockfileVersion } = lock;
  return { manifest, lock: { name, version, lockfileVersion, requires: true, packages } };
}

/** The places in the lock file of some packages and all that they need, in the lock file's order. */
function closure(lock, names) {
  const found = new Set();
  const visit = (from, name) => {
    const path = resolveIn(lock, from, name);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    const { dependencies, optionalDependencies } = lock.packages[path];
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) visit(path, each);
  };
  for (const name of names) visit('', name);
  return Object.keys(lock.packages).filter((path) => found.has(path));
}

/** Node's lookup: the nearest node_modules on the way up. */
function resolveIn(lock, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock.packages[candidate] !== undefined) return candidate;
    if (at === '') return undefined;
  }
}

/** True when node_modules holds what the lock names, for this platform. */
function isInstalled({ lock }, last) {
  const file = join(modules, '.package-lock.json');
  if (!existsSync(file) || (last !== undefined && !last.key.endsWith(platform()))) return false;
  const present = readJson(file).packages;
  return Object.entries(lock.packages).every(
    ([path, { version, optional }]) =>
      path === '' || present[path]?.version === version || (optional && !present[path]),
  );
}

const platform = () => `${process.platform}-${process.arch}`;

function keyOfLock() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${platform()}`;
}

function readStamp() {
  try {
    return readJson(stamp);
  } catch {
    return undefined;
  }
}

function writeStamp(folder, content) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.emulator-install-stamp'), JSON.stringify(content));
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
