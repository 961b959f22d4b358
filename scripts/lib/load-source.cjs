'use strict';
const Module = require('node:module');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');

/** What a file of src exports, compiled as it is now: for what is written from the code. */
exports.loadSource = (file) => {
  const { buildSync } = require('esbuild');
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, 'src', file)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  // `__dirname` is the file's own folder: what it reads beside src is found from there.
  const loaded = new Module(join(ROOT, 'src', file));
  loaded.filename = loaded.id;
  loaded.paths = [join(ROOT, 'node_modules')];
  loaded._compile(outputFiles[0].text, loaded.filename);
  return loaded.exports;
};
