/**
 * A text as the real database compares it (utf8_general_ci): without regard to case, accents and blanks at the end.
 * What stands in SQL here (`collate nocase`) disregards the case of ASCII letters alone.
 */
export const folded = (text: string): string =>
  text.replace(/ +$/, '').normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();

/** Whether two texts are one to the real database. */
export const isSameText = (one: string | null, other: string | null): boolean =>
  one === other || (one !== null && other !== null && folded(one) === folded(other));
