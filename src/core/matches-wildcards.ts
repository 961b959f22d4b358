/** What the characters of a pattern stand for, beside themselves. */
export interface Wildcards {
  /** Any text, or none. */
  readonly any: string;
  /** One character. */
  readonly one: string;
}

/** As SQL's LIKE has them. */
export const LIKE: Wildcards = { any: '%', one: '_' };
/** As file names have them. */
export const GLOB: Wildcards = { any: '*', one: '?' };

/** Whether a text is as a pattern says. */
export const matchesWildcards = (text: string, pattern: string, { any, one }: Wildcards): boolean =>
  matchesInOrder(
    Array.from(text),
    Array.from(pattern),
    any,
    (wanted, found) => wanted === one || wanted === found,
  );

/**
 * Whether items are as a pattern of items says, where `any` stands for any number of them. It only ever goes
 * back to the last `any`, so it takes as many steps as the pattern is long times the items at most, whatever the
 * pattern is; a regular expression made of it would try all ways to share the items among all `any`s.
 */
export function matchesInOrder(
  items: readonly string[],
  pattern: readonly string[],
  any: string,
  fits: (wanted: string, found: string) => boolean,
): boolean {
  let at = 0;
  let next = 0;
  let afterAny = -1;
  let resumeAt = 0;
  for (let found = items[at]; found !== undefined; found = items[at]) {
    const wanted = pattern[next];
    if (wanted === any) {
      afterAny = ++next;
      resumeAt = at;
    } else if (wanted !== undefined && fits(wanted, found)) {
      next++;
      at++;
    } else if (afterAny >= 0) {
      next = afterAny;
      at = ++resumeAt;
    } else return false;
  }
  while (pattern[next] === any) next++;
  return next === pattern.length;
}
