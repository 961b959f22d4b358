export { applySeed, seeding } from './apply-seed.js';
export { captureSeed, type CapturedSeed } from './capture/capture-seed.js';
export { InvalidSeed } from './invalid-seed.js';
export { loadSeed, type ReadInclude, type SeedSource } from './load-seed.js';
export type { Seed } from './seed-schema.js';
