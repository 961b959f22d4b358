import { endRun } from './run.js';

/** Stops the emulator and tells what the tests left behind. */
async function globalTeardown(): Promise<void> {
  await endRun();
}

export = globalTeardown;
