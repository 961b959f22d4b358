import { createHash, createHmac } from 'node:crypto';
import type { Json } from '../support/emulator';
import { httpDate, isObject, send, type ClientWorld, type WireAnswer } from './wire';

/** How the client proves who it is. */
export type GoCredentials =
  | { readonly accountName: string; readonly password: string }
  | { readonly accessKeyId: string; readonly accessKeySecret: string };

export interface GoOptions {
  readonly contextPath?: string;
  /** The name by which a proxy before the emulator calls it, which then stands in `location`. */
  readonly hostBehindProxy?: string;
  /** Zone that the client writes behind its local time. */
  readonly zone?: string;
}

/** What an HTTP error becomes: code is a status, class the API's error code, details its text. */
export class GoError extends Error {
  constructor(
    readonly code: number,
    readonly errorClass: string,
    readonly details: string,
    readonly causes?: string,
  ) {
    super(JSON.stringify({ error: { code, class: errorClass, details, causes } }));
  }
}
export class NotFound extends Error {}
export class DuplicateId extends Error {}
/** A job that ended badly: the SDK makes nothing but a text of it. */
export class WaitError extends Error {}
/** A list that a key may not get, which the client knows by the words. */
export class InvalidAccessKey extends Error {}

const POLL_INTERVAL = 2_000;
const MOST_POLLS = 1_800;
const JOBS = '/zstack/v1/api-jobs';

/**
 * A client that talks as the vendor's Go SDK does, versions 1 and 2: the same headers, the same rules
 * of polling, the same way to read answers and errors. Names follow the SDK's.
 */
export class GoSdk {
  #session = '';

  constructor(
    readonly world: ClientWorld,
    readonly credentials: GoCredentials,
    readonly options: GoOptions = {},
  ) {}

  async login(): Promise<Json> {
    if (!('accountName' in this.credentials)) throw new Error('no account is configured');
    const { accountName, password } = this.credentials;
    const hash = createHash('sha512').update(password).digest('hex');
    const body = { logInByAccount: { accountName, password: hash } };
    const session = await this.putWithSpec('v1/accounts/login', '', '', 'inventory', body);
    this.#session = session.uuid;
    return session;
  }

  logout = () => this.request('DELETE', this.url('v1/accounts/sessions', this.#session));

  /** Query: `inventories`, and `total` where the query asks for it. */
  async list(resource: string, query: GoQuery): Promise<Json[]> {
    const answer = await this.request('GET', this.url(resource) + query.encode()).catch(
      (error: unknown) => {
        const words = error instanceof GoError ? error.details : '';
        throw /wrong accessKey signature|access key id/.test(words)
          ? new InvalidAccessKey(words)
          : error;
      },
    );
    if (query.has('replyWithCount')) query.total = Number(present(answer, 'total'));
    return present(answer, 'inventories');
  }

  /** All pages of 50, until one is not full. */
  async listAll(resource: string, query: GoQuery): Promise<Json[]> {
    const all: Json[] = [];
    for (let start = 0; ; start += 50) {
      query.set('start', String(start)).set('limit', '50').set('replyWithCount', 'true');
      const answer = await this.request('GET', this.url(resource) + query.encode());
      all.push(...present(answer, 'inventories'));
      if (start + 50 > all.length) return all;
    }
  }

  async get(resource: string, uuid: string): Promise<Json> {
    const answer = await this.request('GET', this.url(resource, uuid));
    const inventories: Json[] = present(answer, 'inventories');
    if (inventories.length === 0) throw new NotFound('NotFoundError');
    if (inventories.length > 1) throw new DuplicateId('DuplicateIdError');
    return inventories[0];
  }

  /** Any GET; without `key` the answer whole. */
  async getWithSpec(resource: string, uuid: string, spec: string, key = ''): Promise<Json> {
    return pick(await this.request('GET', this.url(resource, uuid, spec)), key);
  }

  async post(resource: string, body: object, key = 'inventory'): Promise<Json> {
    return pick(await this.request('POST', this.url(resource), body), key);
  }

  put = (resource: string, uuid: string, body: object, key = 'inventory') =>
    this.putWithSpec(resource, uuid, 'actions', key, body);

  async putWithSpec(
    resource: string,
    uuid: string,
    spec: string,
    key: string,
    body: object,
  ): Promise<Json> {
    return pick(await this.request('PUT', this.url(resource, uuid, spec), body), key);
  }

  async delete(resource: string, uuid: string, deleteMode: string): Promise<void> {
    await this.request('DELETE', `${this.url(resource, uuid)}?deleteMode=${deleteMode}`);
  }

  url(resource: string, uuid = '', spec = ''): string {
    const parts = [this.#contextPath, resource, uuid, spec].filter((part) => part !== '');
    return `http://${this.world.host}/${parts.join('/')}`;
  }

  get #contextPath() {
    return this.options.contextPath ?? 'zstack';
  }

  /** One call, and its job when the answer has a `location` (the status is not looked at). */
  async request(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object) {
    const headers = this.#headers(method, url);
    const text = body === undefined ? '' : JSON.stringify(body);
    const sent = method === 'GET' || method === 'DELETE' ? undefined : text;
    const answer = await this.#send({
      method,
      url,
      headers: {
        ...headers,
        'Content-Type': 'application/json; charset=utf-8',
        ...(sent === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(sent)) }),
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const parsed = parseAnswer(answer);
    if (!('location' in parsed)) return parsed;
    return this.#wait(parsed.location, headers);
  }

  /** Polls with the headers of the first request, its date and signature included. */
  async #wait(location: string, headers: Readonly<Record<string, string>>): Promise<Json> {
    const [, job] = location.split(JOBS);
    const isElsewhere = !location.includes(this.world.host);
    const url =
      isElsewhere && job !== undefined ? `http://${this.world.host}${JOBS}${job}` : location;
    for (let polls = 0; polls < MOST_POLLS; polls++) {
      const answer = await this.#send({
        method: 'GET',
        url,
        headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
      });
      if (answer.status === 200) return parseAnswer(answer);
      if (answer.status !== 202) {
        const error = await Promise.resolve(answer).then(parseAnswer).catch(String);
        throw new WaitError(`StatusCode: ${answer.status}, Reponse: <nil>, Error: ${error}`);
      }
      this.world.pause(POLL_INTERVAL);
    }
    throw new WaitError('Job Still Running');
  }

  async #send(request: Parameters<typeof send>[0]): Promise<WireAnswer> {
    const { hostBehindProxy } = this.options;
    const headers = {
      'User-Agent': 'zstack-sdk-go/202206',
      Accept: '*/*',
      'Accept-Encoding': '*',
      ...(hostBehindProxy === undefined ? {} : { Host: hostBehindProxy }),
      ...request.headers,
    };
    const answer = await this.world.awaiting(send({ ...request, headers }));
    this.world.exchanges.push({ ...request, headers, answer });
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity')
      throw new Error(`unsupported content-encoding ${String(encoding)}`);
    return answer;
  }

  #headers(method: string, url: string): Record<string, string> {
    const context = `/${this.#contextPath}`;
    const [uri = ''] = url.slice(url.indexOf(context) + context.length).split('?');
    if ('accountName' in this.credentials) {
      if (uri === '/v1/accounts/login') return {};
      if (this.#session === '') throw new Error('need to login first');
      return { Authorization: `OAuth ${this.#session}`, 'X-Session-Id': this.#session };
    }
    const { accessKeyId, accessKeySecret } = this.credentials;
    const date = httpDate(this.world.now(), this.options.zone);
    const signature = createHmac('sha1', accessKeySecret)
      .update(`${method}\n${date}\n${uri}`)
      .digest('base64');
    return { Authorization: `ZStack ${accessKeyId}:${signature}`, Date: date };
  }
}

/** Parameters of a query, encoded as Go's url.Values: names in order, spaces as `+`. */
export class GoQuery {
  readonly #values = new Map<string, string[]>();
  /** What the answer said, after a query with `replyWithCount`. */
  total: number | undefined;

  q(condition: string): this {
    this.#values.set('q', [...(this.#values.get('q') ?? []), condition]);
    return this;
  }

  set(name: string, value: string): this {
    this.#values.set(name, [value]);
    return this;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  encode(): string {
    const pairs = [...this.#values]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, values]) => values.map((value) => `${escape(name)}=${escape(value)}`));
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  }
}

const escape = (text: string) =>
  encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Parameters without empty texts and lists, which Go's `omitempty` leaves out; false stays. */
export function withoutEmpty(params: Readonly<Record<string, unknown>>): object {
  const isEmpty = (value: unknown) =>
    value === '' || value === undefined || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(params).filter(([, value]) => !isEmpty(value)));
}

/** The value at a key, or the whole; an `inventory` is unwrapped where no key is named. */
function pick(answer: Json, key: string): Json {
  if (key === '') return answer.inventory ?? answer;
  return answer[key];
}

function present(answer: Json, key: string): Json {
  if (!(key in answer)) throw new Error(`json: ${key} not found`);
  return answer[key];
}

/** An answer's JSON object. Every status from 300 on is an error, read from the body where it is JSON. */
export function parseAnswer({ status, text }: WireAnswer): Json {
  const isJson = /^\s*[{[]/.test(text);
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  if (status < 300) {
    // The SDK asks a nil interface for `location`, and dies.
    if (!isObject(body)) throw new Error(`an answer that is not an object: ${text}`);
    return body;
  }
  if (!isObject(body)) throw new GoError(status, '', text);
  // An object with one key is unwrapped; one with several would be taken as the error itself, without its words.
  const entries = Object.values(body);
  const error = entries.length === 1 ? entries[0] : body;
  const code = String(error?.code ?? '');
  const details = textOf(error);
  const cause = textOf(error?.cause);
  const isOther = cause !== '' && cause !== details;
  throw new GoError(status, code, details, isOther ? cause : undefined);
}

const textOf = (error: Json): string =>
  error?.message ?? error?.detail ?? error?.details ?? error?.error_msg ?? '';
