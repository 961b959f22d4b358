import { SESSION, type Text } from './copied-request.js';

/** What may not stand in the source of some language as it is, though JSON lets it. */
const ODD = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

/** Half of a letter: what was cut in the middle of one. */
const HALF = /\p{Surrogate}/gu;

/** A literal in double quotes that TypeScript, Python, Go and Java read alike. */
export const literal = (text: string): string =>
  JSON.stringify(text.replaceAll(HALF, '\ufffd')).replaceAll(
    ODD,
    (letter) => String.raw`\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The text as an expression: literals and the session, joined by `+`. */
export const expression = (text: Text, session: string): string =>
  text.map((part) => (part === SESSION ? session : literal(part))).join(' + ') || '""';

export const comments = (remarks: readonly string[], mark: string, indent = ''): string[] =>
  remarks.map((remark) => `${indent}${mark} ${remark}`);
