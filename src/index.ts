// First of all: what follows would load better-sqlite3.
import './runtime/assert-node.js';

export { startEmulator } from './app/library/start-emulator.js';
export type { EmulatorOptions } from './app/library/options.js';
export type * from './app/library/emulator.js';
export type * from './app/library/inventories.js';
export { InvalidConfig } from './app/config.js';
export { ControlError, type ControlErrorCode } from './core/control-error.js';
export { DatabaseUnusable } from './persistence/database-unusable.js';
export { InvalidSeed } from './seeding/invalid-seed.js';
