/** Tells mutants that the compiler refuses: they are no programs, so no test has to see them. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../lib/prepare.mjs';
import { read, readJson, WORK, writeJson } from './files.mjs';
import { textWith } from './mutants.mjs';

/** Of its own for each run: two at a time would tell of each other's mutants. */
const COPY = join(WORK, 'types', String(process.pid));
const TSC = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** About half of what is drawn compiles. */
const TRIED_FOR_ONE = 2;

/** The first `count` of `drawn` that compile. What has been found out about one is kept. */
export function firstThatCompile(drawn, count, say) {
  const cached = join(WORK, 'compiles.json');
  const known = readJson(cached) ?? {};
  copySource();
  let kept = [];
  for (let end = 0; kept.length < count && end < drawn.length;) {
    end += TRIED_FOR_ONE * (count - kept.length);
    const tried = drawn.slice(0, end);
    for (const batch of batchesOf(tried.filter(({ key }) => !(key in known)))) {
      const bad = refusedOf(batch);
      for (const { key } of batch) known[key] = !bad.has(key);
      writeJson(cached, known);
      say(`mutants that compile: ${tried.filter(({ key }) => known[key]).length} of ${count}`);
    }
    kept = tried.filter(({ key }) => known[key]);
  }
  rmSync(COPY, { recursive: true, force: true });
  return kept.slice(0, count);
}

/** One of each file is put into a copy of src at a time, so that one run of the compiler tells about many. */
function batchesOf(mutants) {
  const batches = [];
  const counts = new Map();
  for (const mutant of mutants) {
    const i = counts.get(mutant.file) ?? 0;
    counts.set(mutant.file, i + 1);
    (batches[i] ??= []).push(mutant);
  }
  return batches;
}

function copySource() {
  rmSync(COPY, { recursive: true, force: true });
  mkdirSync(COPY, { recursive: true });
  cpSync(join(root, 'src'), join(COPY, 'src'), { recursive: true });
  const config = {
    extends: '../../../../tsconfig.json',
    compilerOptions: { types: ['node'], incremental: true, tsBuildInfoFile: './.tsbuildinfo' },
    include: ['src'],
    // As in the project's own: it has one of its own.
    exclude: ['src/dashboard'],
  };
  writeFileSync(join(COPY, 'tsconfig.json'), JSON.stringify(config));
}

/** The keys of those that are refused. */
function refusedOf(mutants) {
  if (mutants.length === 0) return new Set();
  for (const mutant of mutants) writeFileSync(join(COPY, mutant.file), textWith(mutant));
  const { wrong, isClean } = compile();
  for (const { file } of mutants) writeFileSync(join(COPY, file), read(file));
  const bad = mutants.filter(({ file }) => wrong.has(file));
  const hasOthers = [...wrong].some((file) => !mutants.some((mutant) => mutant.file === file));
  const keys = new Set(bad.map(({ key }) => key));
  if (isClean || (bad.length > 0 && !hasOthers)) return keys;
  // What one does shows in another file: perhaps it is one of those that show in their own, too.
  if (bad.length > 0) {
    return new Set([...keys, ...refusedOf(mutants.filter(({ key }) => !keys.has(key)))]);
  }
  if (mutants.length === 1) return new Set(mutants.map(({ key }) => key));
  // One of the few that such a file imports: which one is not worth some more runs of the compiler.
  const suspects = mutants.filter(({ file }) => [...wrong].some((other) => imports(other, file)));
  if (suspects.length > 0) {
    const others = mutants.filter((mutant) => !suspects.includes(mutant));
    return new Set([...suspects.map(({ key }) => key), ...refusedOf(others)]);
  }
  const half = Math.ceil(mutants.length / 2);
  return new Set([...refusedOf(mutants.slice(0, half)), ...refusedOf(mutants.slice(half))]);
}

/** Whether a file names another one in an import. */
function imports(file, other) {
  const folder = posix.dirname(file);
  return [...read(file).matchAll(/'(\.{1,2}\/[^']+)\.js'/g)].some(
    ([, name]) => `${posix.join(folder, name)}.ts` === other,
  );
}

function compile() {
  const { status, stdout } = spawnSync(
    process.execPath,
    [TSC, '-p', join(COPY, 'tsconfig.json'), '--noEmit', '--pretty', 'false'],
    { cwd: COPY, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const wrong = new Set(
    [...stdout.matchAll(/^(src\/[^(\n]+)\(\d+,\d+\): error/gm)].map(([, file]) => file),
  );
  return { wrong, isClean: status === 0 };
}
