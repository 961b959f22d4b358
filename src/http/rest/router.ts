import findMyWay from 'find-my-way';
import { RestError } from '../../core/rest-error.js';
import type { ChecksMode } from '../../core/world-modes.js';
import type { KnownOperation } from '../../contract/known-operations.js';
import type { Operation } from '../../api/define-operation.js';

/** An operation as the router finds it: what is emulated, and its own names of the path's variables. */
export interface Route {
  readonly declared: KnownOperation;
  /** Undefined for an operation that is known, but not emulated yet. */
  readonly operation: Operation | undefined;
  readonly variables: readonly string[];
}

/** What a path leads to: all operations that share it, and the values of its variables. */
export interface Match {
  readonly routes: readonly Route[];
  readonly values: readonly string[];
}

/** Finds the operations of a path on a radix tree: one operation more costs a request nothing. */
export class Router {
  readonly #tree = findMyWay({ maxParamLength: 1024 });

  constructor(known: readonly KnownOperation[], operations: readonly Operation[]) {
    const byName = new Map(operations.map((operation) => [operation.name, operation]));
    const undeclared = operations.filter(({ name }) => !known.some((k) => k.name === name));
    const slots = new Map<string, Route[]>();
    for (const declared of [...known, ...undeclared]) {
      for (const path of declared.paths) {
        const operation = byName.get(declared.name);
        const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
        // Variables are one slot whatever each operation calls them.
        const slot = path.replace(/\{\w+\}/g, ':v');
        slots.set(slot, [...(slots.get(slot) ?? []), { declared, operation, variables }]);
      }
    }
    for (const [slot, routes] of slots) {
      let position = 0;
      const path = slot.replace(/:v/g, () => `:v${position++}`);
      this.#tree.on('GET', path, () => undefined, routes);
    }
  }

  /** The operations of a path (without the context path), or undefined when nothing has it. */
  find(path: string): Match | undefined {
    const found = this.#tree.find('GET', path);
    if (!found) return undefined;
    return { routes: found.store as Route[], values: Object.values(found.params) as string[] };
  }
}

/**
 * The one operation that is meant, by method and, for PUT, by the key in the body. A path that
 * belongs to a single operation does not look at the method, as in the real system; only that a
 * mere GET deletes something is kept for `native` checks.
 * @throws {RestError} in the real system's words
 */
export function chooseRoute(
  { routes }: Match,
  method: string,
  body: Readonly<Record<string, unknown>> | undefined,
  paths: { readonly decoded: string; readonly withContext: string },
  checks: ChecksMode,
): Route {
  const [only] = routes;
  if (only && routes.length === 1) {
    const isReading = method === 'GET' || method === 'HEAD';
    if (isReading && only.declared.method === 'DELETE' && checks === 'strict') {
      throw methodNotAllowed(method, paths.decoded);
    }
    return only;
  }
  switch (method) {
    case 'POST':
      return ofMethod(routes, 'POST', `No creational API found for the path[${paths.withContext}]`);
    case 'GET':
      return ofMethod(routes, 'GET', `No query API found for the path[${paths.withContext}]`);
    case 'DELETE':
      return ofMethod(routes, 'DELETE', `No delete API found for the path[${paths.withContext}]`);
    case 'PUT': {
      if (!body) throw new RestError(500, 'java.lang.NullPointerException');
      const chosen = routes.find(
        ({ declared }) =>
          declared.method === 'PUT' &&
          declared.bodyKey !== undefined &&
          Object.hasOwn(body, declared.bodyKey),
      );
      if (chosen) return chosen;
      throw new RestError(
        400,
        `the body doesn't contain action mapping to the URL[${paths.decoded}]`,
      );
    }
    default:
      throw methodNotAllowed(method, paths.decoded);
  }
}

export function methodNotAllowed(method: string, path: string): RestError {
  return new RestError(405, `The method[${method}] is not allowed for the path[${path}]`);
}

function ofMethod(routes: readonly Route[], method: string, otherwise: string): Route {
  const route = routes.find(({ declared }) => declared.method === method);
  if (!route) throw new RestError(500, otherwise);
  return route;
}
