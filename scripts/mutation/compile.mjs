/** Tells mutants that the compiler refuses: they are no programs, so no test has to see them. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';
import { hashOf, read, readJson, sourceFiles, WORK, writeJson } from './files.mjs';
import { textWith } from './mutants.mjs';

const COPY = join(WORK, 'types');
const TSC = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * The first `count` of `drawn` that compile. One of each file is put into a copy of src at a time, so that one run
 * of the compiler tells about many.
 */
export function firstThatCompile(drawn, count, say) {
  const kept = [];
  let refused = 0;
  let rest = drawn;
  const cached = join(WORK, 'compiles', `${hashOf(...sourceFiles().map(read))}.json`);
  const known = readJson(cached) ?? {};
  copySource();
  while (kept.length < count && rest.length > 0) {
    const batch = new Map();
    const later = [];
    for (const mutant of rest) {
      const isRoom = batch.size + kept.length < count && !batch.has(mutant.file);
      if (isRoom) batch.set(mutant.file, mutant);
      else later.push(mutant);
    }
    const asked = [...batch.values()].filter(({ key }) => !(key in known));
    const answers = refusedOf(asked);
    for (const { key } of asked) known[key] = !answers.has(key);
    writeJson(cached, known);
    const bad = new Set([...batch.values()].map(({ key }) => key).filter((key) => !known[key]));
    refused += bad.size;
    kept.push(...[...batch.values()].filter((mutant) => !bad.has(mutant.key)));
    rest = later;
    say(`mutants that compile: ${kept.length} of ${count} (${refused} do not)`);
  }
  // In the order of the draw, whatever the batches were.
  const place = new Map(drawn.map(({ key }, i) => [key, i]));
  return { mutants: kept.toSorted((a, b) => place.get(a.key) - place.get(b.key)), refused };
}

function copySource() {
  rmSync(join(COPY, 'src'), { recursive: true, force: true });
  // What an earlier state of src had of errors may stay in it.
  rmSync(join(COPY, '.tsbuildinfo'), { force: true });
  mkdirSync(COPY, { recursive: true });
  cpSync(join(root, 'src'), join(COPY, 'src'), { recursive: true });
  const config = {
    extends: '../../../tsconfig.json',
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
  const half = Math.ceil(mutants.length / 2);
  return new Set([...refusedOf(mutants.slice(0, half)), ...refusedOf(mutants.slice(half))]);
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
