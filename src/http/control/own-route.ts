import { ControlError, notFound } from '../../core/control-error.js';
import { didYouMean } from '../../core/nearest.js';
import type { Router, Route } from '../rest/router.js';

/** What a request to the emulator's own API is about. */
export interface OwnRoute {
  readonly route: Route;
  /** The values of the path's variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The path is there, and takes these methods only. */
export class MethodNotAllowed extends ControlError {
  constructor(
    method: string,
    path: string,
    readonly allowed: readonly string[],
  ) {
    super('methodNotAllowed', `${path} takes ${allowed.join(', ')}, not ${method}`);
  }
}

/**
 * The operation that is meant, by path and method alone; undefined where no operation has the path. A slash too many
 * counts as none, but at the end of a path.
 * @throws {MethodNotAllowed}
 */
export function findOwn(router: Router, method: string, path: string): OwnRoute | undefined {
  const match = router.find(path.replaceAll(/\/{2,}/g, '/'));
  if (!match) return undefined;
  const asked = method === 'HEAD' ? 'GET' : method;
  const route = match.routes.find(({ declared }) => declared.method === asked);
  if (!route) {
    const allowed = match.routes.map(({ declared }) => declared.method).toSorted();
    throw new MethodNotAllowed(method, `/emulator${path}`, allowed);
  }
  const variables = route.variables.map((name, i) => [name, match.values[i] ?? ''] as const);
  return { route, variables: Object.fromEntries(variables) };
}

/** That nothing is at a path, with the path that was most likely meant. */
export function noSuchPath(path: string, known: readonly string[]): ControlError {
  const asked = `/emulator${path}`;
  const hint = didYouMean(
    asked,
    known.map((one) => `/emulator${one}`),
  );
  return notFound(`nothing is at ${asked}${hint}; GET /emulator/v1 lists what there is`);
}
