// oxlint-disable-next-line emulator/no-ambient-time-or-chance -- a secret must differ from run to run
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Emulator } from '../app/library/emulator.js';
import type { Answer, Call } from './protocol.js';

/** Lets the workers of jest, which are other processes, use the library: what it answers must be JSON. */
export interface Bridge {
  /** With the secret that whoever calls must know. */
  readonly url: string;
  close(): Promise<void>;
}

type Open = (worker: string, name: string, file: string, test?: string) => Promise<void>;

export async function startBridge(emulator: Emulator, open: Open): Promise<Bridge> {
  const path = `/${randomBytes(16).toString('hex')}`;
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await answer(request);
    response.writeHead(body ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  }
  async function answer(request: IncomingMessage): Promise<Answer | undefined> {
    if (!isSame(request.url ?? '', path)) return undefined;
    try {
      return { value: await doCall(JSON.parse(await text(request)) as Call) };
    } catch (error) {
      return { error: told(error) };
    }
  }
  async function doCall({ environment: name, method, args }: Call): Promise<unknown> {
    if (method === 'open') return open(...(args as Parameters<Open>));
    const environment = emulator.environment(name);
    const [last = '', ...before] = method.split('.').toReversed();
    const target = before.reduce<unknown>((at, key) => member(at, key), environment);
    const run = member(target, last) as (...all: unknown[]) => unknown;
    const result = await run(...args);
    return last === 'fork' ? { name: (result as { name: string }).name } : result;
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Only what the library gives, nothing that every object has. */
function member(of: unknown, key: string): unknown {
  if (typeof of === 'object' && of !== null && Object.hasOwn(of, key)) {
    return (of as Record<string, unknown>)[key];
  }
  throw new Error(`an environment has no ${key}`);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function told(error: unknown): NonNullable<Answer['error']> {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  return Object.assign({}, error, { name, message });
}
