import type { Operation } from '../../define-operation.js';
import { getGlobalConfigOptions } from './get-global-config-options.js';
import { queryGlobalConfig } from './query-global-config.js';
import { resetGlobalConfig } from './reset-global-config.js';
import { updateGlobalConfig } from './update-global-config.js';

/** The operations of this family. */
export const GLOBAL_CONFIGURATIONS_OPERATIONS: readonly Operation[] = [
  getGlobalConfigOptions,
  queryGlobalConfig,
  resetGlobalConfig,
  updateGlobalConfig,
];
