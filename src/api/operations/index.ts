import { OnDemand } from '../../core/on-demand.js';
import type { Operation } from '../define-operation.js';
import type { ListedOperation } from '../listed-operation.js';
import type * as BatchQueries from './batch-queries/batch-query.js';
import { LISTED } from './listed.js';
import type * as SupportApis from './management-nodes/get-support-apis.js';

/** The one list: every operation of the image API that this emulator answers. */
export const LISTED_OPERATIONS: readonly ListedOperation[] = [
  ...LISTED,
  // Two that tell of all.
  {
    name: 'BatchQuery',
    family: 'batch-queries',
    kind: 'sync',
    method: 'GET',
    paths: ['/v1/batch-queries'],
    load: () =>
      (require('./batch-queries/batch-query.js') as typeof BatchQueries).batchQuery(allOperations),
  },
  {
    name: 'GetSupportAPIs',
    family: 'management-nodes',
    kind: 'sync',
    method: 'PUT',
    paths: ['/v1/management-nodes/actions'],
    bodyKey: 'getSupportAPIs',
    load: () =>
      (require('./management-nodes/get-support-apis.js') as typeof SupportApis).getSupportAPIs(
        allOperations,
      ),
  },
];

/** The same by their names, each loaded when it is asked for. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new OnDemand(
  LISTED_OPERATIONS.map(({ name, load }) => [name, load]),
);

/** All of them, loaded. */
export const allOperations = (): readonly Operation[] => [...OPERATIONS.values()];
