import { SEED, TestEmulator } from '../support/emulator';
import { Client, create, everything, exportIn, openUploadIn } from '../support/environments';
import { eventually, EmulatorProcess, serveToTheEnd, temporaryFolder } from '../support/process';
import { upload } from '../support/upload';

const TOKEN = 'correct-horse';
const NEEDS =
  "the emulator's own API needs the header Authorization: Bearer <token>, with the token of EMULATOR_CONTROL_TOKEN";

/** One call of each kind of the emulator's own API. */
const CALLS = [
  ['GET', '/environments'],
  ['GET', '/environments/x'],
  ['POST', '/environments'],
  ['DELETE', '/environments/x'],
  ['POST', '/environments/x/reset'],
  ['POST', '/environments/x/snapshots'],
  ['GET', '/environments/x/snapshots'],
  ['POST', '/environments/x/snapshots/s/restore'],
  ['DELETE', '/environments/x/snapshots/s'],
  ['GET', '/environments/x/export'],
  ['PUT', '/environments/x/import'],
  ['GET', '/clock'],
  ['POST', '/environments/x/clock/advance'],
  ['GET', '/environments/x/journal'],
  ['POST', '/faults'],
  ['GET', `/environments/x/images/${SEED.images.linux}/artifact`],
  ['GET', '/nothing'],
] as const;

async function guarded() {
  const emulator = await TestEmulator.start({ settings: { controlToken: TOKEN } });
  const made = await emulator.anonymous
    .post('/emulator/v1/environments')
    .set('Authorization', `Bearer ${TOKEN}`)
    .send({ name: 'x' });
  expect(made.status).toBe(200);
  return emulator;
}

const ask = (emulator: TestEmulator, method: string, path: string) => {
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  return emulator.anonymous[verb](`/emulator/v1${path}`);
};

test.each([
  ['no token', undefined],
  ['another token', `Bearer ${TOKEN}x`],
  ['a part of it', `Bearer ${TOKEN.slice(0, -1)}`],
  ['the token without its word', TOKEN],
  ['a session', 'OAuth 5e55000000004000800000000000ad01'],
])(
  'where there is a token, whoever has %s is refused, and nothing is done',
  async (_what, value) => {
    const emulator = await guarded();
    const before = everything(emulator);
    for (const [method, path] of CALLS) {
      const request = ask(emulator, method, path);
      const answer = await (value === undefined ? request : request.set('Authorization', value));
      expect([method, path, answer.status, answer.text]).toEqual([method, path, 401, NEEDS]);
    }
    expect(everything(emulator)).toEqual(before);
  },
);

test('whoever has the token may use the control API, and the image API needs none', async () => {
  const emulator = await guarded();
  for (const [method, path] of CALLS.slice(0, 2)) {
    const answer = await ask(emulator, method, path).set('Authorization', `Bearer ${TOKEN}`);
    expect(answer.status).toBe(200);
  }
  for (const name of ['default', 'x']) {
    expect((await new Client(emulator, name).call('GET', '/images')).status).toBe(200);
  }
});

test('addresses that clients are given for uploads and exports work without the token', async () => {
  const emulator = await guarded();
  for (const name of ['default', 'x']) {
    const client = new Client(emulator, name);
    const { uuid, address } = await openUploadIn(client);
    const bytes = Buffer.alloc(5_000, name);
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
    expect(await upload(address, { bytes, headers })).toMatchObject({ status: 200 });
    const { imageUrl } = await exportIn(client, uuid);
    const read = await fetch(imageUrl);
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await fetch(imageUrl.replace(/image-\w{4}/, 'image-0000'))).status).toBe(403);
  }
});

test('on loopback the control API is open, but not to pages of other sites', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const before = everything(emulator);
  const { host } = new URL(emulator.url);
  for (const origin of [
    'http://evil.example',
    'https://localhost:1',
    'null',
    `https://${host}.evil`,
  ]) {
    for (const [method, path] of CALLS) {
      const answer = await ask(emulator, method, path).set('Origin', origin);
      expect([method, path, answer.status, answer.text]).toEqual([
        method,
        path,
        403,
        `pages of ${origin} may not use the emulator's own API`,
      ]);
    }
  }
  expect(everything(emulator)).toEqual(before);
  const own = await ask(emulator, 'GET', '/environments').set('Origin', `http://${host}`);
  expect(own.status).toBe(200);
});

test('a page of another site may not use it with the token either', async () => {
  const emulator = await guarded();
  const answer = await ask(emulator, 'GET', '/environments')
    .set('Authorization', `Bearer ${TOKEN}`)
    .set('Origin', 'http://evil.example');
  expect(answer.status).toBe(403);
});

test('without a token it is reached by addresses of this machine alone, whatever name another gave to them', async () => {
  const emulator = await TestEmulator.start();
  const before = everything(emulator);
  for (const name of [
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.',
  ]) {
    const answer = await ask(emulator, 'GET', '/clock').set('Host', name);
    expect([name, answer.status, answer.text]).toEqual([
      name,
      403,
      `this emulator is reached as localhost or a loopback address, not as ${name}; for another name set EMULATOR_ALLOWED_HOSTS`,
    ]);
  }
  for (const name of ['localhost', 'LOCALHOST:1', '127.0.0.1:8080', '[::1]:8080']) {
    const answer = await ask(emulator, 'GET', '/environments').set('Host', name);
    expect([name, answer.status]).toEqual([name, 200]);
  }
  expect(everything(emulator)).toEqual(before);
});

test('the address that others gave for theirs is only used where it can be one', async () => {
  const emulator = await TestEmulator.start();
  const answer = await ask(emulator, 'GET', '/environments').set('Host', 'a"><script>');
  expect([200, 400, 403]).toContain(answer.status);
  expect(answer.text).not.toContain('<script>');
});

const everywhere = { HOST: '0.0.0.0' };

test.each(['0.0.0.0', '::', '192.0.2.1'])(
  'bound to %s it does not start without a token, and says what to do',
  async (address) => {
    const { code, stderr } = await serveToTheEnd(['--port', '0'], {
      HOST: address,
      EMULATOR_DATA_DIR: temporaryFolder(),
    });
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(
      `HOST is '${address}', which others can reach: the emulator's own API needs a token there. Set EMULATOR_CONTROL_TOKEN, or EMULATOR_CONTROL=open to do without.`,
    );
  },
);

test('bound elsewhere it runs with a token, and refuses who has none', async () => {
  const emulator = await EmulatorProcess.start(temporaryFolder(), {
    ...everywhere,
    EMULATOR_CONTROL_TOKEN: TOKEN,
  });
  const url = new URL('/emulator/v1/environments', emulator.url.replace('0.0.0.0', '127.0.0.1'));
  const answer = await eventually(async () => fetch(url).catch(() => undefined));
  expect([answer.status, await answer.text()]).toEqual([401, NEEDS]);
  const own = await fetch(url, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(own.status).toBe(200);
});

test('bound elsewhere it runs without a token when it is told to', async () => {
  const emulator = await EmulatorProcess.start(temporaryFolder(), {
    ...everywhere,
    EMULATOR_CONTROL: 'open',
  });
  const url = new URL('/emulator/v1/environments', emulator.url.replace('0.0.0.0', '127.0.0.1'));
  expect((await fetch(url)).status).toBe(200);
});

test('a token has eight characters at least, and is never told', async () => {
  const { code, stderr } = await serveToTheEnd(['--port', '0'], {
    EMULATOR_DATA_DIR: temporaryFolder(),
    EMULATOR_CONTROL_TOKEN: 's3cr3t',
  });
  expect(code).toBeGreaterThan(0);
  expect(stderr).toContain('EMULATOR_CONTROL_TOKEN is no token: expected at least 8 characters');
  expect(stderr).not.toContain('s3cr3t');
});
