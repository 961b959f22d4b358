/** What each file of tests reaches, measured once for each state of it, and so which tests can see a mutant. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, read, readJson, testFiles, WORK, writeJson } from './files.mjs';
import { runTests } from './jest-run.mjs';
import { inParallel } from './parallel.mjs';

const FOLDER = join(WORK, 'coverage');
const AT_ONCE = 8;
const LONGEST = 1_200_000;

const recordOf = (test) => join(FOLDER, 'tests', `${test.replaceAll('/', '+')}.json`);

/** Whether it is known what a test reaches, as it is now. */
export const isMeasured = (test) => readJson(recordOf(test))?.hash === hashOf(read(test));

/** Measures what was not measured yet of some tests, and answers the coverage of them. */
export async function coverageOf(isWanted, parallel, say) {
  const tests = testFiles().filter(isWanted);
  const missing = tests.filter((test) => !isMeasured(test));
  const groups = [];
  for (let i = 0; i < missing.length; i += AT_ONCE) groups.push(missing.slice(i, i + AT_ONCE));
  let done = 0;
  await inParallel(groups, parallel, async (group) => {
    await measure(group);
    done += group.length;
    say(`what tests reach: ${done} of ${missing.length} files`);
  });
  const known = tests.map((test) => readJson(recordOf(test))).filter((record) => record?.isGreen);
  const red = tests.length - known.length;
  if (red > 0) say(`${red} files of tests are left out: they fail without a mutant`);
  return new Coverage(known);
}

async function measure(tests) {
  const { results } = await runTests(tests, { counting: FOLDER, timeout: LONGEST });
  const isSeenGreen = (all, test) => all.some((result) => result.test === test && result.isGreen);
  // What is handed to a thread as text fails with counters in it: what was reached by then is known.
  const red = tests.filter((test) => !isSeenGreen(results, test));
  const again = red.length > 0 ? await runTests(red, { timeout: LONGEST }) : { results: [] };
  for (const test of tests) {
    const reached = join(FOLDER, 'reached', `${test.replaceAll('/', '+')}.json`);
    const { ms = 0 } = results.find((result) => result.test === test) ?? {};
    const isGreen = isSeenGreen([...results, ...again.results], test);
    const files = readJson(reached) ?? {};
    writeJson(recordOf(test), { test, hash: hashOf(read(test)), isGreen, ms, files });
    rmSync(reached, { force: true });
  }
}

/** A file, its folder, and the layer that it is in. */
const placesOf = (file) => [
  file,
  file.replace(/\/[^/]*$/, ''),
  file.split('/').slice(0, 2).join('/'),
];

/** Names of what stands in many paths, and so says nothing about what belongs together. */
const COMMON = new Set(['src', 'test', 'ts', 'api', 'operations', 'services', 'and', 'the', 'of']);
const wordsOf = (file) =>
  new Set(
    file
      .split(/[^a-z]+/)
      .map((word) => word.replace(/s$/, ''))
      .filter((word) => word !== '' && !COMMON.has(word)),
  );

/** What is declared has a test that compares it with what was written of it: that one looks first. */
const BY_HEART = [
  ['src/api/operations/', 'test/contract/description.test.ts'],
  ['src/contract/inventories/', 'test/contract/description.test.ts'],
  ['src/persistence/schema/', 'test/persistence/schema.test.ts'],
  ['src/seeding/schema/', 'test/contract/generated-files.test.ts'],
];
const FIRST = 100;

class Coverage {
  #records;
  #places = new Map();
  #seen = new Map();

  constructor(records) {
    this.#records = records.map((record) => ({ ...record, words: wordsOf(record.test) }));
  }

  get size() {
    return this.#records.length;
  }

  /** Notes that a test saw a mutant of a file: it will be asked early about others there. */
  note(file, test) {
    for (const place of placesOf(file)) {
      const key = `${place} ${test}`;
      this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
    }
  }

  /** The tests that reach a mutant as `{ test, ms }`, those that most likely see it first. */
  testsOf(mutant) {
    const words = wordsOf(mutant.file);
    const reaching = this.#records.filter((record) => this.#reaches(record, mutant));
    const most = Math.max(1, ...reaching.map(({ files }) => reachedOf(files, mutant.file)));
    return reaching
      .map(({ test, ms, files, words: own }) => {
        const alike = [...own].filter((word) => words.has(word)).length;
        const [here, beside, around] = placesOf(mutant.file).map(
          (place) => this.#seen.get(`${place} ${test}`) ?? 0,
        );
        const seen = 2 * here + beside + Math.min(around, 4);
        // Who reaches most of a file looks at what it does; many others only pass through it.
        const share = 8 * (reachedOf(files, mutant.file) / most);
        const kinds = test.startsWith('test/kinds/') ? 4 : 0;
        const likely = 3 * alike + share + kinds + Math.min(seen, 8);
        const byHeart = BY_HEART.some(
          (pair) => mutant.file.startsWith(pair[0]) && test === pair[1],
        );
        const weight = (byHeart ? FIRST : likely) - Math.log2(1 + ms / 1000);
        return { test, ms, weight };
      })
      .toSorted((a, b) => b.weight - a.weight || a.ms - b.ms);
  }

  #reaches({ files }, mutant) {
    const reached = files[mutant.file];
    if (!reached) return false;
    const [hash, bits] = reached;
    const region = this.#regionOf(hash, mutant);
    // Code of no region runs when its file is loaded; and of a file that has changed since nothing more is known.
    if (region === undefined) return true;
    return ((Buffer.from(bits, 'base64')[region >> 3] ?? 0) & (1 << (region & 7))) !== 0;
  }

  /** The smallest region around a mutant, as its number. */
  #regionOf(hash, mutant) {
    const key = `${hash} ${mutant.key}`;
    if (!this.#places.has(key)) {
      const isCurrent = hashOf(read(mutant.file)) === hash;
      const regions = isCurrent ? readJson(join(FOLDER, 'regions', `${hash}.json`)) : undefined;
      this.#places.set(key, smallestAround(regions ?? [], mutant));
    }
    return this.#places.get(key);
  }
}

/** How many regions of a file are reached. */
function reachedOf(files, file) {
  let count = 0;
  for (let byte of Buffer.from(files[file]?.[1] ?? '', 'base64'))
    for (; byte > 0; byte >>= 1) count += byte & 1;
  return count;
}

function smallestAround(regions, { line, column, endLine, endColumn }) {
  let smallest;
  let size = [Infinity, Infinity];
  regions.forEach((region, i) => {
    if (region === null) return;
    const [fromLine, fromColumn, toLine, toColumn] = region;
    if (line < fromLine || (line === fromLine && column < fromColumn)) return;
    if (endLine > toLine || (endLine === toLine && endColumn > toColumn)) return;
    const own = [toLine - fromLine, toColumn - fromColumn];
    if (own[0] > size[0] || (own[0] === size[0] && own[1] >= size[1])) return;
    smallest = i;
    size = own;
  });
  return smallest;
}
