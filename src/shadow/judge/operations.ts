import type { Facts, OperationFacts } from '../../verify/facts/facts.js';

/** What a request is, as far as it is known. */
export interface Named {
  /** Of what nobody knows: its method and path, uuids left out. */
  readonly name: string;
  readonly facts: OperationFacts | undefined;
  /** What stands in the places of its path. */
  readonly inPath: Readonly<Record<string, string>>;
}

interface Route {
  readonly facts: OperationFacts;
  readonly pattern: RegExp;
  readonly places: readonly string[];
}

const PLACE = /\{(\w+)\}/g;

/** Finds operations by what was asked. */
export class Operations {
  /** By method and number of words. */
  readonly #routes = new Map<string, Route[]>();

  constructor(facts: Facts) {
    for (const one of facts.operations.values()) for (const path of one.paths) this.#add(one, path);
    // Who names fewer places is meant first.
    for (const routes of this.#routes.values()) {
      routes.sort((a, b) => a.places.length - b.places.length);
    }
  }

  /** `path` is that below the context path, without its query string. */
  find(method: string, path: string, body: unknown): Named {
    const fitting = (this.#routes.get(groupOf(method, path)) ?? []).filter(({ pattern }) =>
      pattern.test(path),
    );
    const keys = typeof body === 'object' && body !== null ? Object.keys(body) : [];
    const found =
      fitting.find(({ facts }) => facts.bodyKey !== undefined && keys.includes(facts.bodyKey)) ??
      fitting[0];
    if (!found) return { name: nameOf(method, path), facts: undefined, inPath: {} };
    const values = found.pattern.exec(path) ?? [];
    const inPath = Object.fromEntries(found.places.map((name, i) => [name, values[i + 1] ?? '']));
    return { name: found.facts.name, facts: found.facts, inPath };
  }

  #add(facts: OperationFacts, path: string): void {
    const places = [...path.matchAll(PLACE)].map(([, name]) => String(name));
    const pattern = new RegExp(
      `^${path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(PLACE, '([^/]+)')}$`,
    );
    const group = groupOf(facts.method, path);
    const known = this.#routes.get(group);
    const route = { facts, pattern, places };
    if (known) known.push(route);
    else this.#routes.set(group, [route]);
  }
}

const groupOf = (method: string, path: string) => `${method} ${path.split('/').length}`;

/** A path may be of any length; what is told of it is not. */
const nameOf = (method: string, path: string) =>
  `${method} ${path.replaceAll(/[0-9a-f]{32}/g, '{uuid}').slice(0, 120)}`;
