export { compose, type Emulator } from './app/compose.js';
export { readConfig, type Config } from './app/config.js';
