/** Draws mutants of what answers for the contract, and what is known of some of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load as parse } from 'js-yaml';
import { root } from '../../lib/prepare.mjs';
import { read } from '../files.mjs';
import { allMutants, shuffled } from '../mutants.mjs';

/** The folders whose code answers for the contract. */
const FOLDERS = ['domain', 'services', 'api', 'contract', 'persistence/queries'];
const isOfContract = (file) => FOLDERS.some((folder) => file.startsWith(`src/${folder}/`));

const rowsOf = (name) => parse(readFileSync(join(root, 'test', name), 'utf8')) ?? [];

/**
 * So many mutants, the same for the same seed and source. None is left out by hand but equivalents
 * (test/equivalent-mutants.yaml). Those that the compiler would refuse are among them: types are gone when it runs.
 */
export async function drawn({ seed, count, only }, say) {
  const isEquivalent = knownBy(rowsOf('equivalent-mutants.yaml'));
  const all = (await allMutants((file) => isOfContract(file) && file.startsWith(only))).filter(
    (mutant) => isEquivalent(mutant) === undefined,
  );
  say(`${all.length} mutants to draw from`);
  return shuffled(all, seed).slice(0, count);
}

/** Answers for a mutant why no call of the API can show it, where somebody has said so. */
export function pastTheApi() {
  const rows = rowsOf('mutants-past-the-api.yaml');
  const known = knownBy(rows.filter(({ file }) => file !== undefined));
  const kinds = rows.filter(({ folder }) => folder !== undefined);
  return (mutant) =>
    known(mutant) ??
    kinds.find(
      ({ folder, operator = mutant.operator, behind = [''] }) =>
        mutant.file.startsWith(folder) &&
        mutant.operator === operator &&
        behind.some((text) => before(mutant).endsWith(text)),
    )?.why;
}

/** What stands before a mutant, without white space. */
const before = ({ file, start }) =>
  read(file)
    .slice(Math.max(0, start - 80), start)
    .replaceAll(/\s+/g, '');

/** Rows `{ file, original?, replacement?, why }`: what is not said is any. */
function knownBy(rows) {
  return (mutant) =>
    rows.find(
      ({ file, original = mutant.original, replacement = mutant.replacement }) =>
        file === mutant.file && original === mutant.original && replacement === mutant.replacement,
    )?.why;
}
