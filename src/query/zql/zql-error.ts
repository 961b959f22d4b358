import { apiError, type ApiError } from '../../core/api-error.js';

/** An error of the real system's query language, which it tells with its class (SYS.1000). */
export const zqlError = (text: string): ApiError =>
  apiError('SYS.1000', `org.zstack.zql.ast.visitors.ZQLError: ${text}`);
