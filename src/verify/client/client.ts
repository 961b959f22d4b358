import { createHash, createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { monotonicMilliseconds, realTime } from '../../core/clock.js';

/** Who asks. */
export type Identity =
  | { readonly account: string; readonly password: string }
  | { readonly accessKey: string; readonly secret: string };

export interface Request {
  readonly method: string;
  /** Below the context path, with its query string. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text that is sent as it is. */
  readonly body?: unknown;
  /** `undefined`: the verifier's own identity; null: nobody; else a session's uuid. */
  readonly session?: string | null;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The parsed body; undefined where it is no JSON. */
  readonly body: unknown;
}

/** A request with its answer, as the evidence has it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
  readonly answer: unknown;
}

export interface ClientOptions {
  /** With the context path, e.g. `http://127.0.0.1:8080/zstack`. */
  readonly url: string;
  readonly identity: Identity;
  /** At most so many requests a second; 0: as fast as they are answered. */
  readonly pace: number;
  /** How long a job may take, in ms. */
  readonly patience: number;
}

/** The target cannot be talked to. */
export class Unreachable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Unreachable';
  }
}

/** A job did not end in time. */
export class TooLong extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooLong';
  }
}

const POLL = { first: 10, longest: 1_000, factor: 1.5 };
const JOB = /\/v1\/api-jobs\/[^/?]+$/;

/** Talks to the API as any client does: HTTP below the context path, and nothing else. */
export class Client {
  readonly #url: string;
  #session: string | undefined;
  #next = 0;
  /** Told of each request and its answer. */
  onExchange: (exchange: Exchange) => void = () => undefined;
  /** Ends what waits for an answer. */
  signal: AbortSignal | undefined;

  constructor(private readonly options: ClientOptions) {
    this.#url = options.url.replace(/\/+$/, '');
  }

  /** @throws {Unreachable} when the target lets nobody in who says this */
  async open(): Promise<void> {
    const { identity } = this.options;
    if (!('account' in identity)) return;
    this.#session = await this.logIn(identity.account, identity.password);
  }

  /** Opens a session; answers its uuid. */
  async logIn(account: string, password: string): Promise<string> {
    const digest = createHash('sha512').update(password).digest('hex');
    const { status, body, text } = await this.send({
      method: 'PUT',
      path: '/v1/accounts/login',
      body: { logInByAccount: { accountName: account, password: digest } },
      session: null,
    });
    const { inventory } = (body ?? {}) as { inventory?: { uuid?: unknown } };
    if (typeof inventory?.uuid === 'string') return inventory.uuid;
    throw new Unreachable(
      `${this.#url} does not let ${account} in: ${status} ${text.slice(0, 300)}`,
    );
  }

  logOut(session: string): Promise<Answer> {
    return this.send({ method: 'DELETE', path: `/v1/accounts/sessions/${session}`, session: null });
  }

  async close(): Promise<void> {
    if (this.#session === undefined) return;
    await this.logOut(this.#session);
    this.#session = undefined;
  }

  /** Sends a request and answers what came of it: of a job, its end. */
  async call(request: Request): Promise<Answer> {
    const answer = await this.send(request);
    const { location } = (answer.body ?? {}) as { location?: unknown };
    if (answer.status !== 202 || typeof location !== 'string') return answer;
    // The address may be one that only the target's own machine knows.
    const job = JOB.exec(location)?.[0];
    if (job === undefined) return answer;
    const deadline = monotonicMilliseconds() + this.options.patience;
    let wait = POLL.first;
    for (;;) {
      const look = await this.send({ method: 'GET', path: job, session: null });
      if (look.status !== 202) return look;
      if (monotonicMilliseconds() > deadline) {
        throw new TooLong(`its job took longer than ${this.options.patience / 1000} s`);
      }
      await pause(wait, undefined, this.signal ? { signal: this.signal } : {});
      wait = Math.min(POLL.longest, wait * POLL.factor);
    }
  }

  /** Sends one request. */
  async send({ method, path, headers, body, session }: Request): Promise<Answer> {
    await this.#keepPace();
    const isText = typeof body === 'string';
    const response = await this.#fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json;charset=UTF-8' }),
        ...this.#authorization(method, path, session),
        ...headers,
      },
      body: body === undefined ? null : isText ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const answer = { status: response.status, text, body: parsed(text) };
    this.onExchange({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      status: answer.status,
      answer: answer.body ?? text,
    });
    return answer;
  }

  async #fetch(path: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.#url}${path}`, {
        ...request,
        ...(this.signal ? { signal: this.signal } : {}),
      });
    } catch (error) {
      if (this.signal?.aborted) throw error;
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Unreachable(`${this.#url} cannot be reached: ${reason}`, error);
    }
  }

  async #keepPace(): Promise<void> {
    const { pace } = this.options;
    if (pace === 0) return;
    const now = monotonicMilliseconds();
    const wait = this.#next - now;
    this.#next = Math.max(now, this.#next) + 1000 / pace;
    if (wait > 0) await pause(wait);
  }

  #authorization(
    method: string,
    path: string,
    session: string | null | undefined,
  ): Record<string, string> {
    if (session === null) return {};
    const { identity } = this.options;
    const uuid = session ?? this.#session;
    if (uuid !== undefined) return { Authorization: `OAuth ${uuid}` };
    if (!('accessKey' in identity)) return {};
    const date = new Date(realTime()).toUTCString();
    const signed = decodeURIComponent(path.split('?', 1)[0] ?? '');
    const signature = createHmac('sha1', identity.secret)
      .update(`${method}\n${date}\n${signed}`)
      .digest('base64');
    return { Date: date, Authorization: `ZStack ${identity.accessKey}:${signature}` };
  }
}

function parsed(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
