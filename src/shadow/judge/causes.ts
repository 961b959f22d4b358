import { keyOf, type Difference, type Judged } from './verdict.js';

/** So much is remembered of what has differed. */
const MOST = 50_000;

/**
 * What a difference goes back to. A field of a thing that has differed once goes on to differ wherever it is read; a
 * thing that only one side has, or that went another way, differs in everything.
 */
export class Causes {
  readonly #fields = new Map<string, string>();
  readonly #things = new Map<string, string>();

  clear(): void {
    this.#fields.clear();
    this.#things.clear();
  }

  /** Of each difference of an answer the one that it follows from. `touched`: things that the request names. */
  judge(
    operation: string,
    differences: readonly Difference[],
    touched: readonly string[],
  ): Judged[] {
    return differences.map((one) => {
      const key = keyOf(operation, one);
      const cause = this.#causeOf(one, touched);
      const field = fieldOf(one);
      if (cause === undefined && field !== undefined) remember(this.#fields, field, key);
      return cause === undefined || cause === key ? one : { ...one, follows: cause };
    });
  }

  /** These things are other ones on both sides from now on. */
  part(things: readonly string[], key: string): void {
    for (const thing of things) if (!this.#things.has(thing)) remember(this.#things, thing, key);
  }

  /** Whether these things go a way of their own on each side for a reason that is known. */
  areApart(things: readonly (string | undefined)[], key: string): boolean {
    return things.some((thing) => thing !== undefined && this.#things.get(thing) === key);
  }

  #causeOf(difference: Difference, touched: readonly string[]): string | undefined {
    const { subject } = difference;
    const things = subject === undefined ? touched : [subject, ...touched];
    const parted = things.map((thing) => this.#things.get(thing)).find((key) => key !== undefined);
    const field = fieldOf(difference);
    return parted ?? (field === undefined ? undefined : this.#fields.get(field));
  }
}

/** The field of a thing, wherever it is read; a missing row is the thing itself. */
function fieldOf({ subject, place, kind }: Difference): string | undefined {
  if (subject === undefined) return undefined;
  const isRow = kind === 'missing-row' || kind === 'extra-row';
  return isRow ? `${subject} exists` : `${subject} ${place.split('.').at(-1)}`;
}

function remember(map: Map<string, string>, name: string, key: string): void {
  map.set(name, key);
  if (map.size <= MOST) return;
  for (const [first] of map) {
    map.delete(first);
    return;
  }
}
