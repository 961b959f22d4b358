import type { Operation } from './define-operation.js';

/**
 * What is known of an operation without its module: where it is and what it is told from others by. Four
 * hundred modules are a fifth of a start; that of an operation is loaded when it is first asked for.
 */
export interface ListedOperation extends Pick<
  Operation,
  'name' | 'family' | 'method' | 'paths' | 'bodyKey'
> {
  readonly kind: Operation['kind'];
  /** The name of the flow that it begins. */
  readonly flow?: string;
  readonly load: () => Operation;
}
