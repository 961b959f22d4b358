/**
 * Keeps `dist` in step with src: the program by `ensureBuilt`, the types for who uses the library by
 * `ensureTypes`. Both take milliseconds when there is nothing to do. Every file is put in place by a rename,
 * so that a program that starts meanwhile reads the old one or the new one.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import failure from './failure.cjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const dist = join(root, 'dist');
const stamps = join(root, '.build');
const isType = (file) => file.endsWith('.d.ts');

/** Bundles src to dist when a source changed since the last time, or always with `force`. */
export function ensureBuilt({ force = false } = {}) {
  return ensure('build', join(dist, 'emulator.js'), force, async () => {
    const started = performance.now();
    const { beside, bundle, documentation, notices, packagesIn, sqlite, texts } =
      await import('./bundle.mjs');
    const { dashboard } = await import('./dashboard.mjs');
    const [program, page] = await Promise.all([bundle(), dashboard()]).catch(explainBundling);
    const packages = packagesIn([...program.metafiles, page.metafile]);
    const licences = new Map([['THIRD-PARTY-LICENSES.txt', Buffer.from(notices(packages))]]);
    const all = new Map([
      ...program.files,
      ...page.files,
      ...texts(),
      ...documentation(),
      ...sqlite(),
      ...licences,
    ]);
    for (const [name, content] of all) writeWhole(join(dist, name), content);
    removeOthers((name) => all.has(name) || isType(name));
    // For the list of what is inside (sbom.mjs).
    mkdirSync(stamps, { recursive: true });
    writeWhole(join(stamps, 'bundled.json'), JSON.stringify([...packages, ...beside()]));
    console.error(`built (${secondsSince(started)} s)`);
  });
}

/** Writes the declarations that dist/index.d.ts and dist/jest/index.d.ts lead to. */
export function ensureTypes({ force = false } = {}) {
  return ensure('types', join(dist, 'index.d.ts'), force, async () => {
    const started = performance.now();
    const emitted = join(root, '.build', 'types');
    if (force) rmSync(emitted, { recursive: true, force: true });
    await compile();
    const names = reachable(emitted, ['index.d.ts', join('jest', 'index.d.ts')]);
    for (const name of names) writeWhole(join(dist, name), readFileSync(join(emitted, name)));
    removeOthers((name) => names.has(name) || !isType(name));
    console.error(`types (${secondsSince(started)} s)`);
  });
}

/** Does `work` when the sources are others than when it was done last. */
async function ensure(what, result, force, work) {
  const stamp = join(stamps, `${what}-stamp.json`);
  const sources = sourceFiles();
  const last = existsSync(result) ? readStamp(stamp) : undefined;
  const quick = quickKey(sources);
  if (!force && last?.quick === quick) return;
  const content = contentKey(sources);
  if (force || last?.content !== content) {
    rmSync(stamp, { force: true });
    await work();
  }
  // A fresh checkout or a `touch` changes times only.
  mkdirSync(stamps, { recursive: true });
  writeWhole(stamp, JSON.stringify({ quick, content }));
}

function explainBundling(error) {
  if (!Array.isArray(error.errors)) throw error;
  const lines = error.errors.map(({ text, location }) =>
    location ? `${location.file}:${location.line}:${location.column}: ${text}` : text,
  );
  throw new failure.PreparationError(`The build failed:\n${lines.join('\n')}`);
}

async function compile() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const child = spawn(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code === 0) return;
  throw new failure.PreparationError(
    `The types could not be built (tsc: exit code ${code}). Mend what the compiler says above and run the command again.`,
  );
}

/** The declarations that some lead to, by relative imports. */
function reachable(folder, entries) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, path] of text.matchAll(/(?:from |import |import\()["'](\.[^"']+)\.js["']/g)) {
      visit(join(dirname(name), `${path}.d.ts`));
    }
  };
  entries.forEach(visit);
  return found;
}

/** In dist by other commands: the guide, and the list of what is inside. */
const BESIDE = /^(?:guide[\\/]|sbom\.)/;

/** Deletes what earlier builds put into dist; names with a dot are not theirs. */
function removeOthers(isKept) {
  for (const file of filesUnder(dist)) {
    const name = relative(dist, file);
    if (!name.startsWith('.') && !BESIDE.test(name) && !isKept(name)) rmSync(file);
  }
}

function sourceFiles() {
  const others = [
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
    'scripts/lib/build.mjs',
    'scripts/lib/bundle.mjs',
    'scripts/lib/dashboard.mjs',
  ];
  return [...filesUnder(join(root, 'src')), ...others.map((name) => join(root, name))];
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

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and not when it is the same: Node's compile cache stays good then. */
function writeWhole(file, content) {
  const bytes = Buffer.from(content);
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, bytes);
  renameSync(beside, file);
}

function hash(parts) {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

function secondsSince(started) {
  return ((performance.now() - started) / 1000).toFixed(1);
}
