import { codeOf, messageOf } from './code-of.js';
import { ControlError } from './control-error.js';
import { ERROR_DESCRIPTIONS, type ErrorCodeName } from './error-codes.js';
import { isDamage, machineFaultOf, machineFaultText } from './machine-fault.js';

/** The error object of the real system, as it stands behind the key `error` of an answer. */
export interface ErrorCode {
  readonly code: string;
  readonly description: string;
  readonly details: string;
  /** Name of the flow step that failed, where a flow did. */
  readonly location?: string;
  readonly cause?: ErrorCode;
  readonly opaque?: Readonly<Record<string, unknown>>;
  /** Every reason, where the real system tells them all (templates of snapshots). */
  readonly causes?: readonly ErrorCode[];
}

/** A refusal or failure in the API's own form: answered with HTTP 503 and its {@link ErrorCode}. */
export class ApiError extends Error {
  constructor(readonly errorCode: ErrorCode) {
    super(`${errorCode.code}: ${errorCode.details}`);
    this.name = 'ApiError';
  }
}

/** Builds an error code; its description is fixed by the code. */
export function errorCode(code: ErrorCodeName, details: string, cause?: ErrorCode): ErrorCode {
  const base = { code, description: ERROR_DESCRIPTIONS[code], details };
  return cause ? { ...base, cause } : base;
}

/** An {@link ApiError} of the given code. */
export function apiError(code: ErrorCodeName, details: string, cause?: ErrorCode): ApiError {
  return new ApiError(errorCode(code, details, cause));
}

/** Why some work is refused, or undefined where it is done. What else it fails of goes on. */
export function refusalIn(work: () => unknown): ApiError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** Whether a world could not be written to because its database may not grow, or the disk is full. */
export const isFull = (failure: unknown): boolean =>
  ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(codeOf(failure));

const NO_ROOM =
  'the environment has no room left: its database may not grow (EMULATOR_ENVIRONMENT_SIZE), or the disk is full; delete something, or reset it';

/** What is told of a world whose file turned out to be damaged. */
export const DAMAGED =
  'the database of the environment is damaged: it takes no more writes. Reset it, restore a snapshot or import an export; `zstack-emulator doctor` tells what is wrong once the emulator has ended';

/** What a failure of any kind looks like to a client: unexpected ones become SYS.1000, as in the real system. */
export function toErrorCode(failure: unknown): ErrorCode {
  if (failure instanceof ApiError) return failure.errorCode;
  // The image API of a world that cannot be used now.
  if (failure instanceof ControlError) return errorCode('SYS.1006', failure.message);
  if (isFull(failure)) return errorCode('SYS.1006', NO_ROOM);
  const fault = machineFaultOf(failure);
  if (fault) return errorCode('SYS.1006', machineFaultText(fault));
  if (isDamage(failure)) return errorCode('SYS.1006', DAMAGED);
  return errorCode('SYS.1000', messageOf(failure));
}
