// Loaded before the emulator of a process (`node -r`): numbers the steps that it takes on the disk from
// the moment that it listens, writes them to STEPS_FILE, and ends the process just before the step
// KILL_AT, as a kill from outside would. So a test chooses the moment; no clock does.
const fs = require('node:fs');
const promises = require('node:fs/promises');
const Module = require('node:module');

const { STEPS_FILE, KILL_AT } = process.env;
const file = fs.openSync(STEPS_FILE, 'a');
const killAt = Number(KILL_AT);
let steps = 0;
let counts = false;

function step(name) {
  if (!counts) return;
  steps++;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  fs.writeSync(file, `${name}\n`);
}

function wrap(object, names) {
  for (const name of names) {
    const original = object[name];
    object[name] = function (...args) {
      step(name);
      return original.apply(this, args);
    };
  }
}

// What changes the disk, or says that it has been changed.
const CHANGES = ['copyFile', 'fsync', 'link', 'mkdir', 'rename', 'rm', 'unlink', 'writeFile'];
wrap(
  fs,
  CHANGES.map((name) => `${name}Sync`),
);
wrap(promises, ['open']);

// KILL_STEPS=all: also every write to an open file, and every statement that the database runs.
const isFine = process.env.KILL_STEPS === 'all';
if (isFine) {
  wrap(fs, ['chmodSync']);
  const wrapHandles = async () => {
    const handle = await promises.open(__filename);
    wrap(Object.getPrototypeOf(handle), ['close', 'datasync', 'truncate', 'write']);
    await handle.close();
  };
  void wrapHandles();
}

const load = Module._load;
const wrapped = new Set();
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (/better-sqlite3(\/lib\/index\.js)?$/.test(request) && !wrapped.has(loaded)) {
    wrapped.add(loaded);
    wrap(loaded.prototype, ['backup', 'close', 'transaction']);
    if (isFine) {
      const database = new loaded(':memory:');
      wrap(Object.getPrototypeOf(database.prepare('select 1')), ['run']);
      database.close();
    }
  }
  return loaded;
};

const { stdout } = process;
const write = stdout.write.bind(stdout);
stdout.write = (chunk, ...rest) => {
  if (String(chunk).includes('"event":"listening"')) counts = true;
  return write(chunk, ...rest);
};
