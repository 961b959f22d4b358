import type { Operation } from '../../define-operation.js';
import { zqlQuery } from './zql-query.js';

/** The operations of this family. */
export const ZQL_OPERATIONS: readonly Operation[] = [zqlQuery];
