'use strict';
const { mkdirSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { hostname } = require('node:os');
const { join } = require('node:path');

const OWNER = `work-${hostname().replace(/[^A-Za-z0-9.]/g, '.')}-`;

/**
 * A folder in which something is made that is then put in place by a rename. It goes with the process; of
 * one that was killed it goes when the next one comes.
 */
exports.workFolder = (parent) => {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (isAbandoned(name)) remove(join(parent, name));
  }
  const folder = mkdtempSync(join(parent, `${OWNER}${process.pid}-`));
  const end = () => remove(folder);
  process.once('exit', end);
  const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const endBy = () => {
      end();
      for (const [other, listener] of ending) process.off(other, listener);
      process.kill(process.pid, signal);
    };
    process.once(signal, endBy);
    return [signal, endBy];
  });
  const done = () => {
    end();
    process.off('exit', end);
    for (const [signal, listener] of ending) process.off(signal, listener);
  };
  return { folder, done };
};

/** Of a process on this machine that is no more. */
function isAbandoned(name) {
  if (!name.startsWith(OWNER)) return false;
  try {
    process.kill(Number.parseInt(name.slice(OWNER.length), 10), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
