import { createHash, createHmac } from 'node:crypto';
import { setTimeout as realDelay } from 'node:timers/promises';
import { realTime } from '../core/clock.js';

/** Who asks. */
export type Identity =
  | { readonly kind: 'session'; readonly uuid: string }
  | { readonly kind: 'account'; readonly name: string; readonly password: string }
  | { readonly kind: 'access key'; readonly id: string; readonly secret: string };

/** What the other side answered, where that is a refusal. */
export class ImageApiRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Of the refusal, such as SYS.1006; empty where there is none. */
    readonly code = '',
  ) {
    super(message);
    this.name = 'ImageApiRefusal';
  }
}

/** What is known of work while it goes on. */
export interface Watch {
  readonly signal?: AbortSignal;
  /** Told now and then: percent of the work that is done, 0 where nobody knows. */
  readonly onProgress?: (percent: number) => void;
}

/** What a call came to: its answer, or the uuid of the job that goes on. */
export type Begun =
  | { readonly kind: 'answer'; readonly answer: ApiAnswer }
  | { readonly kind: 'job'; readonly jobUuid: string };

export type ApiAnswer = Readonly<Record<string, unknown>>;

/** Between two looks at a job, in ms of real time: often at first. */
const LOOKS = { first: 20, most: 500 };

/** Asks the image API of an emulator or of a cloud; `base` ends with the context path (`…/zstack`). */
export class ImageApiClient {
  #sessionUuid: string | undefined;

  constructor(
    private readonly base: string,
    private readonly identity: Identity | undefined,
  ) {}

  /** Opens a session where a password is what there is. */
  async open(): Promise<void> {
    if (this.identity?.kind === 'session') this.#sessionUuid = this.identity.uuid;
    if (this.identity?.kind !== 'account') return;
    const { name, password } = this.identity;
    const digest = createHash('sha512').update(password).digest('hex');
    const body = { logInByAccount: { accountName: name, password: digest } };
    const answer = (await this.#send('PUT', '/v1/accounts/login', body)) as {
      inventory?: { uuid?: string };
    };
    this.#sessionUuid = answer.inventory?.uuid;
  }

  /** GETs a path below `/v1`, with its query string; answers the parsed body. */
  get(path: string): Promise<unknown> {
    return this.#send('GET', `/v1${path}`);
  }

  /** Calls an operation at a path below `/v1` and does not wait for its job. */
  async begin(method: string, path: string, body?: object): Promise<Begun> {
    const answer = (await this.#send(method, `/v1${path}`, body, RESPOND_ASYNC)) as ApiAnswer;
    const { location } = answer;
    if (typeof location !== 'string') return { kind: 'answer', answer };
    return { kind: 'job', jobUuid: location.slice(location.lastIndexOf('/') + 1) };
  }

  /** Waits until a job has ended, and answers its result. */
  async resultOf(jobUuid: string, { signal, onProgress }: Watch = {}): Promise<ApiAnswer> {
    let pause = LOOKS.first;
    for (;;) {
      const { status, answer } = await this.#ask('GET', `/v1/api-jobs/${jobUuid}`);
      if (status !== 202) return answer as ApiAnswer;
      if (pause === LOOKS.most) onProgress?.(await this.#percentOf(jobUuid));
      await realDelay(pause, undefined, signal ? { signal } : {});
      pause = Math.min(pause * 2, LOOKS.most);
    }
  }

  async #percentOf(jobUuid: string): Promise<number> {
    const { inventories = [] } = (await this.get(`/task-progresses/${jobUuid}`)) as {
      inventories?: readonly { readonly content?: string }[];
    };
    return Number.parseInt(inventories[0]?.content ?? '0', 10) || 0;
  }

  /** Ends the session that `open` opened. */
  async close(): Promise<void> {
    if (this.identity?.kind !== 'account' || this.#sessionUuid === undefined) return;
    await this.#send('DELETE', `/v1/accounts/sessions/${this.#sessionUuid}`);
  }

  async #send(method: string, path: string, body?: object, headers = {}): Promise<unknown> {
    return (await this.#ask(method, path, body, headers)).answer;
  }

  async #ask(method: string, path: string, body?: object, headers = {}) {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...headers,
        ...this.#authorization(method, path),
      },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await response.text();
    const answer = parsed(text);
    if (response.ok && answer !== undefined) return { status: response.status, answer };
    const { error } = (answer ?? {}) as { error?: Refusal };
    const reason = error ? reasonOf(error) : text.slice(0, 300);
    throw new ImageApiRefusal(
      response.status,
      `${method} ${path}: ${reason || response.status}`,
      error?.code,
    );
  }

  #authorization(method: string, path: string): Record<string, string> {
    if (this.identity?.kind === 'access key') {
      const { id, secret } = this.identity;
      const date = new Date(realTime()).toUTCString();
      const signed = decodeURIComponent(path.split('?', 1)[0] ?? '');
      const signature = createHmac('sha1', secret)
        .update(`${method}\n${date}\n${signed}`)
        .digest('base64');
      return { Date: date, Authorization: `ZStack ${id}:${signature}` };
    }
    return this.#sessionUuid === undefined ? {} : { Authorization: `OAuth ${this.#sessionUuid}` };
  }
}

const RESPOND_ASYNC = { Prefer: 'respond-async' };

function parsed(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

interface Refusal {
  readonly code?: string;
  readonly details?: string;
  readonly description?: string;
  readonly cause?: Refusal | null;
}

/** What a refusal says, with the innermost of its causes, and without where in the real system's code it was. */
function reasonOf(error: Refusal): string {
  let innermost = error;
  // As deep as anybody reads.
  for (let depth = 0; innermost.cause && depth < 20; depth++) innermost = innermost.cause;
  const all = [error, innermost].map(({ details, description }) => details ?? description ?? '');
  return (
    [...new Set(all)]
      .map((text) => text.replace(/^unhandled exception happened when calling .*?\), /, ''))
      // What it lists as JSON is what the innermost says.
      .map((text) => (error.cause ? text.replace(/, list errors are: \[\{.*\}\]\s*$/s, '') : text))
      .join(': ')
      .trim()
  );
}
