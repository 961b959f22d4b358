import { AsyncLocalStorage } from 'node:async_hooks';
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

/** What the world that is opened next in this chain of calls begins as, until it has. */
const BEGINNING = new AsyncLocalStorage<{ bytes?: Buffer }>();

let opening = 0;
let opened: jest.SpiedFunction<Worlds['open']>;

/**
 * Calls `compose` with a world for the first one that it opens: a new world in memory then begins as these
 * bytes, as copies of environments do, instead of being filled, which takes ten times as long.
 * @throws {Error} when no world was opened so: every test would be slow, and none would say so
 */
export async function beginningAs<T>(bytes: Buffer, compose: () => Promise<T>): Promise<T> {
  const beginning: { bytes?: Buffer } = { bytes };
  if (opening === 0) {
    // oxlint-disable-next-line typescript/unbound-method -- it is called with its worlds
    const { open } = Worlds.prototype;
    opened = jest.spyOn(Worlds.prototype, 'open');
    opened.mockImplementation(function (this: Worlds, name, ...rest) {
      const store = BEGINNING.getStore();
      if (store?.bytes === undefined) return open.call(this, name, ...rest);
      const world = { bytes: store.bytes, blobs: undefined, images: undefined };
      delete store.bytes;
      return this.thaw(name, world);
    });
  }
  opening += 1;
  try {
    const composed = await BEGINNING.run(beginning, compose);
    if (beginning.bytes) throw new Error('no world began as the one that was kept');
    return composed;
  } finally {
    opening -= 1;
    if (opening === 0) opened.mockRestore();
  }
}
