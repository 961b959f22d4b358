import type { Operation } from '../../define-operation.js';
import { getLoginProcedures } from './get-login-procedures.js';
import { getSupportedIdentityModels } from './get-supported-identity-models.js';
import { logIn } from './log-in.js';

/** The operations of this family. */
export const LOGIN_OPERATIONS: readonly Operation[] = [
  getLoginProcedures,
  getSupportedIdentityModels,
  logIn,
];
