/**
 * Makes the JavaScript of `dist` with esbuild: dist/emulator.js has everything, and the small files that
 * people and programs name (index.js, cli/main.js, jest/*.js) load their part of it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownMap } from './own-map.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const src = join(root, 'src');

const { beside: BESIDE } = JSON.parse(
  readFileSync(join(root, 'scripts', 'lib', 'serving.json'), 'utf8'),
);

/** Files of src that are named from outside: each becomes a file of its own in dist. */
const ENTRIES = [
  'index.ts',
  'cli/main.ts',
  'cli/shadow/process.ts',
  'jest/index.ts',
  'jest/jest-preset.ts',
  'jest/global-setup.ts',
  'jest/global-teardown.ts',
  'jest/setup.ts',
];

/** What the entries take from emulator.js. It is loaded part by part, when it is asked for. */
const PARTS = [
  'cli/run.ts',
  'cli/shadow/child.ts',
  'app/library/start-emulator.ts',
  'app/config.ts',
  'app/library/errors.ts',
  'jest/run.ts',
];

/**
 * Packages that few requests and commands need: each is a file of its own, read when it is first used. V8 holds the
 * text of a program as long as it runs.
 */
const APART = ['antlr4ng', 'prom-client', 'saxes'];

const OURS = /[\\/]src[\\/].*\.ts$/;

const COMMON = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  // jest refuses a real import() inside of tests that use the library.
  supported: { 'dynamic-import': false },
  logLevel: 'silent',
};

/** The files of dist by their path there, and what esbuild tells of what went into them. */
export async function bundle() {
  const { build } = await import('esbuild');
  const whole = await build({
    ...COMMON,
    target: 'node22',
    outfile: join(root, 'dist', 'emulator.js'),
    sourcemap: 'linked',
    sourcesContent: false,
    // A third less to read and to hold; names stay. Without comments it is ASCII, too: with one letter beyond
    // Latin-1 V8 holds the whole text with two bytes a letter. The licences are in a file of their own.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 200,
    legalComments: 'none',
    stdin: { contents: partsOfAll(), resolveDir: root, sourcefile: 'parts.js' },
    plugins: [sqliteBeside, packagesApart, withoutUnused, withPlaces, nodeLater],
  });
  const files = filesOf(whole);
  const code = files.get('emulator.js');
  const map = JSON.parse(Buffer.from(files.get('emulator.js.map')).toString());
  const ours = ownMap(
    map,
    // Packages have maps, too, which lead to folders of that name.
    (source) => source.startsWith('../src/') && existsSync(join(root, 'dist', source)),
  );
  files.set('emulator.js.map', Buffer.from(JSON.stringify(ours)));
  const id = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const entries = await build({
    ...COMMON,
    // A Node that is too old must read what tells it so.
    target: 'es2015',
    define: { BUNDLE_ID: JSON.stringify(id) },
    entryPoints: ENTRIES.map((entry) => join(src, entry)),
    outbase: src,
    outdir: join(root, 'dist'),
    plugins: [partsFromBundle],
  });
  const apart = await build({
    ...COMMON,
    target: 'node22',
    entryPoints: APART,
    outdir: join(root, 'dist', 'packages'),
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
  });
  return {
    files: new Map([...files, ...filesOf(entries), ...filesOf(apart)]),
    metafiles: [whole, entries, apart].map(({ metafile }) => metafile),
  };
}

const filesOf = ({ outputFiles }) =>
  new Map(outputFiles.map(({ path, contents }) => [relative(join(root, 'dist'), path), contents]));

function partsOfAll() {
  const getters = PARTS.map(
    (part) => `${JSON.stringify(part)}: { get: () => require(${JSON.stringify(`./src/${part}`)}) }`,
  );
  return `Object.defineProperties(exports, { ${getters.join(', ')} });`;
}

/** In the small files a part is looked up in emulator.js instead of bundled once more. */
const partsFromBundle = {
  name: 'parts-from-bundle',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir, importer, namespace }) => {
      if (namespace === 'part') return { path, external: true };
      const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
      const part = relative(src, file).split(sep).join('/');
      if (!PARTS.includes(part)) return undefined;
      const bundled = relative(dirname(importer), join(src, 'emulator.js')).split(sep).join('/');
      const from = bundled.startsWith('.') ? bundled : `./${bundled}`;
      return { path: part, namespace: 'part', pluginData: from };
    });
    build.onLoad({ filter: /./, namespace: 'part' }, ({ path, pluginData }) => ({
      contents: `module.exports = require(${JSON.stringify(pluginData)})[${JSON.stringify(path)}];`,
      resolveDir: src,
    }));
  },
};

/**
 * better-sqlite3 has binaries, so it lies beside the bundle as it is. As a dependency it would be compiled
 * again by every `npm ci` of who uses the library: npm leaves its `gypfile: false` out of lock files.
 */
const sqliteBeside = {
  name: 'sqlite-beside',
  setup(build) {
    build.onResolve({ filter: /^better-sqlite3$/ }, () => ({
      path: './better-sqlite3/lib/index.js',
      external: true,
    }));
  },
};

const packagesApart = {
  name: 'packages-apart',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${APART.join('|')})$`) }, ({ path }) => ({
      path: `./packages/${path}.js`,
      external: true,
    }));
  },
};

/** `__dirname` of a source file is its place in dist, wherever its code ends up. */
const withPlaces = {
  name: 'with-places',
  setup(build) {
    build.onLoad({ filter: OURS }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('__dirname')) return undefined;
      const place = JSON.stringify(relative(src, dirname(path)).split(sep).join('/'));
      const found = `require('node:path').join(__dirname, ${place})`;
      return { contents: text.replaceAll('__dirname', found), loader: 'ts' };
    });
  },
};

/** Parts of Node that a start does not need: together 8 ms and 5 MB. */
const LATER = ['fs/promises', 'https', 'child_process', 'worker_threads', 'dns', 'perf_hooks'];

/** They are loaded when something of them is first used. */
const nodeLater = {
  name: 'node-later',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^node:(${LATER.join('|')})$`) }, ({ path, namespace }) =>
      namespace === 'later' ? { path, external: true } : { path, namespace: 'later' },
    );
    build.onLoad({ filter: /./, namespace: 'later' }, ({ path }) => {
      const names = JSON.stringify(Object.keys(process.getBuiltinModule(path)));
      return {
        contents: `for (const name of ${names}) Object.defineProperty(exports, name, { enumerable: true, get: () => require(${JSON.stringify(path)})[name] });`,
      };
    });
  },
};

/** Endings of files that are ever sent. */
const SENT = new Set(['css', 'html', 'ico', 'js', 'json', 'map', 'png', 'svg', 'txt', 'yaml']);

/**
 * Halves the bundle: zod's messages in fifty languages, the types of files that are never sent, and express's readers
 * of bodies with their tables of character sets, for the bodies of requests are read in src/http. (supports-color:
 * `debug` takes it if it happens to be there.)
 */
const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
    }));
    build.onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, ({ path }) => {
      const types = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
      const sent = types.filter(([, { extensions = [] }]) =>
        extensions.some((one) => SENT.has(one)),
      );
      return { contents: JSON.stringify(Object.fromEntries(sent)), loader: 'json' };
    });
    build.onResolve({ filter: /^(body-parser|supports-color)$/ }, () => ({
      path: 'none',
      namespace: 'none',
    }));
    build.onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Names and places of the packages whose code is in dist. */
export function packagesIn(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    ),
  );
  const folders = inputs.flatMap(
    ([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  );
  return [...new Set(folders)].toSorted((a, b) => (a < b ? -1 : 1));
}

/** The ISC licence, for a package that names it and brings no text. */
const iscOf = (author) => `Copyright (c) ${author?.name ?? author} and contributors

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`;

/** Places of the packages that lie beside the bundle as they are. */
export const beside = () => BESIDE.map((name) => `node_modules/${name}`);

/** What the licences of the packages inside ask for: that they come along. */
export function notices(packages) {
  const texts = [...packages, ...beside()].map((folder) => {
    const { name, version, license, licenses, author } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const files = readdirSync(join(root, folder)).filter((file) =>
      /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(file),
    );
    const words = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
    if (words.length === 0 && license === 'Apache-2.0') words.push('The text is that of LICENSE.');
    if (words.length === 0 && license === 'ISC') words.push(iscOf(author));
    return `${name} ${version} (${license ?? licenses.map(({ type }) => type).join(', ')})\n\n${words.join('\n\n')}`;
  });
  return `Packages whose code is part of these files, and their licences.\n\n${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** What better-sqlite3 runs with, on every platform that it has a binary for. */
export function sqlite() {
  const folder = join(root, 'node_modules', 'better-sqlite3');
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => relative(folder, join(item.parentPath, item.name)))
    .filter((name) => /^(lib|prebuilds)[\\/]|^(LICENSE|package\.json)$/.test(name));
  return new Map(
    names.map((name) => [join('better-sqlite3', name), readFileSync(join(folder, name))]),
  );
}

const PAGE = join(root, 'node_modules', 'swagger-ui-dist');
const PAGE_FILES = [
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'swagger-ui.css',
  'index.css',
  'favicon-16x16.png',
  'favicon-32x32.png',
  'LICENSE',
  'NOTICE',
];

/** Texts of src that are read where they lie, by their place there. */
export function texts() {
  const names = [join('contract', 'reserved-operations.txt')];
  return new Map(names.map((name) => [name, readFileSync(join(src, name))]));
}

/** The documentation's page: swagger-ui without what it is not used with. */
export function documentation() {
  const files = PAGE_FILES.map((name) => [name, readFileSync(join(PAGE, name))]);
  const preset = /\s*<script src="\.\/swagger-ui-standalone-preset\.js".*<\/script>/;
  const index = readFileSync(join(PAGE, 'index.html'), 'utf8');
  if (!preset.test(index)) throw new Error('swagger-ui-dist/index.html is not as it was');
  files.push(['index.html', Buffer.from(index.replace(preset, ''))]);
  return new Map(files.map(([name, content]) => [join('swagger-ui', name), content]));
}
