export { seeding } from './apply/seeding.js';
export { captureSeed, type CapturedSeed } from './capture/capture-seed.js';
export { InvalidSeed } from './invalid-seed.js';
export { loadSeed } from './load/load-seed.js';
export type { ReadInclude, SeedSource } from './load/sources.js';
