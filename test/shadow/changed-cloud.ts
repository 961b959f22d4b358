import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Json } from '../support/emulator';

/** A request on its way to the cloud. */
export interface Asked {
  readonly method: string;
  /** Below `/zstack/v1`. */
  path: string;
  body: string;
}

export interface Answered {
  status: number;
  contentType: string;
  text: string;
}

/** How a cloud is made to differ. */
export interface Change {
  /** Which requests it is about. */
  readonly at: (asked: Asked) => boolean;
  /** Changes what the cloud is asked. */
  readonly ask?: (asked: Asked) => void;
  /** Answers in the cloud's place. */
  readonly instead?: () => Answered;
  /** Changes what it answers. */
  readonly answer?: (answer: Answered) => void;
}

const running: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** Stands before an emulator and makes a cloud of it that differs, while a change is set. */
export class ChangedCloud {
  change: Change | undefined;
  /** Answers go packed. */
  packs = false;

  private constructor(
    private readonly target: string,
    readonly url: string,
  ) {}

  static async start(target: string): Promise<ChangedCloud> {
    const clouds: ChangedCloud[] = [];
    const server = createServer((request, response) => {
      const [cloud] = clouds;
      if (cloud) void cloud.#answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const cloud = new ChangedCloud(target, `http://127.0.0.1:${port}`);
    clouds.push(cloud);
    running.push(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    return cloud;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { method = '', url = '' } = request;
    const asked = {
      method,
      path: url.slice('/zstack/v1'.length),
      body: Buffer.concat(pieces).toString(),
    };
    const change = this.change?.at(asked) ? this.change : undefined;
    change?.ask?.(asked);
    const answer = change?.instead?.() ?? (await this.#forwarded(request, asked));
    change?.answer?.(answer);
    const packed = this.packs ? { 'Content-Encoding': 'gzip' } : {};
    response
      .writeHead(answer.status, { 'Content-Type': answer.contentType, ...packed })
      .end(this.packs ? gzipSync(answer.text) : answer.text);
  }

  async #forwarded(request: IncomingMessage, { method, path, body }: Asked): Promise<Answered> {
    const names = ['authorization', 'prefer', 'date', 'x-job-uuid'];
    const answer = await fetch(`${this.target}/zstack/v1${path}`, {
      method,
      headers: names.flatMap((name) => {
        const value = request.headers[name];
        return value === undefined ? [] : [[name, String(value)] as [string, string]];
      }),
      body: body === '' ? null : body,
    });
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      text: await answer.text(),
    };
  }
}

/** A change of the JSON that is answered. */
export const ofBody =
  (change: (body: Json) => void) =>
  (answer: Answered): void => {
    const body: Json = JSON.parse(answer.text);
    change(body);
    answer.text = JSON.stringify(body);
  };

/** A change of every row that is answered. */
export const ofRows = (change: (row: Json) => void) =>
  ofBody((body) => {
    for (const row of body.inventories ?? []) change(row);
  });
