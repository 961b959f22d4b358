/**
 * What is inside of the package, for programs that look for it: CycloneDX, as npm makes it of the lock file, cut down
 * to the packages whose code lies in dist, whoever's dependencies they are here. The same lock, the same bytes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import failure from './failure.cjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

/**
 * The document as an object.
 * @param folders places of packages, like `node_modules/express`
 */
export function sbomOf(folders) {
  const manifest = readJson('package.json');
  const inside = [
    ...folders,
    ...Object.keys(manifest.dependencies).map((name) => `node_modules/${name}`),
  ].map((folder) => readJson(join(folder, 'package.json')));
  const wanted = new Map(inside.map((each) => [refOf(each), each]));
  const whole = npmSbom();
  const components = whole.components.filter((component) => wanted.has(refOf(component)));
  const missing = [...wanted.keys()].filter(
    (ref) => !components.some((found) => refOf(found) === ref),
  );
  if (missing.length > 0) {
    throw new failure.PreparationError(
      `npm sbom does not know ${missing.join(', ')}: is package-lock.json in step with node_modules?`,
    );
  }
  const self = { ...whole.metadata.component, name: manifest.name };
  const sqlite = sqliteComponent();
  const kept = new Set([self, ...components].map((component) => component['bom-ref']));
  const sqlite3 = components.find(({ name }) => name === 'better-sqlite3')?.['bom-ref'];
  const { timestamp: _timestamp, ...metadata } = whole.metadata;
  const { serialNumber: _serialNumber, ...document } = whole;
  return {
    ...document,
    metadata: { ...metadata, lifecycles: [{ phase: 'build' }], component: self },
    components: [
      ...components.map((component) => required(component, wanted.get(refOf(component)))),
      sqlite,
    ].toSorted(byRef),
    dependencies: [
      ...whole.dependencies
        .filter(({ ref }) => kept.has(ref))
        .map(({ ref, dependsOn = [] }) => ({
          ref,
          dependsOn: [
            ...dependsOn.filter((each) => kept.has(each)),
            ...(ref === sqlite3 ? [sqlite['bom-ref']] : []),
          ],
        })),
      { ref: sqlite['bom-ref'], dependsOn: [] },
    ].toSorted(({ ref: a }, { ref: b }) => (a < b ? -1 : 1)),
  };
}

function npmSbom() {
  const args = [
    'sbom',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
    '--package-lock-only',
  ];
  const script = process.env.npm_execpath ?? '';
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr, error } = script.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [script, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (status === 0) return JSON.parse(stdout);
  throw new failure.PreparationError(`npm sbom failed: ${error?.message ?? stderr}`);
}

/**
 * From the lock file's point of view the packages are for development alone; in dist they are not. Of packages that
 * name their licences in the way of old npm knows none.
 */
function required({ properties, ...component }, { licenses: old = [] }) {
  const licenses = component.licenses ?? old.map(({ type }) => ({ license: { id: type } }));
  const others = properties.filter(({ name }) => name !== 'cdx:npm:package:development');
  return {
    ...component,
    scope: 'required',
    licenses,
    ...(others.length > 0 ? { properties: others } : {}),
  };
}

/** better-sqlite3 is mostly SQLite, which npm knows nothing of. */
function sqliteComponent() {
  const Database = require('better-sqlite3');
  const database = new Database(':memory:');
  const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
  database.close();
  return {
    'bom-ref': `sqlite@${version}`,
    type: 'library',
    name: 'sqlite',
    version,
    scope: 'required',
    purl: `pkg:generic/sqlite@${version}`,
    licenses: [{ license: { id: 'blessing' } }],
  };
}

const refOf = ({ name, version }) => `${name}@${version}`;
const byRef = (one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1);

function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}
