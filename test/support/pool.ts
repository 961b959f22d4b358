import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADMIN_SESSION } from './emulator';

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Many clients of one address over connections that stay open: quicker than a client each time. */
export class Pool {
  readonly #agent: Agent;

  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  get(path: string): Promise<Answered> {
    return this.#send('GET', `${this.url}/v1${path}`);
  }

  post(path: string, body: object): Promise<Answered> {
    return this.#send('POST', `${this.url}/v1${path}`, body);
  }

  delete(path: string): Promise<Answered> {
    return this.#send('DELETE', `${this.url}/v1${path}`);
  }

  template(volume: string, params: object): Promise<Answered> {
    return this.post(`/images/root-volume-templates/from/volumes/${volume}`, { params });
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, url: string, body?: object): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const headers = { Authorization: `OAuth ${ADMIN_SESSION}` };
      const call = request(url, { method, agent: this.#agent, headers }, (response) => {
        void textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }));
      });
      call.on('error', reject);
      call.end(body && JSON.stringify(body));
    });
  }

  /** An upload whose last byte waits for `finish`. */
  slowUpload(
    address: string,
    uuid: string,
    length: number,
    headers: Readonly<Record<string, string | number>> = {},
  ) {
    const boundary = 'slow';
    const call = request(address, {
      method: 'POST',
      agent: this.#agent,
      headers: {
        'Content-Type': `multipart/form-data; boundary=${boundary}`,
        'X-IMAGE-UUID': uuid,
        'X-IMAGE-SIZE': length,
        ...headers,
      },
    });
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="i"\r\n\r\n`;
    const begun = new Promise<void>((resolve) => {
      call.write(head + 'x'.repeat(length - 1), () => resolve());
    });
    const answer = once(call, 'response').then(async (all) => {
      const [response] = all as [IncomingMessage];
      return { status: response.statusCode ?? 0, text: await textOf(response) };
    });
    answer.catch(() => undefined);
    return {
      begun,
      answer,
      finish: () => call.end(`x\r\n--${boundary}--\r\n`),
      cut: () => call.destroy(),
    };
  }

  /** A server that takes calls and does not answer them. */
  static async hangingServer() {
    let call: () => void = () => undefined;
    const called = new Promise<void>((resolve) => (call = resolve));
    const server = createServer(() => call());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      called,
      close() {
        server.closeAllConnections();
        server.close();
      },
    };
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response) text += String(piece);
  return text;
}
