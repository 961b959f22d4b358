import { closest, distance } from 'fastest-levenshtein';

/** Of longer ones nothing is near, and to find that out takes their length times all names. */
const LONGEST = 256;

/** The name that is most likely meant by one that is none, if less than a third of it is wrong, and not all of it. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || name.length > LONGEST) return undefined;
  const lowered = new Map(names.map((one) => [one.toLowerCase(), one]));
  const found = closest(name.toLowerCase(), [...lowered.keys()]);
  const wrong = distance(name.toLowerCase(), found);
  const isNear = wrong <= Math.max(2, Math.floor(name.length / 3)) && wrong < name.length;
  return isNear ? lowered.get(found) : undefined;
}

/** The same as words to stand behind a refusal: ` (did you mean 'x'?)`, or none. */
export function didYouMean(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? '' : ` (did you mean '${near}'?)`;
}
