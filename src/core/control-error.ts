/**
 * Why the emulator itself refuses something, by its own API or by its library, and the HTTP status of it. The image
 * API never refuses like this: it has the real system's errors.
 */
export const CONTROL_STATUS = {
  /** What was sent cannot be meant: an unknown field, a wrong value, what can never come to pass. */
  invalid: 400,
  /** What is named is not there. */
  notFound: 404,
  /** The path is there, and takes other methods. */
  methodNotAllowed: 405,
  /** It is well said, and the state of things forbids it. */
  conflict: 409,
  /** It is, or would become, larger than the operator allows. */
  tooLarge: 413,
  /** The emulator failed: a defect. */
  defect: 500,
  /** Not now: the machine, a file or a world that is being replaced forbid it. */
  unavailable: 503,
} as const;

export type ControlErrorCode = keyof typeof CONTROL_STATUS;

/** A refusal of the emulator's own. Its message is for people, and ends with what to do where that is known. */
export class ControlError extends Error {
  constructor(
    readonly code: ControlErrorCode,
    message: string,
    /** In so many seconds it may be asked again, perhaps of another process; undefined: nobody knows. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'ControlError';
  }

  get status(): number {
    return CONTROL_STATUS[this.code];
  }
}

export const invalid = (message: string): ControlError => new ControlError('invalid', message);
export const notFound = (message: string): ControlError => new ControlError('notFound', message);
export const conflict = (message: string): ControlError => new ControlError('conflict', message);
export const tooLarge = (message: string): ControlError => new ControlError('tooLarge', message);
export const unavailable = (message: string): ControlError =>
  new ControlError('unavailable', message);
/** The same of what passes by itself. */
export const unavailableNow = (message: string): ControlError =>
  new ControlError('unavailable', message, 1);
