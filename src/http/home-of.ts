import type { IncomingMessage } from 'node:http';
import { DEFAULT_ENVIRONMENT } from './target.js';

/** The environment that the addresses of a request mean where they name none. */
export type HomeOf = (request: IncomingMessage) => string;

const NAMED = /^([a-z0-9][a-z0-9_-]{0,62})\.localhost(?::\d{1,5})?$/;

export interface Homes {
  /** The environment whose own port a request came to, or undefined. */
  readonly byPort: (request: IncomingMessage) => string | undefined;
  /** Names that the operator gave to the emulator itself: `x.localhost` among them is no environment. */
  readonly ownNames: readonly string[];
}

/** Finds it by the port, then by the name of the host: `mine.localhost` is the environment `mine`. */
export function createHomeOf({ byPort, ownNames }: Homes): HomeOf {
  const own = new Set(ownNames);
  // A client says the same name each time.
  let last: string | undefined;
  let home = DEFAULT_ENVIRONMENT;
  return (request) => {
    const { host } = request.headers;
    if (host !== last) {
      last = host;
      home = homeOfHost(host, own);
    }
    return byPort(request) ?? home;
  };
}

function homeOfHost(host: string | undefined, own: ReadonlySet<string>): string {
  const text = host?.toLowerCase() ?? '';
  const [, name = DEFAULT_ENVIRONMENT] = NAMED.exec(text) ?? [];
  return own.has(`${name}.localhost`) ? DEFAULT_ENVIRONMENT : name;
}
