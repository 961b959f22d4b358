import type { Facts, OperationFacts } from '../facts/facts.js';
import { TIMESTAMP } from './values.js';

type Fields = Readonly<Record<string, unknown>>;

/** Stand in every documented answer, in no inventory. */
const OF_EVERY_ANSWER = ['success', 'error', 'schema', 'total'];
const NUMBERS = new Set(['Long', 'long', 'Integer', 'int', 'short', 'Short']);
const LIST = /^(?:List|Set|ArrayList|Collection)<(.+)>$/;

/** Where the types of an answer are not those of the facts. A field without a value need not be there. */
export function misshapen(
  { inventories, subclasses }: Facts,
  { answer, kind }: OperationFacts,
  body: unknown,
): string[] {
  const fields = (body ?? {}) as Fields;
  const known = Object.entries(answer).flatMap(([key, type]) =>
    typed(type, fields[key], key, classOf(fields, key)),
  );
  if (kind === 'query' || Object.keys(answer).length > 0) {
    return [
      ...known,
      ...strangers(fields, [...Object.keys(answer), ...OF_EVERY_ANSWER], 'the answer'),
    ];
  }
  return known;

  /** Of an inventory and of what may stand in its place. */
  function fieldsOf(name: string): string[] {
    return [name, ...(subclasses[name] ?? [])].flatMap((one) =>
      Object.keys(inventories[one] ?? {}),
    );
  }

  function typed(
    type: string,
    value: unknown,
    place: string,
    javaClass?: (at: string) => string | undefined,
  ): string[] {
    if (value === undefined || value === null) return [];
    const item = LIST.exec(type)?.[1];
    if (item !== undefined) {
      if (!Array.isArray(value)) return [`${place} is no list`];
      return value.flatMap((one, i) => typed(item, one, `${place}[${i}]`, javaClass));
    }
    if (NUMBERS.has(type)) return Number.isInteger(value) ? [] : [`${place} is no ${type}`];
    if (type === 'Boolean' || type === 'boolean') {
      return typeof value === 'boolean' ? [] : [`${place} is no ${type}`];
    }
    if (type === 'Timestamp') {
      return typeof value === 'string' && TIMESTAMP.test(value)
        ? []
        : [`${place} is no date as the API writes them`];
    }
    if (type === 'String') return typeof value === 'string' ? [] : [`${place} is no String`];
    const own = javaClass?.(place) ?? type;
    const shape = inventories[own] ?? inventories[type];
    if (!shape) return [];
    if (typeof value !== 'object') return [`${place} is no ${own}`];
    const wrong = Object.entries(shape).flatMap(([field, of]) =>
      typed(of, (value as Fields)[field], `${place}.${field}`, javaClass),
    );
    // Of a class that the facts do not know only the fields of its base are known.
    return own in inventories
      ? [...wrong, ...strangers(value as Fields, fieldsOf(own), place)]
      : wrong;
  }
}

const strangers = (value: Fields, known: readonly string[], place: string) =>
  Object.keys(value)
    .filter((field) => !known.includes(field) && value[field] !== null)
    .map((field) => `${place} has a field ${field} that the facts do not have`);

/** `schema` names the class of each object of an answer, where that is not the one that is declared. */
function classOf(fields: Fields, _key: string) {
  const schema = (fields['schema'] ?? {}) as Readonly<Record<string, unknown>>;
  return (place: string): string | undefined => {
    const name = schema[place];
    return typeof name === 'string' ? (name.split('.').at(-1) ?? '') : undefined;
  };
}
