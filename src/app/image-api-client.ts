import { createHash, createHmac } from 'node:crypto';
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
  ) {
    super(message);
    this.name = 'ImageApiRefusal';
  }
}

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

  /** Ends the session that `open` opened. */
  async close(): Promise<void> {
    if (this.identity?.kind !== 'account' || this.#sessionUuid === undefined) return;
    await this.#send('DELETE', `/v1/accounts/sessions/${this.#sessionUuid}`);
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...this.#authorization(method, path) },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await response.text();
    const answer = parsed(text);
    if (response.ok && answer !== undefined) return answer;
    const { error } = (answer ?? {}) as { error?: { details?: string; description?: string } };
    const reason = error?.details ?? error?.description ?? text.slice(0, 300);
    throw new ImageApiRefusal(response.status, `${method} ${path}: ${reason || response.status}`);
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

function parsed(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
