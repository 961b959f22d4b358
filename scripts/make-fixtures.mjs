// `node scripts/make-fixtures.mjs CHECKOUT [FOLDER]`: lets the built program of a checkout fill data
// directories, and keeps them with what that program says of them (test/upgrade/fixtures/README.md).
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { archiveOf } from './fixtures/archive.mjs';
import { answersOf, describeFiles } from './fixtures/describe.mjs';
import { makeEdgeCases } from './fixtures/edge-cases.mjs';
import { makeLife } from './fixtures/life.mjs';
import { endAll } from './fixtures/program.mjs';
import { makeUnderWay } from './fixtures/under-way.mjs';
import { root } from './lib/prepare.mjs';

const SCENARIOS = { life: makeLife, 'edge-cases': makeEdgeCases, 'under-way': makeUnderWay };

/** Chance and time are given, so that a fixture made again differs in little. */
const SEEDS = {
  'fixture.yaml':
    'version: 1\nchance: 20261128\nclock: { start: 2026-06-01T12:00:00Z, mode: stopped }\n',
};

const [asked, folder] = process.argv.slice(2);
if (asked === undefined) {
  console.error('which checkout? node scripts/make-fixtures.mjs CHECKOUT [FOLDER]');
  process.exit(1);
}
const checkout = resolve(asked);
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
const target = resolve(folder ?? join(root, 'test', 'upgrade', 'fixtures', version));
const work = mkdtempSync(join(tmpdir(), 'make-fixtures-'));
try {
  await makeAll();
} finally {
  endAll();
  rmSync(work, { recursive: true, force: true });
}

async function makeAll() {
  const seedFolder = join(work, 'seeds');
  mkdirSync(seedFolder);
  for (const [name, text] of Object.entries(SEEDS)) writeFileSync(join(seedFolder, name), text);
  const seeds = (names) => ({ EMULATOR_SEED: names, EMULATOR_SEED_DIRECTORIES: seedFolder });
  mkdirSync(target, { recursive: true });
  const manifest = { version, fixtures: {} };
  const answers = {};
  for (const [name, make] of Object.entries(SCENARIOS)) {
    const dataDir = join(work, name);
    const { known, exports } = await make(checkout, dataDir, seeds);
    keep(name, dataDir);
    manifest.fixtures[name] = { known, ...describeFiles(checkout, dataDir) };
    answers[name] = await answersOf(checkout, dataDir);
    if (exports) manifest.exports = keepExports(exports);
  }
  writeFileSync(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(target, 'answers.json.gz'), gzipSync(JSON.stringify(answers), { level: 9 }));
}

function keep(name, dataDir) {
  const archive = archiveOf(dataDir);
  writeFileSync(join(target, `${name}.tar.gz`), archive);
  console.log(`${name}.tar.gz: ${archive.length} bytes`);
}

function keepExports(exports) {
  const exportFolder = join(work, 'exports');
  mkdirSync(exportFolder);
  for (const [name, bytes] of Object.entries(exports))
    writeFileSync(join(exportFolder, name), bytes);
  keep('exports', exportFolder);
  return describeFiles(checkout, exportFolder).databases;
}
