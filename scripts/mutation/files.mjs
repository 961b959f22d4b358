/** Where the parts of a run find each other's files. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../lib/prepare.mjs';

export const WORK = join(root, '.build', 'mutation');

/** The folders of src whose code a test can reach in its own process. */
const FOLDERS = [
  'core',
  'domain',
  'query',
  'contract',
  'persistence',
  'jobs',
  'services',
  'simulation',
  'seeding',
  'api',
  'http',
  'environment',
];

/** Tests that run the built program: a mutant is in it when the program is built with it. */
const WHOLE_PROGRAM = ['cli', 'clients', 'docs', 'faults', 'fleet', 'page', 'restart', 'upgrade'];

/** Tests that see no mutant: of scripts, and of a real store and proxy. */
const BLIND = ['deploy', 'fleet-real', 'scripts'];

export const filesUnder = (folder, end) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile() && item.name.endsWith(end))
    .map((item) => relative(root, join(item.parentPath, item.name)))
    .sort();

/** What can have mutants, as paths from the root. */
export const sourceFiles = () =>
  FOLDERS.flatMap((folder) => filesUnder(join('src', folder), '.ts')).filter(
    (file) =>
      !file.includes('/generated/') && !file.endsWith('/listed.ts') && !file.endsWith('.d.ts'),
  );

export const read = (file) => readFileSync(join(root, file), 'utf8');

const folderOf = (test) => test.split('/')[1];

/** Folders of tests of which some run the program in their own process: a restart may be one of the application. */
const OF_BOTH = ['faults', 'fleet', 'restart', 'upgrade'];
/** What a test has that begins processes of the program. */
const BEGINS_PROCESSES = /\b(EmulatorProcess|runCommand)\b|node:child_process|support\/haproxy'/;

const isInItsOwnProcess = (file) =>
  OF_BOTH.includes(folderOf(file)) && !BEGINS_PROCESSES.test(read(file));

const isOfWholeProgram = (file) =>
  WHOLE_PROGRAM.includes(folderOf(file)) && !isInItsOwnProcess(file);

/** The tests that can see one in their own process, as paths from the root. */
export const testFiles = () =>
  filesUnder('test', '.test.ts').filter(
    (file) => !BLIND.includes(folderOf(file)) && !isOfWholeProgram(file),
  );

/** Those that can see one when the program is built with it. */
export const wholeProgramTests = () => filesUnder('test', '.test.ts').filter(isOfWholeProgram);

export const hashOf = (...texts) => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 20);
};

export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a run may be ended at any moment. */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, JSON.stringify(value));
  renameSync(beside, file);
}
