import { isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { InvalidSeed } from '../invalid-seed.js';
import { MOST_PROBLEMS } from './problems.js';
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

interface DocumentProblem {
  readonly line: number;
  readonly message: string;
}

/** Brings the keys of others into a map, as often as it is wanted. */
const MERGE = '<<';

/** A text with the lines of what stands in it. */
class Lines {
  readonly #counter = new LineCounter();
  readonly #document: Document;
  readonly problems: readonly DocumentProblem[];

  constructor(text: string) {
    // The library compares each key with all before it: below they are counted.
    const options = {
      lineCounter: this.#counter,
      merge: true,
      prettyErrors: false,
      uniqueKeys: false,
    };
    this.#document = parseDocument(text, options);
    this.problems = [...this.#errors(), ...this.#keysAgain()]
      .slice(0, MOST_PROBLEMS)
      .toSorted((a, b) => a.line - b.line);
  }

  #errors(): DocumentProblem[] {
    const first = this.#document.errors.slice(0, MOST_PROBLEMS);
    return first.map(({ pos, message }) => ({ line: this.#lineAt(pos[0]), message }));
  }

  /** Keys that stand in their map before. */
  #keysAgain(): DocumentProblem[] {
    const again: DocumentProblem[] = [];
    visit(this.#document, {
      Map: (_key, { items }) => {
        const known = new Set<unknown>();
        for (const { key } of items) {
          if (!isScalar(key) || key.value === MERGE) continue;
          if (known.has(key.value)) {
            const line = this.#lineAt(key.range?.[0] ?? 0);
            again.push({ line, message: 'Map keys must be unique' });
          } else known.add(key.value);
          if (again.length >= MOST_PROBLEMS) return visit.BREAK;
        }
        return undefined;
      },
    });
    return again;
  }

  #lineAt(offset: number): number {
    return this.#counter.linePos(offset).line;
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
