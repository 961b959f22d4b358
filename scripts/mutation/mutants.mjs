/** All mutants of the source, by the operators of Stryker. */
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { join } from 'node:path';
import { hashOf, read, readJson, sourceFiles, WORK, writeJson } from './files.mjs';

const nothing = () => {};
export const logger = {
  isDebugEnabled: () => false,
  ...Object.fromEntries(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, nothing]),
  ),
};

/** Mutants of some files: `{ file, line, column, start, end, operator, original, replacement, key }`. */
export async function allMutants(isWanted) {
  const mutants = [];
  for (const file of sourceFiles().filter(isWanted)) mutants.push(...(await mutantsOf(file)));
  return mutants;
}

async function mutantsOf(file) {
  const text = read(file);
  const cached = join(WORK, 'mutants', `${hashOf(file, text)}.json`);
  const known = readJson(cached);
  if (known) return known;
  const instrumenter = new Instrumenter(logger);
  const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: true };
  const { mutants } = await instrumenter.instrument(
    [{ name: file, mutate: true, content: text }],
    options,
  );
  const offsets = lineOffsets(text);
  const found = mutants.map(({ location, mutatorName, replacement }) => {
    const start = offsets[location.start.line] + location.start.column;
    const end = offsets[location.end.line] + location.end.column;
    const original = text.slice(start, end);
    const key = hashOf(file, text.slice(0, start), original, replacement, text.slice(end));
    const { line, column } = location.start;
    return {
      file,
      line: line + 1,
      column,
      endLine: location.end.line + 1,
      endColumn: location.end.column,
      start,
      end,
      operator: mutatorName,
      original,
      replacement,
      key,
    };
  });
  // Some operators make the same text: one is enough.
  const different = [...new Map(found.map((mutant) => [mutant.key, mutant])).values()];
  writeJson(cached, different);
  return different;
}

function lineOffsets(text) {
  const offsets = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) offsets.push(i + 1);
  return offsets;
}

/** The text of a mutant's file with it. */
export function textWith({ file, start, end, operator, replacement }) {
  const text = read(file);
  // What stands for an expression keeps together, whatever is around it.
  const isExpression =
    operator !== 'BlockStatement' && !/^\s*(case\b|default\s*:)/.test(replacement);
  const put = isExpression ? `(${replacement})` : replacement;
  return text.slice(0, start) + put + text.slice(end);
}

/** Takes any number of mutants in an order that the seed decides. */
export function shuffled(mutants, seed) {
  const next = random(seed);
  const all = [...mutants];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
