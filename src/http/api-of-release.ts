import type { Operation } from '../api/define-operation.js';
import type { KnownOperation } from '../contract/known-operations.js';
import type { Release } from '../core/releases.js';
import type { Router } from './rest/router.js';

/** ZStack's API as a release has it. */
export interface ApiOfRelease {
  readonly router: Router;
  /** What is emulated, by name. */
  readonly operations: ReadonlyMap<string, Operation>;
  readonly known: readonly KnownOperation[];
  /** Whether an operation of another release is none of this one. */
  readonly isAbsent: (name: string) => boolean;
  /** Whether a JSON number that stands for a text is read as a double first: `1` is `1.0`. */
  readonly readsNumbersAsDoubles: boolean;
}

/** Finds the API of a release. */
export type FindApi = (release: Release) => ApiOfRelease;
