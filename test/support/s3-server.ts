import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** What a test does to the store beside its objects. */
interface Disturbance {
  /** Whether it answers at all: connections are cut otherwise. */
  isGone: boolean;
  /** Asked of each request, by method and key; true: its connection is cut, after it was done. */
  losesAnswer: (method: string, key: string) => boolean;
  /** Asked of each object that is read: its connection is cut in the middle of its bytes. */
  cutsBody: (key: string) => boolean;
  /** Asked of each request before it is done: it waits for that. */
  delays: (method: string, key: string) => Promise<void> | undefined;
}

const BUCKET = 'worlds';

/**
 * A store of one bucket in the test's process, as S3 has it: PUT with conditions, GET, HEAD, DELETE and ListObjectsV2.
 * A condition and the write behind it are one step, for nothing comes between them here.
 */
export class S3Server {
  readonly objects = new Map<string, StoredObject>();
  readonly disturbance: Disturbance = {
    isGone: false,
    losesAnswer: () => false,
    cutsBody: () => false,
    delays: () => undefined,
  };
  /** Every write that was done, oldest first: method and key. */
  readonly writes: string[] = [];
  /** What else was asked, by method. */
  readonly requests: string[] = [];
  /** What was listed, by prefix. */
  readonly lists: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<S3Server> {
    const server = createServer();
    // A connection that is closed just when it is used looks like a store that is gone.
    server.keepAliveTimeout = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const store = new S3Server(server, `http://127.0.0.1:${port}`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void store.#answer(request, response);
    });
    running.add(store);
    return store;
  }

  /** What lets an emulator use it. */
  get variables(): Record<string, string> {
    return {
      EMULATOR_STORE: `s3://${BUCKET}/fleet`,
      AWS_ENDPOINT_URL_S3: this.url,
      AWS_ACCESS_KEY_ID: 'ANACCESSKEYOFTESTS',
      AWS_SECRET_ACCESS_KEY: 'a-secret-that-nobody-may-see',
      AWS_REGION: 'eu-test-1',
    };
  }

  /** Keys of what is there, without the prefix of the fleet. */
  keys(): string[] {
    return [...this.objects.keys()].map((key) => key.replace(/^fleet\//, '')).toSorted();
  }

  /** An object of JSON, by its key below the prefix. */
  json(key: string): Record<string, unknown> | undefined {
    const found = this.objects.get(`fleet/${key}`);
    return found && (JSON.parse(found.bytes.toString()) as Record<string, unknown>);
  }

  async close(): Promise<void> {
    running.delete(this);
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const url = new URL(request.url ?? '/', this.url);
    const [, bucket = '', ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const body = await bytesOf(request).catch(() => undefined);
    await this.disturbance.delays(method, key);
    if (body === undefined || this.disturbance.isGone) {
      request.socket.destroy();
      return;
    }
    this.requests.push(method);
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=')) {
      refuse(response, 403, 'AccessDenied');
    } else if (bucket !== BUCKET) refuse(response, 404, 'NoSuchBucket');
    else {
      const answer = this.#do(method, key, body, request, url.searchParams);
      if (this.disturbance.losesAnswer(method, key)) request.socket.destroy();
      else answer(response);
    }
  }

  /** Does it at once; answers how to tell. */
  #do(
    method: string,
    key: string,
    body: Buffer,
    { headers }: IncomingMessage,
    search: URLSearchParams,
  ): (response: ServerResponse) => void {
    if (key === '') return (response) => this.#list(search, response);
    const found = this.objects.get(key);
    if (method === 'PUT') {
      const ifMatch = headers['if-match'];
      const isTaken = headers['if-none-match'] === '*' && found !== undefined;
      if (ifMatch !== undefined && !found) return (response) => refuse(response, 404, 'NoSuchKey');
      if (isTaken || (ifMatch !== undefined && ifMatch !== found?.etag)) {
        return (response) => refuse(response, 412, 'PreconditionFailed');
      }
      const etag = `"${createHash('md5').update(body).digest('hex')}"`;
      this.objects.set(key, { bytes: body, etag });
      this.writes.push(`PUT ${key}`);
      return (response) => response.writeHead(200, { ETag: etag }).end();
    }
    if (method === 'DELETE') {
      this.objects.delete(key);
      this.writes.push(`DELETE ${key}`);
      return (response) => response.writeHead(204).end();
    }
    if (!found) return (response) => refuse(response, 404, 'NoSuchKey');
    const { bytes, etag } = found;
    const head = { ETag: etag, 'Content-Length': bytes.length };
    if (method !== 'HEAD' && this.disturbance.cutsBody(key)) {
      return (response) =>
        response.writeHead(200, head).write(bytes.subarray(0, bytes.length / 2), () => {
          response.socket?.destroy();
        });
    }
    return (response) => response.writeHead(200, head).end(method === 'HEAD' ? undefined : bytes);
  }

  #list(search: URLSearchParams, response: ServerResponse): void {
    const prefix = search.get('prefix') ?? '';
    this.lists.push(prefix);
    const after = search.get('start-after') ?? '';
    const most = Number(search.get('max-keys') ?? 1000);
    const delimiter = search.get('delimiter');
    const entries = new Set<string>();
    for (const key of [...this.objects.keys()].toSorted()) {
      if (!key.startsWith(prefix) || key <= after) continue;
      const cut = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
      entries.add(cut === -1 ? `<Contents><Key>${key}</Key></Contents>` : folderOf(key, cut));
    }
    const all = [...entries];
    const page = all.slice(0, most).join('');
    response.writeHead(200, { 'Content-Type': 'application/xml' });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${all.length > most}</IsTruncated>${page}</ListBucketResult>`,
    );
  }
}

const folderOf = (key: string, cut: number): string =>
  `<CommonPrefixes><Prefix>${key.slice(0, cut + 1)}</Prefix></CommonPrefixes>`;

const running = new Set<S3Server>();

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

afterAll(() => Promise.all([...running].map((store) => store.close())));
