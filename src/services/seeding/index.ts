export { applySeed } from './apply-seed.js';
export { parseSeed } from './parse-seed.js';
