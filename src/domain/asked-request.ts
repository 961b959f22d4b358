import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came, to be made again. Nobody is shown one: it holds whatever its client sent. */
export interface AskedRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Null: it was larger than what is kept of one; undefined: it came as a stream, see `SentBytes`. */
  readonly body: string | null | undefined;
  /** Length of the body in bytes. */
  readonly length: number;
}

/** The bytes that came with a request, by their content; they lie in a file while somebody may need them again. */
export interface SentBytes {
  /** SHA-256, in hex. */
  readonly sum: string;
  readonly length: number;
}

/** How a request was answered: enough to see whether it is answered so again. */
export interface GivenAnswer {
  /** 0: its connection was cut. */
  readonly status: number;
  /** Of the body. */
  readonly sum: string;
}

/** Who asks for what is written: a request that is under way. */
export interface Asking {
  /** What to keep of it; asked for with its first write. */
  request(): AskedRequest;
  /** The bytes of a body that came as a stream; undefined while they come, null: they were too many to be kept. */
  readonly sent?: SentBytes | null | undefined;
}

/** What the history knows of a request that can be made again. */
export interface KeptRequest {
  readonly asked: AskedRequest;
  /** Undefined: it had not ended when the process did. */
  readonly sent: SentBytes | null | undefined;
  readonly answer: GivenAnswer | undefined;
}

/** A call of the emulator's own API that was made without a request: by the library, say. */
export function askedByHand(method: string, path: string, params: object): AskedRequest {
  const body = JSON.stringify(params);
  const length = Buffer.byteLength(body);
  const headers = { host: 'localhost', 'content-length': String(length) };
  return { method, url: `/emulator/v1${path}`, headers, body, length };
}
