'use strict';
const { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } = require('node:fs');
const { freemem, tmpdir } = require('node:os');
const path = require('node:path');

const MEMORY = '/dev/shm';
const PREFIX = 'emulator-tests-';
const TMPFS = 0x01021994;
/** What the tests of a run have in files at once stays far below this, in bytes: it is 200 MB. */
const ENOUGH = 2e9;

/**
 * Where a machine has room for files in memory, files of tests are there, gone with the process: worlds in files wait
 * for a disk half of their time. Who has set TMPDIR has chosen.
 */
exports.useMemory = () => {
  if (process.env.TMPDIR !== undefined || !hasRoom()) return;
  removeLeft();
  const folder = mkdtempSync(path.join(MEMORY, `${PREFIX}${process.pid}-`));
  process.env.EMULATOR_TEST_DISK = tmpdir();
  process.env.TMPDIR = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
};

function hasRoom() {
  try {
    const { type, bavail, bsize } = statfsSync(MEMORY);
    // Files in memory take what programs then lack.
    return type === TMPFS && bavail * bsize >= ENOUGH && freemem() >= 2 * ENOUGH;
  } catch {
    return false;
  }
}

/** What a run has left that was killed would take memory until the machine ends. */
function removeLeft() {
  for (const name of readdirSync(MEMORY)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (!pid || existsSync(`/proc/${pid}`)) continue;
    try {
      rmSync(path.join(MEMORY, name), { recursive: true, force: true });
    } catch {
      // It is somebody else's.
    }
  }
}
