import type { Operation } from '../../api/define-operation.js';
import type { ListedOperation } from '../../api/listed-operation.js';
import { OnDemand } from '../../core/on-demand.js';
import { HOST_OPERATIONS } from '../environments/index.js';
import type * as All from './list-operations.js';
import { LISTED } from './listed.js';

/** The emulator's own API about one environment, relative to `/emulator`. */
export const LISTED_CONTROL: readonly ListedOperation[] = [
  ...LISTED,
  // It tells of all.
  {
    name: 'ListOperations',
    family: 'emulator',
    kind: 'control',
    method: 'GET',
    paths: ['/v1'],
    load: () =>
      (require('./list-operations.js') as typeof All).listOperations(() => [
        ...CONTROL_OPERATIONS.values(),
        ...HOST_OPERATIONS.values(),
      ]),
  },
];

/** The same by their names, each loaded when it is asked for. */
export const CONTROL_OPERATIONS: ReadonlyMap<string, Operation> = new OnDemand(
  LISTED_CONTROL.map(({ name, load }) => [name, load]),
);
