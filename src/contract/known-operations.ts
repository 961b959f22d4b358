import operations from './known-operations.json';

/** An operation of the real system's image API, whether or not this emulator answers it yet. */
export interface KnownOperation {
  readonly name: string;
  readonly family: string;
  readonly method: string;
  /** Relative to the context path; `{x}` are variables. */
  readonly paths: readonly string[];
  /** Key of the parameters in the body; of a PUT it also selects the operation. */
  readonly bodyKey?: string;
}

/** All operations that the project knows, read from the real system's message definitions and SDKs. */
export const KNOWN_OPERATIONS: readonly KnownOperation[] = operations;
