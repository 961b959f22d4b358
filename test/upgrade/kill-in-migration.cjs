// Preloaded into the program (`node --require`): ends the process in the middle of a migration, as a power cut
// would, before the statement that KILL_AT names. Nothing of the program is changed but where it stops.
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const { program, file, at } = JSON.parse(process.env.KILL_AT);
// The program has its own; parts of it that tests load have that of the checkout.
const databases = [
  require(path.join(program, 'dist', 'better-sqlite3', 'lib', 'index.js')),
  require(require.resolve('better-sqlite3', { paths: [program] })),
];

const folder = path.join(program, 'migrations');
const statements = new Set(
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .flatMap((name) =>
      readFileSync(path.join(folder, name), 'utf8').split('--> statement-breakpoint'),
    ),
);

let step = 0;
for (const { prototype } of databases) wrap(prototype);

function wrap(prototype) {
  const { exec, pragma } = prototype;

  prototype.exec = function execOrDie(sql) {
    if (path.basename(this.name) === file && statements.has(sql) && step++ === at) die();
    return exec.call(this, sql);
  };

  prototype.pragma = function pragmaOrDie(text, options) {
    if (path.basename(this.name) === file && step > 0) {
      // All statements are done, and nothing is committed.
      if (at === 'commit' && text.startsWith('user_version =')) die();
      if (at === 'end' && text === 'foreign_keys = ON') die();
    }
    return pragma.call(this, text, options);
  };
}

function die() {
  process.kill(process.pid, 'SIGKILL');
  // Nothing else happens, however long the signal takes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
