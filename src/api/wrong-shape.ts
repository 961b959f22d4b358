import { isPlainObject } from '../core/plain-object.js';
import { RestError } from '../core/rest-error.js';
import { WrittenNumber } from '../core/written-number.js';

/** Where a value of the wrong shape stands: among which parameters, under which name, and where inside of that. */
export interface Place {
  readonly given: Readonly<Record<string, unknown>>;
  readonly name: string;
  /** Of a list the index, of a map the key. */
  readonly inside?: number | string;
}

/**
 * The refusal of a value that has another shape than its field. The real system writes the parameters as JSON and
 * reads that into its message; its words say where it stopped.
 */
export function wrongShape(place: Place, expected: string, value: unknown): RestError {
  const token = tokenOf(value);
  const column = textBefore(place).length + lookedAt(token, value) + 1;
  const path = `$.${place.name}${step(place.inside)}`;
  return new RestError(
    500,
    `java.lang.IllegalStateException: Expected ${expected} but was ${token} at line 1 column ${column} path ${path}`,
  );
}

function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return 'BEGIN_ARRAY';
  if (isPlainObject(value)) return 'BEGIN_OBJECT';
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return 'BOOLEAN';
  return typeof value === 'string' ? 'STRING' : 'NUMBER';
}

/** How much of a value is read before it is known to be wrong: a bracket or quote, a word, of doubles nothing. */
function lookedAt(token: string, value: unknown): number {
  if (token === 'NULL' || token === 'BOOLEAN') return String(value).length;
  if (token !== 'NUMBER') return 1;
  const text = String(value);
  return /^-?\d+$/.test(text) ? text.length : 0;
}

/** The JSON of the parameters up to the value. */
function textBefore({ given, name, inside }: Place): string {
  const before = memberTexts(given, name);
  const value = given[name];
  const opening = [...before, `${JSON.stringify(name)}:`].join(',');
  if (inside === undefined) return `{${opening}`;
  if (Array.isArray(value)) {
    const elements = value.slice(0, Number(inside)).map(jsonOf);
    return `{${opening}[${[...elements, ''].join(',')}`;
  }
  const members = memberTexts(value as Place['given'], String(inside));
  return `{${opening}{${[...members, `${JSON.stringify(inside)}:`].join(',')}`;
}

/** Members before one of this name; nulls are left out. */
function memberTexts(members: Place['given'], name: string): string[] {
  const texts: string[] = [];
  for (const [key, value] of Object.entries(members)) {
    if (key === name) break;
    if (value !== null && value !== undefined)
      texts.push(`${JSON.stringify(key)}:${jsonOf(value)}`);
  }
  return texts;
}

const jsonOf = (value: unknown): string =>
  value instanceof WrittenNumber ? value.text : JSON.stringify(value);

function step(inside: number | string | undefined): string {
  if (inside === undefined) return '';
  return typeof inside === 'number' ? `[${inside}]` : `.${inside}`;
}
