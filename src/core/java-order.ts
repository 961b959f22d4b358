/** What a Java `HashMap` makes of a text's hash. */
function spreadHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The order in which Java prints a `HashSet` of these texts: error texts of the real system list sets so. Holds
 * for sets of at most 12, which the smallest table has room for.
 */
export const inJavaOrder = (texts: readonly string[]): string[] =>
  texts.toSorted((a, b) => (spreadHash(a) & 15) - (spreadHash(b) & 15));
