/** One request of a client and what the cloud answered, as it is handed to the shadow. Times in ms. */
export interface Exchange {
  /** In the order in which the cloud answered, from 1. */
  readonly seq: number;
  readonly method: string;
  /** With its query string, as the client sent it. */
  readonly path: string;
  /** By their names in lower case: of the request, what may decide the answer. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Undefined: it was longer than what is looked at. */
  readonly requestBody: Uint8Array | undefined;
  /** 0: the cloud has not answered, or nobody waited for it; what it has done is unknown. */
  readonly status: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  /** Undefined: it was longer than what is looked at, or it broke off. */
  readonly answerBody: Uint8Array | undefined;
  /** When the request came, and when the answer began: real time that only measures. */
  readonly began: number;
  readonly answered: number;
  /** When the cloud answered, since 1970. */
  readonly date: number;
  /** Another call that may have changed something was under way at the same time. */
  readonly isBesideWrite: boolean;
}

/** Methods that change nothing. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Log-in and log-out change no more than who may ask. */
const OF_SESSIONS = /\/v1\/accounts\/(?:login|sessions\/[^/?]+)(?:\?|$)/;

/** Whether a request may change what others are answered. */
export const mayWrite = (method: string, path: string): boolean =>
  !READS.has(method) && !OF_SESSIONS.test(path);

/** Bytes that an exchange takes while it waits. */
export const weightOf = ({ requestBody, answerBody, path }: Exchange): number =>
  (requestBody?.length ?? 0) + (answerBody?.length ?? 0) + path.length + 1_000;
