import { RestError } from '../../core/rest-error.js';
import type { Match, Route, Router } from './router.js';

/** Of a request: what decides which of a path's operations is meant. */
export interface Meant {
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** As the router finds it. */
  readonly path: string;
  /** Without the context path, decoded. */
  readonly decoded: string;
  /** As it came, with the context path. */
  readonly withContext: string;
}

/** What a route was chosen from, for the values of the path's variables. */
export interface Chosen {
  readonly route: Route;
  readonly match: Match;
}

/**
 * The one operation of ZStack's API that is meant, by method and, for PUT, by the key in the body; one
 * that is not emulated, too. The real system does not look at the method where a path has one operation
 * only: there a PUT deletes what is at the address of a lone DELETE, and a client's mistake, or a page in a
 * browser, costs a storage with all that is on it. Here each operation takes its own method.
 * @throws {RestError} in the real system's words
 */
export function chooseRoute(router: Router, match: Match, meant: Meant): Chosen {
  const own = routeOf(match, meant);
  if (own) return { route: own, match };
  const whole = match.isWhole ? match : (router.findWhole(meant.path) ?? match);
  const route = routeOf(whole, meant);
  if (route) return { route, match: whole };
  throw refusalOf(whole, meant);
}

function routeOf({ routes, isWhole }: Match, { method, body }: Meant): Route | undefined {
  const [lone] = isWhole && routes.length === 1 ? routes : [];
  // Nothing is done by what is not emulated: it is told by its name, whatever was sent to its path.
  if (lone && !lone.isEmulated) return lone;
  const suited = routes.filter(({ declared }) => takes(declared, method, routes.length === 1));
  if (method !== 'PUT') return suited[0];
  const named = suited.find(
    ({ declared }) =>
      declared.bodyKey !== undefined && body && Object.hasOwn(body, declared.bodyKey),
  );
  // As in the real system: where a path has one operation only, nobody looks at the key.
  return named ?? (lone && suited[0]);
}

/**
 * Operations that clients are known to call by another method, which the real system never sees. Logging in by GET is
 * none: the password would stand in logs. A statement of ZQL may be longer than an address.
 */
const ALSO: Readonly<Record<string, string>> = {
  LogInByAccount: 'POST',
  ZQLQuery: 'POST',
  // zstack-sdk-go
  AttachEip: 'PUT',
};

function takes({ name, method }: Route['declared'], asked: string, isLone: boolean): boolean {
  if (method === asked) return true;
  if (asked === 'HEAD') return method === 'GET' && isLone;
  return ALSO[name] === asked;
}

function refusalOf({ routes }: Match, { method, body, decoded, withContext }: Meant): RestError {
  if (routes.length === 1) return methodNotAllowed(method, withContext);
  switch (method) {
    case 'POST':
      return new RestError(500, `No creational API found for the path[${withContext}]`);
    case 'GET':
      return new RestError(500, `No query API found for the path[${withContext}]`);
    case 'DELETE':
      return new RestError(500, `No delete API found for the path[${withContext}]`);
    case 'PUT':
      return body
        ? new RestError(400, `the body doesn't contain action mapping to the URL[${decoded}]`)
        : // The message of the real system's NullPointerException: none.
          new RestError(500, '');
    default:
      return methodNotAllowed(method, withContext);
  }
}

export function methodNotAllowed(method: string, path: string): RestError {
  return new RestError(405, `The method[${method}] is not allowed for the path[${path}]`);
}
