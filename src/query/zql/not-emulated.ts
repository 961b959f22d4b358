import { apiError, type ApiError } from '../../core/api-error.js';

export const notEmulated = (what: string): ApiError =>
  apiError('SYS.1014', `'${what}' of ZQL is known to this emulator, but not supported yet`);
