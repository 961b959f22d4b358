/**
 * All of src as one script. Jest gives each file of tests modules of its own; loaded one by one they took half a
 * second of each of four hundred files. The script is compiled once in a worker and run anew for each file
 * (environment.cjs), and a file of src is a line that takes its part of it (transform.cjs).
 */
'use strict';
const { createHash } = require('node:crypto');
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..', '..');
const SRC = path.join(ROOT, 'src');
const FOLDER = path.join(ROOT, '.build', 'test-sources');

/** The script: a function of `require` that answers an object of functions, one for each file of src. */
exports.SCRIPT = path.join(FOLDER, 'sources.js');

/** The name of a file of src in the script, or undefined for another one. */
exports.nameOf = (file) => {
  const name = path.relative(SRC, file).split(path.sep).join('/');
  return name.startsWith('../') || path.isAbsolute(name) ? undefined : name;
};

/** Makes the script, if a file of src has changed since it was made. */
exports.makeScript = async () => {
  const names = readdirSync(SRC, { recursive: true })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.ts'))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const id = stateOf([...names.map((name) => path.join(SRC, name)), __filename]);
  if (idOfScript() === id) return;
  const { build } = require('esbuild');
  const files = names.map(
    (name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(`./${name}`)})`,
  );
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    stdin: { contents: `return { ${files.join(',\n')} };`, resolveDir: SRC, sourcefile: 'sources' },
    outfile: exports.SCRIPT,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'linked',
    sourcesContent: false,
    external: ['better-sqlite3'],
    supported: { 'dynamic-import': false },
    logLevel: 'error',
    banner: { js: '(function (require, module, exports) {' },
    footer: { js: '})' },
    plugins: [withFolders],
  });
  mkdirSync(FOLDER, { recursive: true });
  for (const { path: file, text } of outputFiles) put(file, text);
  put(path.join(FOLDER, 'id'), id);
};

const idOfScript = () => {
  try {
    return readFileSync(path.join(FOLDER, 'id'), 'utf8');
  } catch {
    return undefined;
  }
};

/** Changes when one of the files does. */
function stateOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** Another run may read or write it now: whoever reads finds a whole one. */
function put(file, text) {
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

/** `__dirname` is the folder of the file of src, as it is where jest loads the file alone. */
const withFolders = {
  name: 'with-folders',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('__dirname')) return undefined;
      return {
        contents: text.replaceAll('__dirname', JSON.stringify(path.dirname(file))),
        loader: 'ts',
      };
    });
  },
};
