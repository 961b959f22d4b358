import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy does with an answer before the client gets it. */
export type Change = (method: string, path: string, status: number, text: string) => string;

/** Stands before an emulator, lets through what is below `/zstack`, and refuses everything else. */
export class Proxy {
  /** What was asked for, as `GET /v1/images`, without query strings and uuids. */
  readonly asked: string[] = [];
  readonly refused: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string, change: Change = (_method, _path, _status, text) => text) {
    const proxies: Proxy[] = [];
    const server = createServer((request, response) => {
      const { method = '', url = '' } = request;
      const [proxy] = proxies;
      if (!url.startsWith('/zstack/')) {
        proxy?.refused.push(`${method} ${url}`);
        response.writeHead(403).end();
        return;
      }
      proxy?.asked.push(`${method} ${url.split('?', 1)[0]?.slice('/zstack'.length)}`);
      void answer(target, request, response, change);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const proxy = new Proxy(server, `http://127.0.0.1:${port}/zstack`);
    proxies.push(proxy);
    running.add(proxy);
    return proxy;
  }

  async stop(): Promise<void> {
    running.delete(this);
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}

const running = new Set<Proxy>();

afterEach(async () => {
  for (const proxy of running) await proxy.stop();
});

async function answer(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  change: Change,
): Promise<void> {
  const { method = '', url = '' } = request;
  const { status, text } = await forwarded(target, request);
  response.writeHead(status).end(change(method, url.slice('/zstack'.length), status, text));
}

async function forwarded(target: string, request: IncomingMessage) {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { method = 'GET', url = '', headers } = request;
  const { host: _host, connection: _connection, ...rest } = headers;
  const answer = await fetch(`${target}${url}`, {
    method,
    headers: Object.entries(rest)
      .map(([name, value]) => [name, String(value)] as [string, string])
      .filter(([name]) => name !== 'content-length' && name !== 'transfer-encoding'),
    body: pieces.length === 0 ? null : Buffer.concat(pieces),
  });
  return { status: answer.status, text: await answer.text() };
}
