import type { Names } from '../compare/names.js';

/** A path with its query string, in the world's names. */
export function pathToWorld(path: string, names: Names): string {
  const start = path.indexOf('?');
  if (start === -1) return names.toWorld(path);
  const pairs = path.slice(start + 1).split('&');
  return `${names.toWorld(path.slice(0, start))}?${pairs.map((pair) => pairToWorld(pair, names)).join('&')}`;
}

function pairToWorld(pair: string, names: Names): string {
  const said = decoded(pair);
  const meant = names.toWorld(said);
  if (meant === said) return pair;
  const mark = meant.indexOf('=');
  return mark === -1
    ? encodeURIComponent(meant)
    : `${meant.slice(0, mark)}=${encodeURIComponent(meant.slice(mark + 1))}`;
}

/** A text without its percents, where they are right. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A value of a query string, or undefined. */
export function parameterOf(path: string, name: string): string | undefined {
  const start = path.indexOf('?');
  return start === -1
    ? undefined
    : (new URLSearchParams(path.slice(start + 1)).get(name) ?? undefined);
}
