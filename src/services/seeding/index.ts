export { applySeed } from './apply-seed.js';
export { InvalidSeed, parseSeed } from './parse-seed.js';
