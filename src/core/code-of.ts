/**
 * The code of an error of the database or the file system, or an empty text. Inside of jest such errors
 * come from another realm: `instanceof Error` does not know them.
 */
export function codeOf(failure: unknown): string {
  const hasCode = typeof failure === 'object' && failure !== null && 'code' in failure;
  return hasCode ? String(failure.code) : '';
}

/** What a failure says, without the name of its class, whichever realm it comes from. */
export function messageOf(failure: unknown): string {
  const hasMessage = typeof failure === 'object' && failure !== null && 'message' in failure;
  return hasMessage ? String(failure.message) : String(failure);
}
