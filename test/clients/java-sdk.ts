import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac, randomUUID } from 'node:crypto';
import type { Json } from '../support/emulator';
import { httpDate, send, type ClientWorld, type WireAnswer, type WireRequest } from './wire';

/** What an action declares of its call (the SDK's RestInfo). */
export interface RestInfo {
  readonly httpMethod: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without `/v1`, e.g. `/images/{uuid}/actions`. */
  readonly path: string;
  /** `params`, or an action's name; '' for GET and DELETE. */
  readonly parameterName: string;
  readonly needSession: boolean;
  readonly needPoll: boolean;
}

export interface ErrorCode {
  readonly code: string;
  readonly description?: string;
  readonly details: string;
  readonly cause?: ErrorCode;
}

/** The SDK's ApiResult: one of the two. */
export interface ApiResult {
  readonly error?: ErrorCode;
  readonly value?: Json;
}

/** What the SDK throws: not an answer that it knows. */
export class ApiException extends Error {}

export interface QueryOptions {
  readonly conditions?: readonly string[];
  readonly limit?: number;
  readonly start?: number;
  readonly count?: boolean;
  readonly replyWithCount?: boolean;
  readonly sortBy?: string;
  readonly sortDirection?: 'asc' | 'desc';
  readonly fields?: readonly string[];
}

export interface JavaOptions {
  readonly sessionId?: string;
  readonly accessKey?: { readonly id: string; readonly secret: string };
  readonly webHook?: WebHookReceiver;
  /** In ms; the SDK's default is three hours. */
  readonly pollingTimeout?: number;
  readonly hostBehindProxy?: string;
}

const POLLING_INTERVAL = 1_000;
const JOBS = '/zstack/v1/api-jobs';

/** A client that talks as the vendor's Java SDK (ZSClient) does. */
export class ZSClient {
  constructor(
    readonly world: ClientWorld,
    readonly options: JavaOptions = {},
  ) {}

  with(options: JavaOptions): ZSClient {
    return new ZSClient(this.world, { ...this.options, ...options });
  }

  query(path: string, options: QueryOptions = {}): Promise<ApiResult> {
    const {
      conditions = [],
      limit,
      start,
      count,
      replyWithCount,
      sortBy,
      sortDirection,
      fields,
    } = options;
    const pairs: [string, string][] = conditions.map((condition) => ['q', condition]);
    const add = (name: string, value: string | number | boolean | undefined) => {
      if (value !== undefined) pairs.push([name, String(value)]);
    };
    add('limit', limit);
    add('start', start);
    add('count', count);
    add('replyWithCount', replyWithCount);
    const direction = { asc: '+', desc: '-' }[sortDirection ?? 'asc'];
    if (sortBy !== undefined)
      add('sort', sortDirection === undefined ? sortBy : direction + sortBy);
    add('fields', fields?.join(','));
    const info: RestInfo = {
      httpMethod: 'GET',
      path,
      parameterName: '',
      needSession: true,
      needPoll: false,
    };
    return this.#call(info, `/v1${path}${search(pairs)}`);
  }

  /** Variables of the path are taken out of the parameters; nulls are left out. */
  call(info: RestInfo, parameters: Readonly<Record<string, Json>> = {}): Promise<ApiResult> {
    const variables = [...info.path.matchAll(/\{(.+?)\}/g)].map(([, name]) => String(name));
    const path = info.path.replace(/\{(.+?)\}/g, (_whole, name: string) => {
      const value = parameters[name];
      if (value === undefined) throw new ApiException(`missing required field[${name}]`);
      return String(value);
    });
    const params = Object.entries(parameters).filter(
      ([name, value]) => !variables.includes(name) && value !== undefined && value !== null,
    );
    if (info.httpMethod === 'GET' || info.httpMethod === 'DELETE') {
      return this.#call(info, `/v1${path}${search(params.flatMap(pairsOf))}`);
    }
    const body = JSON.stringify({ [info.parameterName]: Object.fromEntries(params) });
    return this.#call(info, `/v1${path}`, body);
  }

  async #call(info: RestInfo, path: string, body?: string): Promise<ApiResult> {
    const { webHook } = this.options;
    const jobUuid = randomUUID().replaceAll('-', '');
    const answer = await this.#send({
      method: info.httpMethod,
      url: `http://${this.world.host}/zstack${path}`,
      headers: {
        'X-Job-UUID': jobUuid,
        'X-JSON-Schema': 'true',
        ...(webHook ? { 'X-Web-Hook': webHook.url } : {}),
        ...(info.needSession ? this.#authorization(info.httpMethod, path) : {}),
        ...(body === undefined
          ? {}
          : {
              'Content-Type': 'application/json; charset=utf-8',
              'Content-Length': String(Buffer.byteLength(body)),
            }),
        // OkHttp's empty body of a DELETE.
        ...(info.httpMethod === 'DELETE' ? { 'Content-Length': '0' } : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status < 200 || answer.status > 299) return httpError(answer);
    if (answer.status === 200 || answer.status === 204) return { value: valueOf(answer) };
    if (answer.status !== 202) {
      throw new ApiException(`the server returns an unknown status code[${answer.status}]`);
    }
    if (webHook) return webHook.resultOf(jobUuid);
    if (!info.needPoll) throw new ApiException('the api is not an async API');
    const { location } = JSON.parse(answer.text) as { location?: string };
    if (location === undefined) throw new ApiException("doesn't return the polling location url");
    return this.#poll(location);
  }

  /** Polls every second; 200 and 503 end it, 202 goes on, all else is an HTTP error. */
  async #poll(location: string): Promise<ApiResult> {
    const [, job] = location.split(JOBS);
    const isElsewhere = !location.includes(this.world.host) && job !== undefined;
    const url = isElsewhere ? `http://${this.world.host}${JOBS}${job}` : location;
    const { pollingTimeout: timeout = 3 * 60 * 60 * 1000 } = this.options;
    for (let waited = 0; waited < timeout; waited += POLLING_INTERVAL) {
      const headers = {
        ...this.#authorization('GET', url.slice(url.indexOf('/v1/'))),
        'X-JSON-Schema': 'true',
      };
      const answer = await this.#send({ method: 'GET', url, headers });
      if (answer.status === 200) return { value: valueOf(answer) };
      if (answer.status === 503) return JSON.parse(answer.text) as ApiResult;
      if (answer.status !== 202) return httpError(answer);
      this.world.pause(POLLING_INTERVAL);
    }
    const details = `polling result of api timeout after ${timeout} ms`;
    return {
      error: { code: 'sdk.1001', description: 'timeout of polling async API result', details },
    };
  }

  #authorization(method: string, pathAndQuery: string): Record<string, string> {
    const { sessionId, accessKey } = this.options;
    if (!accessKey) return { Authorization: `OAuth ${sessionId}` };
    const date = httpDate(this.world.now());
    const [uri = ''] = pathAndQuery.split('?');
    const signature = createHmac('sha1', accessKey.secret)
      .update(`${method}\n${date}\n${uri}`)
      .digest('base64');
    return { Authorization: `ZStack ${accessKey.id}:${signature}`, Date: date };
  }

  async #send(request: WireRequest): Promise<WireAnswer> {
    const { hostBehindProxy } = this.options;
    const headers = {
      ...(hostBehindProxy === undefined ? {} : { Host: hostBehindProxy }),
      'Accept-Encoding': 'gzip',
      'User-Agent': 'okhttp/3.9.1',
      ...request.headers,
    };
    const answer = await this.world.awaiting(send({ ...request, headers }));
    this.world.exchanges.push({ ...request, headers, answer });
    return answer;
  }
}

const search = (pairs: readonly (readonly [string, string])[]) =>
  pairs.length === 0
    ? ''
    : `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;

/** Lists repeat the name, maps write `name.key`. */
function pairsOf([name, value]: [string, unknown]): [string, string][] {
  if (Array.isArray(value)) return value.map((item) => [name, String(item)]);
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).map(([key, item]) => [`${name}.${key}`, String(item)]);
}

const valueOf = ({ text }: WireAnswer): Json => (text === '' ? {} : JSON.parse(text));

const httpError = ({ status, text }: WireAnswer): ApiResult => ({
  error: {
    code: 'sdk.1000',
    description: `the http status code[${status}] indicates a failure happened`,
    details: text,
  },
});

/** A delivery as it came, and how it was answered. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly answered: number;
}

/** The servlet of the SDK that takes the results: it knows a job only when its 202 has been read. */
export class WebHookReceiver {
  readonly deliveries: Delivery[] = [];
  readonly #waiting = new Map<string, (result: ApiResult) => void>();
  readonly #server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const status = this.#take(request.headers, body);
      this.deliveries.push({ headers: request.headers, body, answered: status });
      response.writeHead(status).end();
    });
  });
  url = '';

  static async start(): Promise<WebHookReceiver> {
    const receiver = new WebHookReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    receiver.url = `http://127.0.0.1:${(receiver.#server.address() as AddressInfo).port}/hook`;
    return receiver;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  resultOf(jobUuid: string): Promise<ApiResult> {
    return new Promise((resolve) => this.#waiting.set(jobUuid, resolve));
  }

  #take(headers: Delivery['headers'], body: string): number {
    const jobUuid = headers['x-job-uuid'];
    const success = headers['x-job-success'];
    if (typeof jobUuid !== 'string' || typeof success !== 'string') return 400;
    const done = this.#waiting.get(jobUuid);
    if (!done) return 404;
    this.#waiting.delete(jobUuid);
    done(success === 'true' ? { value: JSON.parse(body) } : (JSON.parse(body) as ApiResult));
    return 200;
  }
}
