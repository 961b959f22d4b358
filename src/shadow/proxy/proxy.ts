import {
  Agent as HttpAgent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { monotonicMilliseconds, realTime } from '../../core/clock.js';
import { mayWrite, type Exchange } from '../exchange.js';
import { keptOfAnswer, keptOfRequest, passedOn } from './headers.js';
import { Budget, Tee } from './tee.js';
import { WritesUnderWay } from './writes-under-way.js';

export interface ProxyOptions {
  /** The image API of the cloud, with its context path. */
  readonly url: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Bytes of a body that are looked at; what is longer flows by. */
  readonly mostOfBody: number;
  /** Told of each exchange after the client has its answer; it must not throw, nor wait. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** What a proxy has seen of its own work. */
export interface Traffic {
  readonly requests: number;
  /** Those that the cloud did not answer. */
  readonly unanswered: number;
}

/** Bytes that bodies take together while they flow by: those of more requests at once are not looked at. */
const MOST_AT_ONCE = 64 * 2 ** 20;
/** Between a client's requests its connection stays open so long, in ms: longer than clients wait with the next one. */
const KEEP_ALIVE = 75_000;

/**
 * Stands before a cloud: every request goes there and nowhere else, every answer comes from there. Bodies flow
 * through; nothing waits for who looks at them.
 */
export class Proxy {
  readonly #server = createServer((request, response) => this.#pass(request, response));
  readonly #cloud: URL;
  readonly #send: typeof httpRequest;
  /** Connections that are used again are for requests that may be sent twice, when one was closed meanwhile. */
  readonly #kept: HttpAgent;
  readonly #fresh: HttpAgent;
  readonly #writes = new WritesUnderWay();
  readonly #budget = new Budget(MOST_AT_ONCE);
  #requests = 0;
  #unanswered = 0;
  #ended = 0;

  private constructor(private readonly options: ProxyOptions) {
    this.#cloud = new URL(options.url);
    const isSecure = this.#cloud.protocol === 'https:';
    const Agent = isSecure ? HttpsAgent : HttpAgent;
    this.#send = isSecure ? httpsRequest : httpRequest;
    this.#kept = new Agent({ keepAlive: true });
    this.#fresh = new Agent({ keepAlive: false });
    this.#server.keepAliveTimeout = KEEP_ALIVE;
    // An upload may take as long as it takes.
    this.#server.requestTimeout = 0;
    this.#server.on('connect', (_request, socket: Socket) => {
      const words = `this proxy stands before ${this.#cloud.origin} and leads nowhere else`;
      refuse(socket, '405 Method Not Allowed', words);
    });
  }

  /** @throws the server's error, e.g. EADDRINUSE */
  static async start(options: ProxyOptions): Promise<Proxy> {
    const proxy = new Proxy(options);
    const server = proxy.#server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
    });
    return proxy;
  }

  /** What clients are pointed at: the cloud's path at this address. */
  get url(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    const host = family === 'IPv6' ? `[${address}]` : address;
    return `http://${host}:${port}${this.#cloud.pathname.replace(/\/+$/, '')}`;
  }

  get traffic(): Traffic {
    return { requests: this.#requests, unanswered: this.#unanswered };
  }

  /** Lets requests that are under way end, for `grace` ms at most. */
  async close(grace: number): Promise<void> {
    const limit = setTimeout(() => this.#server.closeAllConnections(), grace);
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeIdleConnections();
    });
    clearTimeout(limit);
    this.#kept.destroy();
    this.#fresh.destroy();
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    this.#requests++;
    const { url = '', headers } = request;
    // Any other protocol, as h2c, is an offer that a server need not take.
    if (/\bwebsocket\b/i.test(headers.upgrade ?? '')) {
      say(response, 501, 'this proxy passes HTTP on, and no other protocol');
      return;
    }
    if (!url.startsWith('/')) {
      say(response, 400, `this proxy stands before ${this.#cloud.origin}: ask it for a path`);
      return;
    }
    new Passage(request, response, {
      cloud: this.#cloud,
      send: (options) => this.#send(options),
      agentFor: (mayRepeat, isFirst) => (mayRepeat && isFirst ? this.#kept : this.#fresh),
      teeOf: (stream) => new Tee(stream, this.options.mostOfBody, this.#budget),
      leave: this.#writes.enter(mayWrite(request.method ?? '', url)),
      onUnanswered: () => void this.#unanswered++,
      onEnded: (exchange) => this.options.onExchange({ seq: ++this.#ended, ...exchange }),
    }).begin();
  }
}

interface Way {
  readonly cloud: URL;
  readonly send: (options: object) => ReturnType<typeof httpRequest>;
  readonly agentFor: (mayRepeat: boolean, isFirst: boolean) => HttpAgent;
  /** Looks at a body that flows by. */
  readonly teeOf: (stream: IncomingMessage) => Tee;
  /** Whether a write was beside it, at its end. */
  readonly leave: () => boolean;
  readonly onUnanswered: () => void;
  readonly onEnded: (exchange: Omit<Exchange, 'seq'>) => void;
}

/** What has come of an answer by now. */
interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly tee: Tee;
  readonly answered: number;
  readonly date: number;
}

/** One request on its way to the cloud and back. */
class Passage {
  readonly #began = monotonicMilliseconds();
  readonly #sent: Tee;
  readonly #hasBody: boolean;
  #isOver = false;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly way: Way,
  ) {
    const { headers } = request;
    this.#hasBody = 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;
    this.#sent = way.teeOf(request);
    // The answer says what the cloud says, its date among it.
    response.sendDate = false;
  }

  begin(): void {
    this.#attempt(true);
  }

  #attempt(isFirst: boolean): void {
    const { request, response, way } = this;
    const { method = 'GET', url = '/', rawHeaders, headers } = request;
    const mayRepeat = !this.#hasBody && (method === 'GET' || method === 'HEAD');
    const { protocol, hostname, port, host } = way.cloud;
    const upstream = way.send({
      protocol,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method,
      path: url,
      agent: way.agentFor(mayRepeat, isFirst),
      setHost: false,
      headers: ['Host', host, ...passedOn(rawHeaders, headers.connection, ['host'])],
    });
    upstream.once('response', (answer) => this.#passBack(answer));
    upstream.once('error', (error: NodeJS.ErrnoException) => {
      // The cloud may close a connection just as it is used again: then nobody has seen the request.
      const isNew = !response.headersSent && !response.destroyed;
      if (mayRepeat && isFirst && upstream.reusedSocket && isNew) this.#attempt(false);
      else this.#fail(error);
    });
    response.once('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    if (this.#hasBody) request.pipe(upstream);
    else {
      request.resume();
      upstream.end();
    }
  }

  #passBack(answer: IncomingMessage): void {
    const { response } = this;
    if (response.destroyed) {
      answer.destroy();
      this.#fail(new Error('its client has gone'));
      return;
    }
    const received = {
      status: answer.statusCode ?? 0,
      headers: keptOfAnswer(answer.headers),
      tee: this.way.teeOf(answer),
      answered: monotonicMilliseconds(),
      date: realTime(),
    };
    const { statusCode = 502, statusMessage = '', rawHeaders, headers } = answer;
    response.writeHead(statusCode, statusMessage, passedOn(rawHeaders, headers.connection));
    answer.once('error', () => response.destroy());
    answer.once('close', () => {
      if (!answer.complete) response.destroy();
      this.#end(received);
    });
    answer.pipe(response);
  }

  /** It has ended, with an answer or without one. */
  #end(received: Received | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { method = 'GET', url = '/', headers } = this.request;
    const sent = this.#sent.take();
    this.way.onEnded({
      method,
      path: url,
      requestHeaders: keptOfRequest(headers),
      requestBody: this.#hasBody ? sent : Buffer.alloc(0),
      status: received?.status ?? 0,
      answerHeaders: received?.headers ?? {},
      answerBody: received?.tee.take(),
      began: this.#began,
      answered: received?.answered ?? monotonicMilliseconds(),
      date: received?.date ?? realTime(),
      isBesideWrite: this.way.leave(),
    });
  }

  #fail(error: NodeJS.ErrnoException): void {
    const { response, way } = this;
    way.onUnanswered();
    this.#end(undefined);
    // Who is not there any more is told nothing; an answer that has begun can only break off.
    if (response.headersSent || response.destroyed) response.destroy();
    else {
      const reason = error.code ?? error.message;
      say(response, 502, `the cloud at ${way.cloud.origin} cannot be reached: ${reason}`);
    }
  }
}

function say(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain;charset=UTF-8', Connection: 'close' });
  response.end(`${words}\n`);
}

function refuse(socket: Socket, status: string, words: string): void {
  socket.once('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: ${words.length + 1}\r\nConnection: close\r\n\r\n${words}\n`,
  );
}
