/** What a case knows by name. */
export type Scope = Readonly<Record<string, unknown>>;

/** A case names what is not there. */
export class NoSuchValue extends Error {
  constructor(readonly reference: string) {
    super(`there is no ${reference}`);
    this.name = 'NoSuchValue';
  }
}

const WHOLE = /^\$\{([^}]+)\}$/;
const PART = /\$\{([^}]+)\}/g;

/** Puts what references name in their places, in texts, lists and objects, and in the keys of these. */
export function filled(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value)?.[1];
    if (whole !== undefined) return lookUp(whole, scope);
    return value.replaceAll(PART, (_all, reference: string) => textOf(lookUp(reference, scope)));
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [textOf(filled(key, scope)), filled(one, scope)]),
  );
}

/** `text 256`, or a path with dots; `path | sql`: a date as conditions of queries take it. */
function lookUp(reference: string, scope: Scope): unknown {
  const length = /^text (\d+)$/.exec(reference)?.[1];
  if (length !== undefined) return 'x'.repeat(Number(length));
  const [path = '', form] = reference.split('|').map((part) => part.trim());
  const found = at(scope, path);
  if (found === undefined) throw new NoSuchValue(reference);
  return form === 'sql' ? sqlDate(textOf(found)) : found;
}

/** A value as a text: a text is itself. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** What stands at a path with dots; undefined where nothing does. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found ?? undefined;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const TIMESTAMP =
  /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})[ \u202f](AM|PM)$/;

/** `Nov 14, 2017 10:20:57 PM` as `2017-11-14 22:20:57`. */
function sqlDate(text: string): string {
  const [, month = '', day = '', year = '', hour = '', minute = '', second = '', half] =
    TIMESTAMP.exec(text) ?? [];
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const two = (part: string | number) => String(part).padStart(2, '0');
  return `${year}-${two(MONTHS.indexOf(month) + 1)}-${two(day)} ${two(hours)}:${minute}:${second}`;
}
