/**
 * The code of an error of the database or the file system, or an empty text. Inside of jest such errors
 * come from another realm: `instanceof Error` does not know them.
 */
export function codeOf(failure: unknown): string {
  const hasCode = typeof failure === 'object' && failure !== null && 'code' in failure;
  return hasCode ? String(failure.code) : '';
}
