import {
  constructFromEvents,
  CORE_SCHEMA,
  EVENT_ID,
  getScalarValue,
  mergeTag,
  parseEvents,
  YAMLException,
  type Event,
} from 'js-yaml';
import { InvalidSeed } from '../invalid-seed.js';
import type { SeedSource } from './sources.js';

/** A seed as it stands in a file, and where each of its places is. */
export interface SeedDocument {
  readonly name: string;
  readonly value: unknown;
  /** `file:line: place`, for messages. */
  placeOf(path: readonly PropertyKey[]): string;
}

/** YAML takes many times its length in memory. */
const LONGEST_YAML = 16 * 2 ** 20;
/** What aliases bring counts as often as it is brought. */
const MOST_FROM_ALIASES = 200_000;
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

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
  try {
    const lines = new Lines(text);
    return { name, value: lines.value(), placeOf: (path) => placeOf(name, path, lines) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark ? `:${error.mark.line + 1}` : '';
    throw new InvalidSeed([`${name}${line}: ${error.reason}`]);
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
  readonly #text: string;
  readonly #events: readonly Event[];

  constructor(text: string) {
    this.#text = text;
    // JSON that is none is read as YAML, too, to say where it goes wrong.
    this.#events = parseEvents(text, {});
  }

  value(): unknown {
    this.#countAliases();
    const [value, ...others] = constructFromEvents([...this.#events], {
      source: this.#text,
      schema: SCHEMA,
      maxTotalMergeKeys: MOST_FROM_ALIASES,
    });
    if (others.length > 0) throw new YAMLException('there is more than one document');
    return value;
  }

  /** Aliases of aliases can bring more than anybody could read. */
  #countAliases(): void {
    const sizes = new Map<string, number>();
    const open: { anchor: string; size: number }[] = [];
    let brought = 0;
    let size = 0;
    for (const event of this.#events) {
      if (event.type === EVENT_ID.POP) {
        const begun = open.pop();
        if (begun?.anchor) sizes.set(begun.anchor, size - begun.size);
        continue;
      }
      if (event.type === EVENT_ID.DOCUMENT) {
        open.push({ anchor: '', size });
        continue;
      }
      const anchor = this.#text.slice(event.anchorStart, event.anchorEnd);
      size++;
      if (event.type === EVENT_ID.ALIAS) {
        if (open.some((begun) => begun.anchor === anchor)) {
          this.#refuse(event.anchorStart, `the alias '${anchor}' stands in what it is an alias of`);
        }
        // One of nothing is refused where the value is made.
        const more = sizes.get(anchor) ?? 0;
        size += more;
        brought += more;
        if (brought > MOST_FROM_ALIASES) {
          const most = MOST_FROM_ALIASES.toLocaleString('en');
          this.#refuse(event.anchorStart, `aliases bring more than ${most} values`);
        }
      } else if (event.type === EVENT_ID.SCALAR) {
        if (anchor) sizes.set(anchor, 1);
      } else open.push({ anchor, size: size - 1 });
    }
  }

  #refuse(position: number, message: string): never {
    YAMLException.throwAt(this.#text, position, message);
  }

  /** The line of a place, or of the nearest one around it that stands in the file. */
  lineOf(path: readonly PropertyKey[]): number {
    // Before the root stands the document.
    let at = 1;
    let position = 0;
    for (const key of path) {
      const found = this.#in(at, key);
      if (found === undefined) break;
      at = found;
      position = this.#positionOf(at) ?? position;
    }
    return this.#text.slice(0, position).split('\n').length;
  }

  /** Where in a list or map the value of a key begins. */
  #in(at: number, key: PropertyKey): number | undefined {
    const around = this.#events[at];
    if (around?.type === EVENT_ID.SEQUENCE) {
      let item = at + 1;
      for (let n = 0; n < Number(key) && this.#isNode(item); n++) item = this.#behind(item);
      return this.#isNode(item) ? item : undefined;
    }
    if (around?.type !== EVENT_ID.MAPPING) return undefined;
    for (let name = at + 1; this.#isNode(name); name = this.#behind(this.#behind(name))) {
      const event = this.#events[name];
      if (event?.type !== EVENT_ID.SCALAR) continue;
      if (getScalarValue(this.#text, event) === String(key)) return this.#behind(name);
    }
    return undefined;
  }

  #isNode(at: number): boolean {
    const event = this.#events[at];
    return event !== undefined && event.type !== EVENT_ID.POP;
  }

  /** What comes after a value with everything in it. */
  #behind(at: number): number {
    let depth = 0;
    for (let next = at; next < this.#events.length; next++) {
      const type = this.#events[next]?.type;
      if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
      else if (type === EVENT_ID.POP) depth--;
      if (depth === 0) return next + 1;
    }
    return this.#events.length;
  }

  /** An empty value stands nowhere. */
  #positionOf(at: number): number | undefined {
    const event = this.#events[at];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      return undefined;
    }
    if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
    const position = event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
    return position < 0 ? undefined : position;
  }
}
