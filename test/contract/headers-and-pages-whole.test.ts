import { VERSION } from '../../src/core/version';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';

/* What stands around answers, and what is there for people: headers and pages, each whole. */

const ORIGIN = 'http://page.test';

/** Those that Node sets by itself say nothing of the emulator. */
const OF_NODE = ['connection', 'date', 'transfer-encoding'];

async function ask(
  emulator: TestEmulator,
  path: string,
  { method = 'GET', ...headers }: Record<string, string> = {},
) {
  const url = emulator.url + path;
  const answer = await fetch(url, { method, headers, redirect: 'manual' });
  const told = Object.entries(Object.fromEntries(answer.headers));
  return {
    status: answer.status,
    body: await answer.text(),
    headers: Object.fromEntries(told.filter(([name]) => !OF_NODE.includes(name))),
  };
}

const AROUND = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'keep-alive': 'timeout=65',
  'x-content-type-options': 'nosniff',
};
const AROUND_PAGES = {
  ...AROUND,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};
const TEXT = { ...AROUND_PAGES, 'content-type': 'text/plain; charset=utf-8' };

test('a program at the address is told where everything is', async () => {
  const emulator = await TestEmulator.start();
  const { status, body, headers } = await ask(emulator, '/', { Accept: '*/*' });
  expect([status, JSON.parse(body)]).toEqual([
    200,
    {
      name: 'zstack-image-emulator',
      version: VERSION,
      api: '/zstack/v1',
      control: '/emulator/v1',
      environments: '/emulator/v1/environments',
      metrics: '/emulator/v1/metrics',
      documentation: '/docs',
      guide: '/docs/guide/',
      openapi: '/openapi.json',
      health: ['/healthz', '/readyz'],
    },
  ]);
  expect(headers).toEqual({
    ...AROUND_PAGES,
    'content-length': String(body.length),
    'content-type': 'application/json; charset=utf-8',
    vary: 'Accept',
  });
});

test('people at the address are told the same in words', async () => {
  const emulator = await TestEmulator.start({ settings: { page: 'off' } });
  const { body, headers } = await ask(emulator, '/', { Accept: 'text/html' });
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', vary: 'Accept' });
  const rows = [
    ...body.matchAll(/<tr><td><a href="([^"]*)">(.*?)<\/a><\/td><td>(.*?)<\/td><\/tr>/g),
  ];
  expect(rows.map(([, address, shown, what]) => [address, shown, what])).toEqual(
    [
      ['/docs', 'every operation, with an example that can be tried'],
      ['/openapi.json', 'the same for programs'],
      ['/docs/guide/', 'how to use it: tests, worlds, faults, time, clients'],
      ['/readyz', 'whether it is ready'],
      ['/emulator/v1/environments', 'the worlds that there are'],
      ['/emulator/v1/journal', 'the last requests of clients'],
      ['/emulator/v1/tasks', 'what is under way'],
      ['/emulator/v1/invariants', 'whether every law of the world holds'],
    ].map(([address, what]) => [address, address, what]),
  );
  expect(body.split(/<table>\n|<\/table>/).map((part) => part.split('\n').length)).toEqual([
    16, 9, 4,
  ]);
});

test('the documentation fills in the session that everybody knows while it is there', async () => {
  const emulator = await TestEmulator.start();
  const at = '/docs/swagger-initializer.js';
  const script = (complete: string) => `window.onload = () => {
  document.title = 'ZStack image API, emulated';
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    filter: true,
    persistAuthorization: true,
    presets: [SwaggerUIBundle.presets.apis],
    validatorUrl: null,
    onComplete: () => {
      ${complete}
    },
  });
};`;
  const { body, headers } = await ask(emulator, at);
  expect(body).toBe(script(`window.ui.preauthorizeApiKey('session', 'OAuth ${ADMIN_SESSION}');`));
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  await emulator.call('DELETE', `/accounts/sessions/${ADMIN_SESSION}`);
  expect((await ask(emulator, at)).body).toBe(script(''));
});

test.each([
  ['/docs', 302, 'Found. Redirecting to /docs/index.html'],
  [
    '/docs/.hidden',
    404,
    'nothing is at /docs/.hidden; the API is under /zstack/v1, its documentation at /docs',
  ],
  ['/docs/', 302, 'Found. Redirecting to /docs/index.html'],
  ['/environments/%E0%A4%A', 400, 'the request could not be read'],
])('%s is answered %i', async (path, status, text) => {
  const emulator = await TestEmulator.start();
  const answer = await ask(emulator, path);
  expect([answer.status, answer.body]).toEqual([status, text]);
  expect(answer.headers).toEqual({
    ...TEXT,
    'content-length': String(text.length),
    ...(status === 302 ? { location: '/docs/index.html', vary: 'Accept' } : {}),
  });
});

describe('a page of an origin that the operator allowed', () => {
  let emulator: TestEmulator;
  beforeEach(async () => {
    emulator = await TestEmulator.start({ settings: { allowedOrigins: ORIGIN } });
  });
  const MAY_READ = {
    'access-control-allow-credentials': 'true',
    'access-control-allow-origin': ORIGIN,
    'access-control-expose-headers':
      'Content-Disposition, Content-Range, Accept-Ranges, X-Emulator-Fault',
    vary: 'Origin',
  };
  const session = { Authorization: `OAuth ${ADMIN_SESSION}`, Origin: ORIGIN };

  test('may read answers, and all of their headers', async () => {
    const { status, body, headers } = await ask(emulator, '/zstack/v1/zones', session);
    expect([status, headers]).toEqual([
      200,
      {
        ...AROUND,
        ...MAY_READ,
        'content-length': String(body.length),
        'content-type': 'application/json;charset=UTF-8',
      },
    ]);
  });

  test('asks what it may send', async () => {
    for (const [wanted, isAllowed] of [
      ['authorization', true],
      ['a,b', true],
      ['a , b', true],
      ["!#$%&'*+.^`|~-_9", true],
      ['a,', false],
      [',a', false],
      ['a b', false],
      ['a,,b', false],
      ['a;b', false],
    ] as const) {
      const { status, headers, body } = await ask(emulator, '/zstack/v1/zones', {
        ...session,
        method: 'OPTIONS',
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': wanted,
        'Access-Control-Request-Private-Network': 'false',
      });
      expect([wanted, status, body, headers]).toEqual([
        wanted,
        204,
        '',
        {
          ...MAY_READ,
          'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
          'access-control-max-age': '600',
          ...(isAllowed ? { 'access-control-allow-headers': wanted } : {}),
          'keep-alive': 'timeout=65',
        },
      ]);
    }
  });

  test('asks nothing where it says no method', async () => {
    const headers = { ...session, 'Access-Control-Request-Headers': 'a' };
    const asked = await ask(emulator, '/zstack/v1/zones', { ...headers, method: 'OPTIONS' });
    expect([asked.status, asked.body]).toEqual([
      405,
      'The method[OPTIONS] is not allowed for the path[/zstack/v1/zones]',
    ]);
    const named = { 'Access-Control-Request-Method': 'PUT', method: 'POST' };
    expect((await ask(emulator, '/zstack/v1/nothing', { ...headers, ...named })).status).toBe(404);
  });
});

describe('bytes', () => {
  const path = `/emulator/v1/images/${SEED.images.linux}/artifact`;
  const SIZE = 98_304;

  test.each([
    [undefined, undefined],
    ['bytes=0-9', [0, 9]],
    ['bytes=0-0', [0, 0]],
    ['bytes=-5', [SIZE - 5, SIZE - 1]],
    [`bytes=-${SIZE + 1}`, [0, SIZE - 1]],
    ['bytes=5-', [5, SIZE - 1]],
    [`bytes=${SIZE - 1}-${SIZE}`, [SIZE - 1, SIZE - 1]],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['octets=0-9', undefined],
    [' bytes=0-9x', undefined],
  ] as const)('of a file are sent as asked for by %s', async (range, span) => {
    const emulator = await TestEmulator.start();
    const asked: Record<string, string> = range === undefined ? {} : { Range: range };
    const { status, body, headers } = await ask(emulator, path, { ...asked, method: 'GET' });
    const [from, to] = span ?? [0, SIZE - 1];
    expect([status, headers]).toEqual([
      span ? 206 : 200,
      {
        ...AROUND,
        'accept-ranges': 'bytes',
        'content-disposition': `attachment; filename*=UTF-8''${SEED.images.linux}.qcow2`,
        'content-length': String(to - from + 1),
        'content-type': 'application/octet-stream',
        ...(span ? { 'content-range': `bytes ${from}-${to}/${SIZE}` } : {}),
      },
    ]);
    expect(body.length > 0).toBe(true);
    const { 'keep-alive': _kept, ...rest } = headers;
    const head = await ask(emulator, path, { ...asked, method: 'HEAD' });
    expect([head.status, head.body, head.headers]).toEqual([status, '', rest]);
  });

  test.each([`bytes=${SIZE}-`, 'bytes=-0', 'bytes=9-8'])(
    'that are not there are not sent: %s',
    async (Range) => {
      const emulator = await TestEmulator.start();
      expect(await ask(emulator, path, { Range })).toEqual({
        status: 416,
        body: '',
        headers: { ...AROUND, 'content-range': `bytes */${SIZE}` },
      });
    },
  );
});
