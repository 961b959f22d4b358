/** Which of many things a client needs. */
export interface Needed<T> {
  /** Without any one of these it breaks. */
  readonly alone: readonly T[];
  /** Of each of these lists it needs one, whichever. */
  readonly together: readonly (readonly T[])[];
  /** Not found out: there were no tries left. */
  readonly untried: readonly T[];
}

/**
 * Finds what something breaks without, in few tries: many are taken away at once, and where that breaks it each half of
 * them. At last all that seem not to be needed are taken away together: some may take each other's place.
 * @param breaks whether it breaks without these
 * @param most so many tries at most
 */
export async function findNeeded<T>(
  groups: readonly (readonly T[])[],
  breaks: (without: readonly T[]) => Promise<boolean>,
  most: number,
): Promise<Needed<T>> {
  const search = new Search(breaks, most);
  for (const group of groups) await search.halve(group);
  await search.findTogether(groups.flat());
  const { alone, together, untried } = search;
  return { alone, together, untried };
}

class Search<T> implements Needed<T> {
  readonly alone: T[] = [];
  readonly together: (readonly T[])[] = [];
  readonly untried: T[] = [];

  constructor(
    private readonly breaks: (without: readonly T[]) => Promise<boolean>,
    private left: number,
  ) {}

  async halve(group: readonly T[]): Promise<void> {
    const [one] = group;
    if (one === undefined) return;
    if (this.left === 0) {
      this.untried.push(...group);
      return;
    }
    if (!(await this.#try(group))) return;
    if (group.length === 1) {
      this.alone.push(one);
      return;
    }
    const middle = Math.ceil(group.length / 2);
    await this.halve(group.slice(0, middle));
    await this.halve(group.slice(middle));
  }

  async findTogether(all: readonly T[]): Promise<void> {
    // Of each list that was found one stays, so that another one can be seen.
    const kept = new Set([...this.alone, ...this.untried]);
    while (this.left > 0) {
      const rest = all.filter((one) => !kept.has(one));
      if (rest.length === 0 || !(await this.#try(rest))) return;
      const [first, ...others] = await this.#shrink(rest);
      if (first === undefined) return;
      if (others.length === 0) this.alone.push(first);
      else this.together.push([first, ...others]);
      kept.add(first);
    }
  }

  /** Fewer of those without which it breaks, as long as it breaks without them and there are tries left. */
  async #shrink(group: readonly T[]): Promise<readonly T[]> {
    let found = group;
    for (
      let size = Math.ceil(group.length / 2);
      size >= 1;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let at = 0; at < found.length && found.length > size && this.left > 0;) {
        const fewer = [...found.slice(0, at), ...found.slice(at + size)];
        if (await this.#try(fewer)) found = fewer;
        else at += size;
      }
    }
    return found;
  }

  #try(without: readonly T[]): Promise<boolean> {
    this.left -= 1;
    return this.breaks(without);
  }
}
