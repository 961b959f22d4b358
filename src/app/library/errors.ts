export { ControlError, type ControlErrorCode } from '../../core/control-error.js';
export { ClientFindings } from './client-findings-error.js';
export { DatabaseUnusable } from '../../persistence/database-unusable.js';
export { InvalidSeed } from '../../seeding/invalid-seed.js';
