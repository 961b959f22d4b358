import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/emulator';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
};
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<
    string,
    { hasInstallScript?: true; gypfile?: false; dependencies?: Record<string, string> }
  >;
};
const serving = JSON.parse(read('scripts/lib/serving.json')) as {
  bundled: string[];
  beside: string[];
};

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Scripts of the guide, where it was built. */
const GUIDE = ['minisearch', 'search', 'sections'].map((name) => `dist/guide/${name}.js`);

let packed: Packed;
let names: ReadonlySet<string>;
beforeAll(async () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const script = process.env['npm_execpath'];
  const [program, all] = script?.endsWith('npm-cli.js')
    ? [process.execPath, [script, ...args]]
    : ['npm', args];
  const { stdout } = await promisify(execFile)(program, all, { cwd: ROOT });
  [packed] = Object.values(JSON.parse(stdout) as Record<string, Packed>) as [Packed];
  names = new Set(packed.files.map(({ path }) => path));
});

test('what is packed is what runs, its types, its page and its data, and nothing else', () => {
  const rest = [...names].filter(
    (name) => !/^(dist|migrations|seed|contract\/(cases|facts)|deploy|docs|examples)\//.test(name),
  );
  expect(rest.toSorted()).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'NOTICE',
    'README.md',
    'openapi/openapi.json',
    'package.json',
  ]);
  // The pages that the README leads to, and programs to begin with.
  expect([...names]).toEqual(
    expect.arrayContaining(['docs/library.md', 'docs/cli.md', 'examples/jest/image.test.js']),
  );
  expect(
    [...names].filter((name) => /^dist\/(?!better-sqlite3\/).*\.(js|map)$/.test(name)).toSorted(),
  ).toEqual([
    'dist/cli/main.js',
    'dist/cli/shadow/process.js',
    'dist/emulator.js',
    'dist/emulator.js.map',
    ...(names.has('dist/guide/search.js') ? GUIDE : []),
    'dist/index.js',
    'dist/jest/global-setup.js',
    'dist/jest/global-teardown.js',
    'dist/jest/index.js',
    'dist/jest/jest-preset.js',
    'dist/jest/setup.js',
    ...['antlr4ng', 'prom-client', 'saxes'].map((name) => `dist/packages/${name}.js`),
    expect.stringMatching(/^dist\/page\/page-[0-9a-f]{12}\.js$/),
    'dist/swagger-ui/swagger-ui-bundle.js',
  ]);
  const binaries = [...names].filter((name) => name.endsWith('.node'));
  expect(binaries).toHaveLength(8);
  expect(binaries).toContain('dist/better-sqlite3/prebuilds/linux-x64.node');
  expect(names).toContain('dist/better-sqlite3/LICENSE');
  for (const name of ['index.html', 'swagger-ui.css', 'LICENSE', 'NOTICE']) {
    expect(names).toContain(`dist/swagger-ui/${name}`);
  }
});

test('what the entries have in common is in emulator.js alone, which is ASCII', () => {
  const entries = [...names].filter((name) => /^dist\/(index|cli|jest).*\.js$/.test(name));
  expect(entries).toHaveLength(8);
  expect(entries.filter((name) => read(name).length > 16_384)).toEqual([]);
  expect(/[^\0-\x7f]/.exec(read('dist/emulator.js'))).toBeNull();
});

test('it is small, but for a binary of SQLite for each of eight platforms', () => {
  expect(packed.size).toBeLessThan(13 * 2 ** 20);
  expect(packed.unpackedSize).toBeLessThan(32 * 2 ** 20);
});

test('installing it runs no script: neither its own nor one of what it depends on', () => {
  const own = Object.keys(manifest.scripts);
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
    expect(own).not.toContain(script);
  }
  const dependencies = closure(Object.keys(manifest.dependencies));
  expect([...dependencies].filter((path) => lock.packages[path]?.hasInstallScript)).toEqual([]);
  // Its types are part of ours.
  expect(Object.keys(manifest.dependencies)).toEqual(['zod']);
  // npm would compile a package with this file at every `npm ci` from a lock file.
  expect([...names].filter((name) => name.endsWith('binding.gyp'))).toEqual([]);
});

test('`npm ci` in a checkout compiles nothing', () => {
  const compiled = Object.keys(lock.packages)
    .filter((path) => path !== '' && existsSync(join(ROOT, path, 'binding.gyp')))
    .filter((path) => lock.packages[path]?.gypfile !== false)
    // Those with a script of their own are not run: `allowScripts`.
    .filter((path) => !lock.packages[path]?.hasInstallScript);
  // `node scripts/complete-lock.mjs` adds what npm forgets.
  expect(compiled).toEqual([]);
});

test('every declaration that one leads to comes along', () => {
  const declarations = [...names].filter((name) => name.endsWith('.d.ts'));
  expect(declarations).toContain('dist/index.d.ts');
  const known = new Set([...names, ...Object.keys(manifest.dependencies)]);
  const wanted = declarations.flatMap((name) =>
    [...read(name).matchAll(/(?:from |import |import\()["']([^"']+)["']/g)].map(([, from = '']) =>
      from.startsWith('.') ? join(dirname(name), from.replace(/\.js$/, '.d.ts')) : from,
    ),
  );
  const missing = wanted.filter((name) => !known.has(name) && !name.startsWith('node:'));
  expect(missing).toEqual([]);
});

test('the licences of what is inside come along', () => {
  const notices = read('dist/THIRD-PARTY-LICENSES.txt');
  const inside = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \((.*)\)\n\n(.*)/gm)];
  const packages = inside.map(([, name = '']) => name);
  expect(packages).toEqual(expect.arrayContaining([...serving.bundled, ...serving.beside]));
  for (const [, name, license, words] of inside) {
    expect({ name, license: license !== 'undefined', words: words !== '' }).toEqual({
      name,
      license: true,
      words: true,
    });
  }
});

test('starting installs all that the bundle is made of', () => {
  const wanted = closure([...serving.bundled, ...serving.beside]);
  const notices = read('dist/THIRD-PARTY-LICENSES.txt');
  const missing = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(/gm)]
    .map(([, name = '']) => name)
    .filter((name) => ![...wanted].some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

test('the map leads to our sources alone, and to all that there are', () => {
  const { sources } = JSON.parse(read('dist/emulator.js.map')) as { sources: string[] };
  expect(sources.filter((source) => !source.startsWith('../src/'))).toEqual([]);
  expect(sources.filter((source) => !existsSync(join(ROOT, 'dist', source)))).toEqual([]);
});

/** The places in the lock file of some packages and all that they need. */
function closure(roots: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (from: string, name: string): void => {
    const nested = `${from}/node_modules/${name}`;
    const path = lock.packages[nested] ? nested : `node_modules/${name}`;
    if (found.has(path)) return;
    found.add(path);
    for (const each of Object.keys(lock.packages[path]?.dependencies ?? {})) visit(path, each);
  };
  for (const name of roots) visit('', name);
  return found;
}
