/**
 * The program as a table of scripts, one for each file of src, compiled when they are first needed and kept for all
 * files of tests and all mutants of a process: another mutant is another script for one file.
 */
'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { Script } = require('node:vm');
const { buildSync } = require('esbuild');
const { createInstrumenter } = require('istanbul-lib-instrument');
const { transformSync } = require('@swc/core');
const base = require('../../../jest.config.cjs');

const ROOT = path.join(__dirname, '..', '..', '..');
const SRC = path.join(ROOT, 'src');
const [[, [, { sourceMaps: _, ...options }]]] = Object.entries(base.transform);
const WORDS = 'require, module, exports, __filename, __dirname';

const compiled = (text, filename) => new Script(`(function (${WORDS}) {${text}\n})`, { filename });

let instrumenter;
function withCounters(text, file) {
  instrumenter ??= createInstrumenter({
    esModules: true,
    compact: false,
    parserPlugins: ['typescript', 'explicitResourceManagement'],
  });
  return instrumenter.instrumentSync(text, file);
}

const isCountable = (file) => !file.includes(`${path.sep}generated${path.sep}`);

class Program {
  #isCounted;
  #scripts = new Map();
  /** `{ file, text }`: what stands in the place of a file, by its whole path. */
  mutant;

  constructor(isCounted) {
    this.#isCounted = isCounted;
  }

  /**
   * Modules of their own: a function of a name under src. `outside` finds what is not in src; without a context they
   * are in that of this process.
   */
  modulesIn(context, outside) {
    const modules = new Map();
    const packages = new Map();
    const runIn = (script, module, require, file) => {
      const run = context ? script.runInContext(context) : script.runInThisContext();
      run(require, module, module.exports, file, path.dirname(file));
      return module.exports;
    };
    const packageOf = (name) => {
      if (name.startsWith('node:') || name === 'better-sqlite3') return outside(name);
      if (!packages.has(name)) {
        const all = { exports: {} };
        if (!packages.has('')) packages.set('', runIn(allPackages(), all, outside, PACKAGES));
        packages.set(name, packages.get('')[name]?.() ?? outside(name));
      }
      return packages.get(name);
    };
    const moduleOf = (file) => {
      const known = modules.get(file);
      if (known) return known.exports;
      const module = { exports: {} };
      modules.set(file, module);
      const require = (name) => {
        if (!name.startsWith('.')) return packageOf(name);
        const target = path.resolve(path.dirname(file), name);
        return target.endsWith('.json')
          ? outside(target)
          : moduleOf(target.replace(/\.js$/, '.ts'));
      };
      return runIn(this.#scriptOf(file), module, require, file);
    };
    return (name) => moduleOf(path.join(SRC, name));
  }

  #scriptOf(file) {
    if (this.mutant?.file === file)
      return (this.mutant.script ??= this.#made(this.mutant.text, file));
    if (!this.#scripts.has(file)) {
      this.#scripts.set(file, this.#made(readFileSync(file, 'utf8'), file));
    }
    return this.#scripts.get(file);
  }

  #made(text, file) {
    const counted = this.#isCounted && isCountable(file) ? withCounters(text, file) : text;
    return compiled(transformSync(counted, { ...options, filename: file }).code, file);
  }
}

const PACKAGES = path.join(ROOT, 'packages.js');
/** What src takes from packages; one instance of each for a file of tests, as in a process. */
function packageNames() {
  const names = new Set();
  for (const name of readdirSync(SRC, { recursive: true })) {
    if (!name.endsWith('.ts') || name.startsWith('dashboard')) continue;
    const text = readFileSync(path.join(SRC, name), 'utf8');
    for (const [, found] of text.matchAll(IMPORT)) names.add(found);
  }
  return [...names].filter((name) => name !== 'better-sqlite3' && isThere(name));
}
const IMPORT = /(?:\bfrom|\bimport\(|\brequire\()\s*'([a-z@][\w@/.-]*)'/g;

function isThere(name) {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

let packagesScript;
function allPackages() {
  if (packagesScript) return packagesScript;
  const rows = packageNames().map(
    (name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`,
  );
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    stdin: { contents: `module.exports = { ${rows.join(',\n')} };`, resolveDir: SRC },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['better-sqlite3'],
    supported: { 'dynamic-import': false },
    logLevel: 'error',
  });
  packagesScript = compiled(outputFiles[0].text, PACKAGES);
  return packagesScript;
}

module.exports = { Program };
