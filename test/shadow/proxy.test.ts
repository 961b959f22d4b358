import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  type Server,
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Proxy } from '../../src/shadow';
import type { Exchange } from '../../src/shadow/exchange';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A cloud that answers as a test wants it. */
async function cloudThat(answer: RequestListener): Promise<Server> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return server;
}

/** A promise that somebody else fulfils. */
function awaited(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  const given: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => {
    given.push(resolve);
  });
  return { promise, resolve: () => given[0]?.() };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function proxyBefore(url: string) {
  const exchanges: Exchange[] = [];
  const waiting: (() => void)[] = [];
  const proxy = await Proxy.start({
    url,
    host: '127.0.0.1',
    port: 0,
    mostOfBody: 1_000,
    onExchange(exchange) {
      exchanges.push(exchange);
      for (const tell of waiting.splice(0)) tell();
    },
  });
  closing.push(() => proxy.close(0));
  const heard = async (count: number) => {
    while (exchanges.length < count) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    return exchanges;
  };
  return { proxy, port: Number(new URL(proxy.url).port), heard };
}

const before = async (answer: RequestListener) => {
  const server = await cloudThat(answer);
  return { server, ...(await proxyBefore(`http://127.0.0.1:${portOf(server)}/zstack`)) };
};

const textOf = async (stream: IncomingMessage) => {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};

async function ask(port: number, options: RequestOptions, body?: string) {
  const call = request({ host: '127.0.0.1', port, path: '/zstack/v1/x', ...options });
  call.end(body);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  return { answer, text: await textOf(answer) };
}

// prettier-ignore
const ODD_HEADERS = [
  'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Connection', 'X-Hop', 'X-Hop', 'no',
  'Date', 'Tue, 14 Nov 2017 22:20:57 GMT', 'X-Odd-Case', 'yes',
];

test('a request arrives as it was sent, for the cloud alone, and the answer comes back as it was given', async () => {
  const seen: { headers?: string[]; url?: string; body?: string } = {};
  const { port, server, heard } = await before((asked, answer) => {
    let body = '';
    asked.on('data', (piece: Buffer) => (body += piece.toString()));
    asked.on('end', () => {
      Object.assign(seen, { headers: asked.rawHeaders, url: asked.url, body });
      answer.writeHead(418, 'Odd', ODD_HEADERS);
      answer.end('short and stout');
    });
  });
  const { answer, text } = await ask(
    port,
    {
      method: 'POST',
      path: '/zstack/v1/a%20b?q=name%3D1&q=2',
      headers: {
        'X-My-Header': 'Kept',
        Connection: 'X-Mine',
        'X-Mine': 'no',
        TE: 'trailers',
        Expect: '100-continue',
      },
    },
    '{"a":1}',
  );
  expect(seen.url).toBe('/zstack/v1/a%20b?q=name%3D1&q=2');
  expect(seen.body).toBe('{"a":1}');
  expect(seen.headers).toEqual(
    expect.arrayContaining(['X-My-Header', 'Kept', `127.0.0.1:${portOf(server)}`]),
  );
  const names = (seen.headers ?? [])
    .filter((_, i) => i % 2 === 0)
    .map((name) => name.toLowerCase());
  for (const gone of ['x-mine', 'te', 'expect', 'x-forwarded-for'])
    expect(names).not.toContain(gone);
  expect(names.filter((name) => name === 'host')).toHaveLength(1);
  expect([answer.statusCode, answer.statusMessage, text]).toEqual([418, 'Odd', 'short and stout']);
  expect(answer.headers).toMatchObject({
    'set-cookie': ['a=1', 'b=2'],
    date: 'Tue, 14 Nov 2017 22:20:57 GMT',
  });
  expect(answer.rawHeaders).toContain('X-Odd-Case');
  expect(answer.headers['x-hop']).toBeUndefined();
  const [exchange] = await heard(1);
  expect(exchange).toMatchObject({ seq: 1, method: 'POST', status: 418, isBesideWrite: false });
  expect(Buffer.from(exchange?.answerBody ?? []).toString()).toBe('short and stout');
});

test('bodies flow both ways piece by piece, and are forgotten when they are long', async () => {
  const { port, heard } = await before((asked, answer) => {
    // The first piece is answered before the second one is sent.
    asked.once('data', (piece: Buffer) => answer.write(piece));
    asked.once('end', () => answer.end('the end'));
  });
  const call = request({ host: '127.0.0.1', port, path: '/zstack/v1/upload', method: 'POST' });
  call.write('x'.repeat(5_000));
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const [first] = (await once(answer, 'data')) as [Buffer];
  expect(first.toString()[0]).toBe('x');
  call.end('y'.repeat(5_000));
  expect(await textOf(answer)).toMatch(/the end$/);
  const [exchange] = await heard(1);
  expect(exchange?.requestBody).toBeUndefined();
  expect(exchange?.answerBody).toBeUndefined();
});

test('a redirect is passed on and not followed', async () => {
  const asked: string[] = [];
  const { port } = await before((request, answer) => {
    asked.push(request.url ?? '');
    answer.writeHead(302, { Location: 'http://elsewhere.example/' }).end();
  });
  const { answer } = await ask(port, {});
  expect([answer.statusCode, answer.headers.location]).toEqual([302, 'http://elsewhere.example/']);
  expect(asked).toEqual(['/zstack/v1/x']);
});

test.each([
  ['HEAD', 200, '42'],
  ['GET', 304, undefined],
])('an answer to %s without a body is one', async (method, status, length) => {
  const { port } = await before((_asked, answer) => {
    answer.writeHead(status, length === undefined ? {} : { 'Content-Length': length }).end();
  });
  const { answer, text } = await ask(port, { method });
  expect([answer.statusCode, text]).toEqual([status, '']);
  expect(answer.headers['content-length']).toBe(length);
});

test('a cloud that is not there is said so with 502, and that one write may be lost with it', async () => {
  const server = await cloudThat(() => undefined);
  const gone = portOf(server);
  server.close();
  await once(server, 'close');
  closing.length = 0;
  const { port, heard } = await proxyBefore(`http://127.0.0.1:${gone}/zstack`);
  const { answer, text } = await ask(port, { method: 'DELETE' });
  expect(answer.statusCode).toBe(502);
  expect(text).toBe(`the cloud at http://127.0.0.1:${gone} cannot be reached: ECONNREFUSED\n`);
  expect(await heard(1)).toEqual([expect.objectContaining({ status: 0, method: 'DELETE' })]);
});

test('an answer that breaks off breaks off for the client, too', async () => {
  const { port, heard } = await before((_asked, answer) => {
    answer.writeHead(200, { 'Content-Length': '100' });
    answer.write('half', () => answer.destroy());
  });
  await expect(ask(port, {})).rejects.toThrow('aborted');
  const [exchange] = await heard(1);
  expect(exchange?.answerBody).toBeUndefined();
});

test('a client that goes away ends its request at the cloud', async () => {
  const closed: Promise<unknown>[] = [];
  const arrived = awaited();
  const { port } = await before((asked) => {
    closed.push(once(asked.socket, 'close'));
    arrived.resolve();
  });
  const call = request({ host: '127.0.0.1', port, path: '/zstack/v1/slow' });
  call.on('error', () => undefined);
  call.end();
  await arrived.promise;
  call.destroy();
  await Promise.all(closed);
  expect(closed).toHaveLength(1);
});

test('a client that goes away on a connection that is kept asks the cloud once', async () => {
  const slow: string[] = [];
  const arrived = awaited();
  const { port, heard } = await before((asked, answer) => {
    if (asked.url !== '/zstack/v1/slow') answer.end('here');
    else {
      slow.push(asked.url);
      arrived.resolve();
    }
  });
  await ask(port, {});
  const call = request({ host: '127.0.0.1', port, path: '/zstack/v1/slow' });
  call.on('error', () => undefined);
  call.end();
  await arrived.promise;
  call.destroy();
  const [, exchange] = await heard(2);
  expect([exchange?.path, exchange?.status]).toEqual(['/zstack/v1/slow', 0]);
  // What comes afterwards on other connections has been seen by the cloud after all that was sent before.
  await ask(port, {});
  expect(slow).toHaveLength(1);
});

test('an offer of another protocol is left out, and the request goes its way', async () => {
  const seen: string[] = [];
  const { port } = await before((asked, answer) => {
    seen.push(...Object.keys(asked.headers));
    answer.end('here');
  });
  const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AA' };
  const { answer, text } = await ask(port, { headers });
  expect([answer.statusCode, text]).toEqual([200, 'here']);
  expect(seen).not.toEqual(expect.arrayContaining([expect.stringMatching(/upgrade|http2/)]));
});

test('a connection that the cloud closed meanwhile is no error', async () => {
  const { port, server } = await before((_asked, answer) => answer.end('here'));
  expect((await ask(port, {})).text).toBe('here');
  for (let i = 0; i < 20; i++) {
    server.closeIdleConnections();
    expect((await ask(port, {})).text).toBe('here');
  }
});

test.each([
  [
    'GET /zstack/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    501,
    'passes HTTP on',
  ],
  [
    'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example:443\r\n\r\n',
    405,
    'leads nowhere else',
  ],
  [
    'GET http://elsewhere.example/ HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n',
    400,
    'ask it for a path',
  ],
])('%j is refused with words', async (text, status, words) => {
  const asked: string[] = [];
  const { port } = await before((request, answer) => {
    asked.push(request.url ?? '');
    answer.end();
  });
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  let heard = '';
  for await (const piece of socket) heard += String(piece);
  expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(heard).toContain(words);
  expect(asked).toEqual([]);
});

test('what was asked beside a write is marked', async () => {
  const waiting: (() => void)[] = [];
  const arrived = awaited();
  const { port, heard } = await before((asked, answer) => {
    if (asked.method !== 'PUT') answer.end();
    else {
      waiting.push(() => answer.end());
      arrived.resolve();
    }
  });
  await ask(port, { path: '/zstack/v1/before' });
  const write = ask(port, { method: 'PUT', path: '/zstack/v1/write' }, 'x');
  await arrived.promise;
  await ask(port, { path: '/zstack/v1/beside' });
  for (const go of waiting) go();
  await write;
  await ask(port, { path: '/zstack/v1/after' });
  const all = await heard(4);
  expect(all.map(({ path, isBesideWrite }) => [path.slice(11), isBesideWrite])).toEqual([
    ['before', false],
    ['beside', true],
    ['write', false],
    ['after', false],
  ]);
});
