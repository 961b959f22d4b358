export { currentEnvironment } from './current-environment.js';
export type { TestEnvironment } from './test-environment.js';
export type { JestOptions } from './options.js';
