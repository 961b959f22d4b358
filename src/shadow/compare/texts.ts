import { isSecretName, hideSecrets, hideSecretsInJson } from '../../core/secrets.js';
import { namesIn, type LearnedNames } from './names.js';

/** Dates as the API writes them, in either locale, and as conditions do. */
const TIMES = [
  /^[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d{2}:\d{2}\s[AP]M$/,
  /^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}(?:\.\d+)?$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/,
  /^\d{4}\u5e74\d{1,2}\u6708\d{1,2}\u65e5 .+$/,
];

/** Which form of a date a text has; -1: none. */
export const timeFormOf = (text: string): number => TIMES.findIndex((form) => form.test(text));

const CHINESE = /[\u4e00-\u9fff]/;

/** Whether both may say the same, each in a language of its own. */
export const areOfTwoLocales = (one: string, other: string): boolean =>
  CHINESE.test(one) !== CHINESE.test(other);

/** How two texts relate: `names`: they differ in names only, of which at least one means something else. */
export type Likeness = 'same' | 'named' | 'names' | 'other';

/** Compares texts but for the names in them, which are learned where they are new. */
export function likenessOf(cloud: string, world: string, names: LearnedNames): Likeness {
  const [ours, theirs] = [namesIn(cloud), namesIn(world)];
  if (ours.rest.join('\0') !== theirs.rest.join('\0')) return 'other';
  let likeness: Likeness = 'same';
  for (const [i, name] of ours.names.entries()) {
    const other = theirs.names[i] ?? '';
    if (!names.agree(name, other)) return 'names';
    if (name !== other) likeness = 'named';
  }
  return likeness;
}

/** Whether two texts can mean the same, as far as names are known; nothing is learned by it. */
export function canAgree(cloud: string, world: string, names: LearnedNames): boolean {
  if (cloud === world) return true;
  const [ours, theirs] = [namesIn(cloud), namesIn(world)];
  if (ours.rest.join('\0') !== theirs.rest.join('\0')) return false;
  return ours.names.every((name, i) => names.canAgree(name, theirs.names[i] ?? ''));
}

/** Texts in reports are no longer than this. */
const LONGEST = 200;

/** A value as a report shows it: short, and without what nobody else may see. */
export function shown(value: unknown, key = ''): string {
  if (value === undefined) return 'nothing';
  if (isSecretName(key)) return '***';
  const text =
    typeof value === 'string' ? hideSecrets(value) : hideSecretsInJson(JSON.stringify(value));
  const written = typeof value === 'string' ? JSON.stringify(text) : text;
  return written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written;
}
