import { gzipSync } from 'node:zlib';
import { TestEmulator } from '../support/emulator';
import { rawRequest } from '../support/raw-request';

const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** The files that the document names. */
const filesIn = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="(\/page\/[\w-]+\.(?:js|css|svg))"/g)].map(([, path]) =>
    String(path),
  );

test('the page is found by browsers alone, at the root and for each world', async () => {
  const { url } = await TestEmulator.start();
  const front = await fetch(`${url}/`);
  expect(await front.json()).toMatchObject({ api: '/zstack/v1', documentation: '/docs' });
  expect(front.headers.get('vary')).toContain('Accept');
  for (const path of ['/', '/environments/default', '/environments/not-there-yet/']) {
    const page = await fetch(`${url}${path}`, { headers: BROWSER });
    expect([path, page.status, page.headers.get('content-type')]).toEqual([
      path,
      200,
      'text/html; charset=utf-8',
    ]);
  }
});

test('its files are kept by what is in them, and all of them together are small', async () => {
  const { url } = await TestEmulator.start();
  const document = await fetch(`${url}/`, { headers: BROWSER });
  const html = await document.text();
  const files = filesIn(html);
  expect(files.map((path) => path.replace(/-[0-9a-f]{12}/, ''))).toEqual([
    '/page/icon.svg',
    '/page/page.css',
    '/page/page.js',
  ]);
  let bytes = gzipSync(html).length;
  for (const path of files) {
    const answer = await fetch(`${url}${path}`);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer())).length;
  }
  expect(bytes).toBeLessThan(150_000);

  // The document itself is asked for again each time, and comes only when it is another one.
  expect(document.headers.get('cache-control')).toBe('no-cache');
  const etag = String(document.headers.get('etag'));
  const again = await rawRequest(
    url,
    `GET / HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAccept: text/html\r\nIf-None-Match: ${etag}\r\n\r\n`,
  );
  expect([again.status, again.body]).toEqual([304, '']);
});

test('a file comes packed to whoever takes it so', async () => {
  const { url } = await TestEmulator.start();
  const html = await (await fetch(`${url}/`, { headers: BROWSER })).text();
  const script = String(filesIn(html).find((path) => path.endsWith('.js')));
  const [packed, plain] = await Promise.all(
    ['gzip', 'identity'].map(async (encoding) => {
      const answer = await fetch(`${url}${script}`, { headers: { 'Accept-Encoding': encoding } });
      const { headers } = answer;
      expect(headers.get('vary')).toContain('Accept-Encoding');
      return [headers.get('content-encoding'), await answer.text()];
    }),
  );
  expect([packed?.[0], plain?.[0]]).toEqual(['gzip', null]);
  expect(packed?.[1]).toBe(plain?.[1]);
});

test('it may run its own files, call its own emulator, and nothing else', async () => {
  const { url } = await TestEmulator.start();
  const page = await fetch(`${url}/`, { headers: BROWSER });
  const policy = String(page.headers.get('content-security-policy'));
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]),
  );
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  // Nothing of it comes from elsewhere.
  expect(await page.text()).not.toMatch(/(?:src|href)="(?!\/page\/)/);
});

test('what it is told at its start is the published session, and none where that opens nothing', async () => {
  const start = async (settings: Record<string, string>) => {
    const { url } = await TestEmulator.start({ settings });
    return (await fetch(`${url}/page/start.json`)).json();
  };
  const session = '5e55000000004000800000000000ad01';
  expect(await start({})).toEqual({ session, home: 'default', needsToken: false });
  expect(await start({ controlToken: 'only-for-you' })).toEqual({
    session,
    home: 'default',
    needsToken: true,
  });
  expect(await start({ seed: 'none' })).toMatchObject({ session: null });
});

test('where it is not wanted there is none', async () => {
  const { url } = await TestEmulator.start({ settings: { page: 'off' } });
  const front = await fetch(`${url}/`, { headers: BROWSER });
  expect(await front.text()).toContain('<td>every operation, with an example');
  for (const path of ['/environments/default', '/page/start.json', '/page/index.html']) {
    expect([path, (await fetch(`${url}${path}`, { headers: BROWSER })).status]).toEqual([
      path,
      404,
    ]);
  }
});
