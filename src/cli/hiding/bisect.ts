/** Which of many things a client needs. */
export interface Needed<T> {
  /** Without any one of these it breaks. */
  readonly alone: readonly T[];
  /** Without all of one of these lists it breaks, and without either half it does not: one takes another's place. */
  readonly together: readonly (readonly T[])[];
  /** Not found out: there were no runs left. */
  readonly untried: readonly T[];
}

/**
 * Finds what something breaks without, in few tries: many are taken away at once, and where that breaks it each half of
 * them.
 * @param breaks whether it breaks without these
 * @param most so many tries at most
 */
export async function findNeeded<T>(
  groups: readonly (readonly T[])[],
  breaks: (without: readonly T[]) => Promise<boolean>,
  most: number,
): Promise<Needed<T>> {
  const alone: T[] = [];
  const together: (readonly T[])[] = [];
  const untried: T[] = [];
  let left = most;

  /** Answers whether something was found that is needed, or may be. */
  async function look(group: readonly T[]): Promise<boolean> {
    if (group.length === 0) return false;
    if (left === 0) {
      untried.push(...group);
      return true;
    }
    left -= 1;
    if (!(await breaks(group))) return false;
    const [one] = group;
    if (group.length === 1 && one !== undefined) {
      alone.push(one);
      return true;
    }
    const middle = Math.ceil(group.length / 2);
    const first = await look(group.slice(0, middle));
    const second = await look(group.slice(middle));
    if (!first && !second) together.push(group);
    return true;
  }

  for (const group of groups) await look(group);
  return { alone, together, untried };
}
