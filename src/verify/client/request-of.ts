import type { OperationFacts } from '../facts/facts.js';
import type { Request } from './client.js';

type Values = Readonly<Record<string, unknown>>;

/** Stand beside the parameters of a call, not among them. */
const BESIDE = ['systemTags', 'userTags'];
const PLACE = /\{(\w+)\}/g;

const placesIn = (path: string) => [...path.matchAll(PLACE)].map(([, name]) => String(name));

/** The request that a call of an operation is, by what the facts say of it. */
export function requestOf(
  { method, paths, bodyKey, kind, name }: OperationFacts,
  given: Values,
  which?: number,
): Request {
  const path = which === undefined ? fitting(paths, given) : paths[which];
  if (path === undefined) throw new RangeError(`${name} has no path ${which}`);
  const inPath = placesIn(path);
  const filled = path.replaceAll(PLACE, (_all, place: string) =>
    encodeURIComponent(written(given[place])),
  );
  const rest = Object.entries(given).filter(
    ([key, value]) => !inPath.includes(key) && value !== undefined,
  );
  if (method === 'GET' || method === 'DELETE') {
    const pairs = rest.flatMap(([key, value]) => pairsOf(key, value, kind === 'query'));
    return { method, path: pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}` };
  }
  const beside = Object.fromEntries(rest.filter(([key]) => BESIDE.includes(key)));
  const params = Object.fromEntries(rest.filter(([key]) => !BESIDE.includes(key)));
  return {
    method,
    path: filled,
    body: {
      // Who names no key means the empty one.
      [bodyKey ?? '']: params,
      ...beside,
    },
  };
}

/** The path with most places, all of which are given. */
const fitting = (paths: readonly string[], given: Values) =>
  paths
    .filter((path) => placesIn(path).every((place) => given[place] !== undefined))
    .toSorted((a, b) => placesIn(b).length - placesIn(a).length)[0] ?? paths[0];

function pairsOf(key: string, value: unknown, isQuery: boolean): string[] {
  if (Array.isArray(value)) {
    if (isQuery && key === 'fields') return [pair(key, value.join(','))];
    return value.map((one) => pair(key, one));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, one]) => pairsOf(`${key}.${name}`, one, isQuery));
  }
  return [pair(key, value)];
}

const pair = (key: string, value: unknown) => `${key}=${encodeURIComponent(written(value))}`;

const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');
