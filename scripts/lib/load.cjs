// A file of its own: a Node that knows no `import()` cannot even read it.
'use strict';
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/** Runs a script as if it had been started itself. */
exports.load = (script) => import(pathToFileURL(path.resolve(script)).href);
