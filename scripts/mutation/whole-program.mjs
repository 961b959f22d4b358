/**
 * What becomes of a mutant that no test reaches in its own process: the program is built with it in a checkout beside
 * this one, and the tests that run the built program are run there, those first that speak of what the mutant is in.
 */
import { spawnSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';
import { read, readJson, WORK, wholeProgramTests } from './files.mjs';

/** So many files of tests at most, and so long at most for each, in ms. */
const [MOST, LONGEST] = [5, 60_000];

/** What nobody changes: as other names of the same files. */
const LINKED = ['node_modules', '.node'];
const LEFT_OUT = new Set([...LINKED, '.git', '.build', 'dist']);

const free = [];
let count = 0;

/** `{ by, ran }`: the test that saw it, if one did, of so many. */
export async function judgeWhole({ file, text }) {
  const checkout = free.pop() ?? makeCheckout(count++);
  try {
    const tests = likeliest(file).filter((test) => !checkout.red.has(test));
    for (;;) {
      build(checkout, file, text);
      const by = await firstRed(checkout, tests);
      if (by === undefined) return { by, ran: tests.length };
      // It may be red here without the mutant.
      build(checkout, file, read(file));
      if ((await firstRed(checkout, [by])) === undefined) return { by, ran: tests.length };
      checkout.red.add(by);
      tests.splice(tests.indexOf(by), 1);
    }
  } finally {
    writeFileSync(join(checkout.folder, file), read(file));
    free.push(checkout);
  }
}

function makeCheckout(number) {
  const folder = join(WORK, 'checkouts', String(number));
  // Of a run that was killed something may still write into it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root)) {
    if (!LEFT_OUT.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const name of LINKED) {
    if (existsSync(join(root, name))) spawnSync('cp', ['-al', join(root, name), folder]);
  }
  return { folder, red: new Set() };
}

function build({ folder }, file, text) {
  writeFileSync(join(folder, file), text);
  const code = `import('./scripts/lib/build.mjs').then((build) => build.ensureBuilt())`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the program cannot be built with ${file} changed: ${stderr}`);
}

/** The first of these tests that fails. One that does not end fails, too. */
async function firstRed({ folder }, tests) {
  if (tests.length === 0) return undefined;
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const results = join(folder, 'results.json');
  const words = ['-w', '1', '--bail', '--ci', '--json', `--outputFile=${results}`];
  rmSync(results, { force: true });
  const child = spawn(
    process.execPath,
    [jest, ...words, '--runTestsByPath', ...tests, '--reporters=default'],
    { cwd: folder, stdio: 'ignore', detached: true },
  );
  const group = -Number(child.pid);
  const timer = setTimeout(() => process.kill(group, 'SIGKILL'), LONGEST * tests.length);
  await new Promise((resolve) => child.on('exit', resolve));
  clearTimeout(timer);
  const { testResults = [] } = readJson(results) ?? {};
  const red = testResults.find(({ status }) => status === 'failed');
  if (red) return tests.find((test) => red.name.endsWith(test));
  return testResults.length === 0 ? tests[0] : undefined;
}

/** Words that say nothing about a file. */
const COMMON = new Set(['src', 'test', 'ts', 'the', 'and', 'of', 'index', 'services', 'core']);
const wordsOf = (text) => new Set((text.match(/[a-z]{3,}/g) ?? []).filter((w) => !COMMON.has(w)));

/** The tests that speak most of what the words in a file's path say; rare words say more than common ones. */
function likeliest(file) {
  const tests = wholeProgramTests().map((test) => ({
    test,
    named: wordsOf(test),
    said: wordsOf(read(test).toLowerCase()),
  }));
  const rarity = (word) =>
    Math.log((1 + tests.length) / (1 + tests.filter(({ said }) => said.has(word)).length));
  const words = [...wordsOf(file)].map((word) => [word, rarity(word)]);
  return tests
    .map(({ test, named, said }) => {
      const weights = words.map(
        ([word, weight]) => (named.has(word) ? 4 + weight : 0) + (said.has(word) ? weight : 0),
      );
      return { test, weight: weights.reduce((sum, weight) => sum + weight, 0) };
    })
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MOST)
    .map(({ test }) => test);
}
