/** `{n}`, or `{n:04}`: with zeros to so many digits. */
const NUMBER = /\{n(?::0?(\d{1,2}))?\}/g;

/** Whether a text holds the place of a number. */
export const hasNumber = (text: string): boolean => text.includes('{n') && text.search(NUMBER) >= 0;

/** The text with the number in its places. */
export function withNumber(text: string, n: number): string {
  return text.replaceAll(NUMBER, (_place, width?: string) =>
    String(n).padStart(Number(width ?? 0), '0'),
  );
}

/** The texts that a pattern makes of the numbers from `first` to `last`; without a number in it, one. */
export class Pattern {
  readonly #before: string;
  readonly #after: string;
  readonly hasNumber: boolean;

  /** `isCounted`: whether `{n}` stands for a number here at all. */
  constructor(
    readonly text: string,
    readonly first: number,
    readonly last: number,
    isCounted = true,
  ) {
    const places = isCounted ? [...text.matchAll(NUMBER)] : [];
    const [start] = places;
    const end = places.at(-1);
    this.hasNumber = start !== undefined;
    this.#before = start ? text.slice(0, start.index) : text;
    this.#after = end ? text.slice(end.index + end[0].length) : '';
  }

  /** The number that makes this text, or undefined. */
  numberOf(text: string): number | undefined {
    if (!this.hasNumber) return text === this.text ? this.first : undefined;
    if (!text.startsWith(this.#before) || !text.endsWith(this.#after)) return undefined;
    const digits = /^\d{1,15}/.exec(text.slice(this.#before.length));
    // With several places the digits after the first one may run on into the text between them.
    for (let length = digits?.[0].length ?? 0; length > 0; length--) {
      const n = Number(digits?.[0].slice(0, length));
      if (n >= this.first && n <= this.last && withNumber(this.text, n) === text) return n;
    }
    return undefined;
  }

  /** Whether it and another may make the same text at all. */
  mayMeet(other: Pattern): boolean {
    const isStart = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);
    const isEnd = (a: string, b: string) => a.endsWith(b) || b.endsWith(a);
    return isStart(this.#before, other.#before) && isEnd(this.#after, other.#after);
  }
}
