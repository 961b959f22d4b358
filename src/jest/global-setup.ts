// First of all: what follows would load better-sqlite3.
import '../runtime/assert-node.js';

import { optionsOf } from './options.js';
import { startRun } from './run.js';

/** The part of a project's configuration that is read here. */
interface ProjectConfig {
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Starts the one emulator of a run of jest; workers find it by environment variables. */
async function globalSetup(_globalConfig: unknown, { globals }: ProjectConfig): Promise<void> {
  await startRun(optionsOf(globals, process.env));
}

export = globalSetup;
