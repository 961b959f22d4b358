import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worlds } from '../../src/environment/worlds';

/** A folder for the run of all tests (test/support/global-setup.cjs). */
const FOLDER = process.env['EMULATOR_TEST_FOLDER'];
const FILE = FOLDER === undefined ? undefined : join(FOLDER, 'default.world');

/** The default world as the first test of the run to need it has filled it from its seed. */
export function begunWorld(): Buffer | undefined {
  return FILE !== undefined && existsSync(FILE) ? readFileSync(FILE) : undefined;
}

/** Keeps a world that was just filled for all that come later. */
export function keepBegunWorld(bytes: Buffer): void {
  if (FILE === undefined) return;
  // Another worker may do the same now: whoever reads finds a whole one.
  const own = `${FILE}.${process.pid}`;
  writeFileSync(own, bytes);
  renameSync(own, FILE);
}

/**
 * Calls `compose` with a world for the first one that it opens: a new world in memory then begins as these
 * bytes, as copies of environments do, instead of being filled, which takes ten times as long.
 */
export function beginningAs<T>(bytes: Buffer, compose: () => T): T {
  const opened = jest.spyOn(Worlds.prototype, 'open');
  opened.mockImplementationOnce(function (this: Worlds, name) {
    return this.thaw(name, { bytes, blobs: undefined, images: undefined });
  });
  try {
    // The world is opened before `compose` first waits for something.
    return compose();
  } finally {
    opened.mockRestore();
  }
}
