import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { InvalidSeed } from '../invalid-seed.js';
import type { SeedSource } from './sources.js';

/** A seed as it stands in a file, and where each of its places is. */
export interface SeedDocument {
  readonly name: string;
  readonly value: unknown;
  /** `file:line: place`, for messages. */
  placeOf(path: readonly PropertyKey[]): string;
}

/** YAML takes fifty times its length in memory. */
const LONGEST_YAML = 16 * 2 ** 20;
/** Aliases that aliases lead to count for as many as they bring. */
const MOST_ALIASES = 10_000;

/**
 * Reads a text as JSON, where it is one, or YAML.
 * @throws {InvalidSeed} when it is neither
 */
export function readDocument({ name, text }: SeedSource): SeedDocument {
  const json = text.trimStart().startsWith('{') ? readJson(text) : undefined;
  if (json !== undefined) {
    let lines: Lines | undefined;
    return {
      name,
      value: json,
      // Lines are looked for only where something is wrong.
      placeOf: (path) =>
        placeOf(name, path, text.length > LONGEST_YAML ? undefined : (lines ??= new Lines(text))),
    };
  }
  if (text.length > LONGEST_YAML) {
    throw new InvalidSeed([
      `${name}: is longer than ${LONGEST_YAML} characters; use \`count\`, or write it as JSON`,
    ]);
  }
  const lines = new Lines(text);
  if (lines.problems.length > 0) {
    throw new InvalidSeed(lines.problems.map(({ line, message }) => `${name}:${line}: ${message}`));
  }
  try {
    return { name, value: lines.value(), placeOf: (path) => placeOf(name, path, lines) };
  } catch (error) {
    // An alias of nothing, or aliases of aliases without end.
    throw new InvalidSeed([`${name}: ${(error as Error).message}`]);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeOf(name: string, path: readonly PropertyKey[], lines: Lines | undefined): string {
  const place = path.length === 0 ? 'the seed' : path.join('.');
  return lines ? `${name}:${lines.lineOf(path)}: ${place}` : `${name}: ${place}`;
}

/** A text with the lines of what stands in it. */
class Lines {
  readonly #counter = new LineCounter();
  readonly #document: Document;

  constructor(text: string) {
    const options = { lineCounter: this.#counter, merge: true, prettyErrors: false };
    this.#document = parseDocument(text, options);
  }

  get problems() {
    return this.#document.errors.map(({ pos, message }) => ({
      line: this.#counter.linePos(pos[0]).line,
      message,
    }));
  }

  value(): unknown {
    return this.#document.toJS({ maxAliasCount: MOST_ALIASES });
  }

  /** The line of a place, or of the nearest one around it that stands in the file. */
  lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#counter.linePos(node.range[0]).line;
    }
    return 1;
  }
}
