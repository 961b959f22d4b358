// First of all: what follows would load better-sqlite3.
import './runtime/assert-node.js';

export { startEmulator } from './app/library/start-emulator.js';
export type { EmulatorOptions } from './app/library/options.js';
export type * from './app/library/emulator.js';
export type * from './app/library/inventories.js';
export { InvalidConfig } from './app/config.js';
export {
  ClientFindings,
  ControlError,
  DatabaseUnusable,
  InvalidSeed,
  type ControlErrorCode,
} from './app/library/errors.js';
