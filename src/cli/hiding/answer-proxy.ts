import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { callOf, fieldsIn, parsed, withoutFields, type Field } from './fields.js';

const JOB = /\/v1\/api-jobs\/([0-9a-f]{32})/;
/** Bodies that are longer are no answers of the API: they go through as they are. */
const LONGEST = 16 * 2 ** 20;
const MOST_JOBS = 100_000;

/** Stands between a client and a world, and leaves fields out of what is answered. */
export class AnswerProxy {
  /** Fields that were answered, by the calls that they answer. */
  readonly seen = new Map<string, Set<string>>();
  readonly #jobs = new Map<string, string>();
  readonly #hidden = new Map<string, Set<string>>();
  #server: Server | undefined;
  #origin = '';

  /** @param target the address of the world, with its context path */
  constructor(
    private readonly target: URL,
    hidden: readonly Field[],
  ) {
    for (const { call, path } of hidden) {
      const paths = this.#hidden.get(call) ?? new Set();
      this.#hidden.set(call, paths.add(path));
    }
  }

  /** Listens on loopback; answers the address with the context path. */
  async start(): Promise<string> {
    const server = createServer((asked, answer) => {
      void this.#forward(asked, answer).catch(() => answer.destroy());
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    this.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return `${this.#origin}/zstack`;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }

  async #forward(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = asked;
    const sent = await bytesOf(asked);
    const path = url.replace(/^\/zstack(?=[/?]|$)/, this.target.pathname);
    const { response, bytes } = await ask(
      this.target,
      { method, path, headers: asked.headers },
      sent,
    );
    const {
      'content-length': _length,
      'transfer-encoding': _encoding,
      ...headers
    } = response.headers;
    const changed = this.#changed(callOf(method, url, textOf(sent)), url, bytes);
    answer.writeHead(response.statusCode ?? 502, { ...headers, 'content-length': changed.length });
    answer.end(changed);
  }

  #changed(call: string, url: string, bytes: Buffer): Buffer {
    const body = bytes.length <= LONGEST ? parsed(textOf(bytes)) : undefined;
    if (typeof body !== 'object' || body === null) return bytes;
    const location = (body as { location?: unknown }).location;
    const job = JOB.exec(url)?.[1];
    const answered = job === undefined ? call : (this.#jobs.get(job) ?? call);
    if (typeof location === 'string') {
      // Where the job is, nobody can do without: it is not hidden. It must be asked for here.
      const uuid = JOB.exec(location)?.[1];
      if (uuid !== undefined && this.#jobs.size < MOST_JOBS) this.#jobs.set(uuid, call);
      const own = location.replace(
        `${this.target.origin}${this.target.pathname}`,
        `${this.#origin}/zstack`,
      );
      return Buffer.from(JSON.stringify({ ...body, location: own }));
    }
    const seen = this.seen.get(answered) ?? new Set<string>();
    this.seen.set(answered, seen);
    for (const path of fieldsIn(body)) seen.add(path);
    const hidden = this.#hidden.get(answered);
    return hidden ? Buffer.from(JSON.stringify(withoutFields(body, hidden))) : bytes;
  }
}

const textOf = (bytes: Buffer) => bytes.toString('utf8');

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

async function ask(target: URL, { method, path, headers }: Asked, body: Buffer) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const { host: _host, connection: _connection, ...rest } = headers;
    const sent = request(
      { hostname: target.hostname, port: target.port, method, path, headers: rest, agent: false },
      resolve,
    );
    sent.once('error', reject);
    sent.end(body);
  });
  return { response, bytes: await bytesOf(response) };
}
