/**
 * What `npm start` and `npm test` need before they can run: installed dependencies and a fresh
 * build. Both steps are silent and take milliseconds when there is nothing to do, so the first
 * command after `git clone` works and every later one starts at once.
 *
 * Everything said here goes to stderr; stdout belongs to the command that was asked for.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const modules = join(root, 'node_modules');
const installStamp = join(modules, '.emulator-install-stamp');
const dist = join(root, 'dist');
const buildStamp = join(dist, '.build-stamp.json');
const buildInfo = join(dist, '.tsbuildinfo');
const entry = join(dist, 'cli', 'main.js');

/** A failure that the reader can mend: shown as one sentence, without a stack. */
export class PreparationError extends Error {}

/** Runs `work`; a PreparationError becomes a line on stderr and exit code 1. */
export async function orExplain(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Installs the dependencies when they are missing or not those of package-lock.json. */
export function ensureInstalled() {
  assertNodeVersion();
  const wanted = installKey();
  if (readIfThere(installStamp) === wanted) return;
  if (!isInstalled()) install();
  writeFileSync(installStamp, wanted);
}

/** Compiles src to dist when a source file changed since the last build, or always with `force`. */
export function ensureBuilt({ force = false } = {}) {
  const sources = sourceFiles();
  const stamp = readBuildStamp();
  const quick = quickKey(sources);
  if (!force && stamp?.quick === quick) return;
  const content = contentKey(sources);
  // A fresh checkout or a `touch` changes times only.
  if (force || stamp?.content !== content) build(sources, { clean: force || stamp === undefined });
  writeFileSync(buildStamp, JSON.stringify({ quick, content }));
}

function assertNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const oldestMinor = { 20: 19, 22: 12 };
  if (major >= 24 || (major in oldestMinor && minor >= oldestMinor[major])) return;
  throw new PreparationError(
    `Node ${process.versions.node} is not supported: install Node 20.19 or later ` +
      '(20.x, 22.12 or later, or 24 and later) and run the command again.',
  );
}

/** The lock file, and what a compiled addon depends on: Node's ABI and the platform. */
function installKey() {
  const { platform, arch, versions } = process;
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${hash([lock])} ${platform}-${arch}-${versions.modules}`;
}

/** True when node_modules holds what the lock file names, and the compiled addon loads. */
function isInstalled() {
  const installed = readIfThere(join(modules, '.package-lock.json'));
  if (installed === undefined) return false;
  const present = JSON.parse(installed).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const missing = Object.entries(locked).some(
    ([path, { version, optional }]) =>
      path !== '' && present[path]?.version !== version && !(optional && !present[path]),
  );
  return !missing && addonLoads();
}

function addonLoads() {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

function install() {
  const started = performance.now();
  console.error('installing dependencies (the first time takes a minute or two) ...');
  const { status, error } = npm(['ci'], { stdio: ['ignore', 2, 2], env: installEnvironment() });
  if (error !== undefined || status !== 0) {
    throw new PreparationError(
      `Installing the dependencies failed (npm ci: ${error?.message ?? `exit code ${status}`}). ` +
        'Mend what npm says above and run the command again. better-sqlite3 is compiled when no ' +
        'prebuilt binary can be had: that needs make, a C++ compiler and python3.',
    );
  }
  console.error(`installed dependencies (${secondsSince(started)} s)`);
}

/**
 * node-gyp downloads Node's headers unless it is told where they are. A Node installation mostly
 * brings them along, so name that place when nobody else has.
 */
function installEnvironment() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const configured =
    process.env.npm_config_nodedir ??
    process.env.npm_package_config_node_gyp_nodedir ??
    npm(['config', 'get', 'nodedir'], { encoding: 'utf8' }).stdout?.trim();
  const known = configured && configured !== 'undefined';
  if (known || !existsSync(join(prefix, 'include', 'node', 'node.h'))) return process.env;
  // npm itself warns about an npm_config_nodedir; node-gyp reads this name as well.
  return { ...process.env, npm_package_config_node_gyp_nodedir: prefix };
}

function npm(args, options) {
  const script = process.env.npm_execpath;
  const run = { cwd: root, ...options };
  if (script?.endsWith('npm-cli.js')) return spawnSync(process.execPath, [script, ...args], run);
  return spawnSync('npm', args, { ...run, shell: process.platform === 'win32' });
}

function build(sources, { clean }) {
  const started = performance.now();
  // Incremental builds trust that what was emitted is still there.
  if (clean) rmSync(buildInfo, { force: true });
  rmSync(buildStamp, { force: true });
  mkdirSync(dist, { recursive: true });
  const compiler = join(modules, 'typescript', 'bin', 'tsc');
  const { status, error } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (error !== undefined || status !== 0) {
    throw new PreparationError(
      `The build failed (tsc: ${error?.message ?? `exit code ${status}`}). ` +
        'Mend what the compiler says above and run the command again.',
    );
  }
  removeOrphans(sources);
  console.error(`built (${secondsSince(started)} s)`);
}

/** Deletes what earlier builds emitted for sources that are gone. */
function removeOrphans(sources) {
  const kept = new Set(
    sources.map((file) => relative(join(root, 'src'), file).replace(/\.(ts|json)$/, '')),
  );
  for (const file of filesUnder(dist)) {
    const source = relative(dist, file).replace(/\.(d\.ts|js|json)$/, '');
    if (!kept.has(source) && file !== buildInfo) rmSync(file);
  }
}

function sourceFiles() {
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  return [...filesUnder(join(root, 'src')), ...settings.map((name) => join(root, name))];
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .sort();
}

function quickKey(files) {
  return hash(
    files.map((file) => {
      const { mtimeMs, size } = statSync(file);
      return `${relative(root, file)} ${mtimeMs} ${size}\n`;
    }),
  );
}

function contentKey(files) {
  return hash(files.flatMap((file) => [relative(root, file), '\0', readFileSync(file), '\0']));
}

function readBuildStamp() {
  const text = readIfThere(buildStamp);
  if (text === undefined || !existsSync(entry)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hash(parts) {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function secondsSince(started) {
  return ((performance.now() - started) / 1000).toFixed(1);
}
