import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import {
  Client,
  create,
  everything,
  exportIn,
  openUploadIn,
  uploadIn,
} from '../support/environments';

const PAGE = 'http://localhost:5173';
const FOREIGN = ['http://evil.example', 'https://localhost:1', 'null', 'chrome-extension://abcdef'];

/** One call of each kind, all of which do something or tell something. */
const CALLS = [
  ['GET', '/zstack/v1/images'],
  ['DELETE', `/zstack/v1/images/${SEED.images.linux}`],
  ['POST', '/zstack/v1/zones'],
  ['PUT', '/zstack/v1/accounts/login'],
  ['GET', '/zstack/v1/api-jobs/0123456789abcdef0123456789abcdef'],
  ['GET', '/environments/x/zstack/v1/images'],
  ['POST', '/environments/x/zstack/v1/zones'],
  ['GET', '/zstack/v1/nothing'],
  ['GET', '/emulator/v1/clock'],
  ['POST', '/emulator/v1/clock/advance'],
  ['POST', '/emulator/v1/environments/x/clock/advance'],
  ['GET', '/emulator/v1/environments'],
  ['POST', '/emulator/v1/environments/x/reset'],
  ['DELETE', '/emulator/v1/environments/x'],
  ['GET', '/emulator/v1/environments/x/export'],
  ['GET', `/emulator/v1/images/${SEED.images.linux}/artifact`],
  ['POST', `/emulator/v1/backup-storage/${SEED.backupStorages.imageStore}/image-uploads/0`],
  ['GET', '/emulator/v1/nothing'],
] as const;

type Headers = Record<string, string>;

async function ask(emulator: TestEmulator, method: string, path: string, headers: Headers) {
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete' | 'options';
  const answer = await emulator.anonymous[verb](path).set({
    Authorization: `OAuth ${ADMIN_SESSION}`,
    ...headers,
  });
  return { status: answer.status, text: answer.text, headers: answer.headers };
}

async function started(settings: Record<string, string> = {}) {
  const emulator = await TestEmulator.start({ settings });
  await create(emulator, { name: 'x' });
  return emulator;
}

test.each([
  ['', {}],
  ['with a token', { controlToken: 'correct-horse' }],
  ['with authentication off', { auth: 'off' }],
  ['with the control API open', { control: 'open' }],
  ['where other origins are allowed', { allowedOrigins: PAGE }],
] as const)('no page of another site changes or reads anything %s', async (_what, settings) => {
  const emulator = await TestEmulator.start({ settings });
  const token = 'controlToken' in settings ? { Authorization: 'Bearer correct-horse' } : {};
  await emulator.anonymous.post('/emulator/v1/environments').set(token).send({ name: 'x' });
  const before = everything(emulator);
  const says: Headers[] = [
    ...FOREIGN.map((Origin) => ({ Origin })),
    ...FOREIGN.map((Origin) => ({ Origin, 'Sec-Fetch-Site': 'cross-site' })),
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const headers of says) {
    for (const [method, path] of CALLS) {
      const own = path.startsWith('/emulator') ? token : {};
      const answer = await ask(emulator, method, path, { ...own, ...headers });
      expect([method, path, headers, answer.status]).toEqual([method, path, headers, 403]);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  }
  expect(everything(emulator)).toEqual(before);
});

test('a refusal names the setting that would let the page in, where there is one', async () => {
  const emulator = await started();
  const { text } = await ask(emulator, 'GET', '/zstack/v1/images', { Origin: PAGE });
  expect(text).toBe(
    `pages of ${PAGE} may not use this emulator; to let them use the image API start it with EMULATOR_ALLOWED_ORIGINS=${PAGE}`,
  );
  const own = await ask(emulator, 'GET', '/emulator/v1/clock', { Origin: PAGE });
  expect(own.text).toBe(`pages of ${PAGE} may not use the emulator's own API`);
  const unnamed = await ask(emulator, 'GET', '/zstack/v1/images', { Origin: 'null' });
  expect(unnamed.text).toBe('pages of null may not use this emulator');
});

test('pages of the emulator itself, and what is typed into a browser, are no strangers', async () => {
  const emulator = await started();
  for (const headers of [
    { Origin: emulator.url, 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'none' },
    { 'Sec-Fetch-Site': 'same-origin' },
  ]) {
    for (const path of ['/zstack/v1/images', '/emulator/v1/clock', '/emulator/v1/environments']) {
      expect((await ask(emulator, 'GET', path, headers)).status).toBe(200);
    }
  }
});

describe('an origin that the operator allowed', () => {
  const allowed = () => started({ allowedOrigins: `${PAGE},http://other.test` });
  const from = { Origin: PAGE, 'Sec-Fetch-Site': 'cross-site' };

  test('is told by a preflight that it may do what a client may', async () => {
    const emulator = await allowed();
    const wanted = {
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization,content-type,x-job-uuid',
    };
    for (const path of ['/zstack/v1/images', '/environments/x/zstack/v1/images/1/actions']) {
      const { status, headers } = await ask(emulator, 'OPTIONS', path, { ...from, ...wanted });
      expect([status, headers]).toMatchObject([
        204,
        {
          'access-control-allow-origin': PAGE,
          'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
          'access-control-allow-headers': wanted['Access-Control-Request-Headers'],
          vary: 'Origin',
        },
      ]);
      expect(headers).not.toHaveProperty('access-control-allow-private-network');
    }
    const odd = { ...wanted, 'Access-Control-Request-Headers': 'a, <b>' };
    const answer = await ask(emulator, 'OPTIONS', '/zstack/v1/images', { ...from, ...odd });
    expect(answer.headers).not.toHaveProperty('access-control-allow-headers');
    const near = { ...wanted, 'Access-Control-Request-Private-Network': 'true' };
    const asked = await ask(emulator, 'OPTIONS', '/zstack/v1/images', { ...from, ...near });
    expect(asked.headers['access-control-allow-private-network']).toBe('true');
  });

  test('reads answers and refusals of the image API alike', async () => {
    const emulator = await allowed();
    for (const [path, status] of [
      ['/zstack/v1/images', 200],
      ['/zstack/v1/images?q=nosuch=1', 503],
      ['/zstack/v1/nothing', 404],
    ] as const) {
      const answer = await ask(emulator, 'GET', path, from);
      expect([path, answer.status, answer.headers]).toMatchObject([
        path,
        status,
        { 'access-control-allow-origin': PAGE, vary: 'Origin' },
      ]);
    }
  });

  test('uploads to the address that it was given, and downloads an export', async () => {
    const emulator = await allowed();
    const client = new Client(emulator, 'x');
    const { uuid, address } = await openUploadIn(client);
    const preflight = await fetch(address, {
      method: 'OPTIONS',
      headers: {
        Origin: PAGE,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'x-image-uuid,x-image-size',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'x-image-uuid,x-image-size',
    ]);
    const form = new FormData();
    form.set('file', new Blob(['bytes of a page']));
    const sent = await fetch(address, {
      method: 'POST',
      headers: { Origin: PAGE, 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': '15' },
      body: form,
    });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([200, PAGE]);
    const { imageUrl } = await exportIn(client, uuid);
    const read = await fetch(imageUrl, { headers: { Origin: PAGE } });
    expect([await read.text(), read.headers.get('access-control-allow-origin')]).toEqual([
      'bytes of a page',
      PAGE,
    ]);
  });

  test("still may not use the emulator's own API, not even with its token", async () => {
    const emulator = await TestEmulator.start({
      settings: { allowedOrigins: PAGE, controlToken: 'correct-horse' },
    });
    const before = everything(emulator);
    for (const path of ['/emulator/v1/clock', '/emulator/v1/environments']) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const answer = await ask(emulator, method, path, {
          ...from,
          'Access-Control-Request-Method': 'GET',
          Authorization: 'Bearer correct-horse',
        });
        expect([method, path, answer.status]).toEqual([method, path, 403]);
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      }
    }
    expect(everything(emulator)).toEqual(before);
  });

  test('is written as a browser writes it', async () => {
    for (const allowedOrigins of [
      '*',
      'null',
      'localhost:5173',
      'http://a/',
      'http://a/b',
      'http://*.a',
    ]) {
      await expect(TestEmulator.start({ settings: { allowedOrigins } })).rejects.toThrow(
        `--allowed-origins is '${allowedOrigins}': expected origins such as http://localhost:5173, without a path, comma separated`,
      );
    }
  });
});

test('a link to an export may stand on any page: its key is in it', async () => {
  const emulator = await started();
  const client = new Client(emulator, 'default');
  const image = await uploadIn(client, Buffer.from('linked'));
  const { imageUrl } = await exportIn(client, image);
  const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
  const read = await fetch(imageUrl, { headers });
  expect([read.status, await read.text()]).toEqual([200, 'linked']);
  expect(read.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect((await fetch(imageUrl, { headers: { Origin: 'http://evil.example' } })).status).toBe(403);
});
