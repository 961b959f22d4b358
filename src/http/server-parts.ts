import type { RequestNotes } from './answer.js';
import type { HomeOf } from './home-of.js';

/** How it stands with a process that shares its worlds with others. */
export interface FleetHealth {
  readonly replica: string;
  readonly store: 'reached' | 'unreachable';
  /** Why no requests should come: it hands its worlds over and ends, or it may answer for none now. */
  readonly problem: 'draining' | 'withoutLease' | undefined;
}

/** What the server asks of the application. */
export interface ServerParts {
  readonly isReady: () => boolean;
  /** What health tells of a process that shares its worlds with others; undefined: it does not. */
  readonly fleet?: (() => FleetHealth) | undefined;
  /** The OpenAPI document, made at its first use. */
  readonly openApi: () => Promise<object>;
  /** The session of the seeds, which everybody knows, where it opens the default environment. */
  readonly publishedSession: () => Promise<string | undefined>;
  /** The environment that addresses without a name mean. */
  readonly homeOf: HomeOf;
  /** Whether the emulator's own API asks for a token. */
  readonly needsToken: boolean;
  /** Whether people find the page at `/`. */
  readonly hasPage: boolean;
  /** Told of every request that is done, or undefined when nobody listens. */
  readonly onRequest: ((line: RequestLine) => void) | undefined;
}

/** A request that is done; what no door answered has no notes. */
export interface RequestLine extends Partial<RequestNotes> {
  readonly method: string | undefined;
  readonly url: string | undefined;
  /** 0: the connection ended without an answer. */
  readonly status: number;
  readonly milliseconds: number;
}
