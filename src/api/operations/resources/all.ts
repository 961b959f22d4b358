import type { Operation } from '../../define-operation.js';
import { getResourceAccount } from './get-resource-account.js';
import { getResourceNames } from './get-resource-names.js';

/** The operations of this family. */
export const RESOURCES_OPERATIONS: readonly Operation[] = [getResourceAccount, getResourceNames];
