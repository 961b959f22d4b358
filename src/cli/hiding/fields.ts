/** What stands between an operation's calls and a field of their answers in one text. */
export interface Field {
  /** The calls: `GET /v1/zones`, `PUT /v1/images/{uuid}/actions#updateImage`. */
  readonly call: string;
  /** Where it stands in their answers: `inventories[].uuid`. */
  readonly path: string;
}

const UUID = /\b[0-9a-f]{32}\b/g;
/** Stand beside the parameters of a body. */
const BESIDE = new Set(['params', 'systemTags', 'userTags', '']);
/** Deeper and more fields than answers have. */
const DEEPEST = 8;
const MOST = 5_000;

/** What calls of one kind have in common: method, path without uuids, and what the body is called. */
export function callOf(method: string, url: string, body: string): string {
  const [path = ''] = url.split('?', 1);
  const place = path.replace(/^.*?(?=\/v1\/)/, '').replaceAll(UUID, '{uuid}');
  const key = keysOf(body).find((one) => !BESIDE.has(one));
  return `${method} ${place}${key === undefined ? '' : `#${key}`}`;
}

function keysOf(body: string): string[] {
  const value = parsed(body);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** JSON, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Every field of an answer, whatever holds others before what it holds. */
export function fieldsIn(body: unknown): string[] {
  const found = new Set<string>();
  walk(body, '', 0);
  return [...found];

  function walk(value: unknown, at: string, depth: number): void {
    if (depth > DEEPEST || found.size >= MOST) return;
    if (Array.isArray(value)) {
      for (const one of value) walk(one, `${at}[]`, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        // What is not there cannot be missed.
        if (one === null) continue;
        const path = at === '' ? key : `${at}.${key}`;
        found.add(path);
        walk(one, path, depth + 1);
      }
    }
  }
}

/** An answer without some of its fields. */
export function withoutFields(value: unknown, hidden: ReadonlySet<string>, at = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutFields(one, hidden, `${at}[]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const path = at === '' ? key : `${at}.${key}`;
      return hidden.has(path) ? [] : [[key, withoutFields(one, hidden, path)]];
    }),
  );
}
