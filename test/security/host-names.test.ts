import { TestEmulator } from '../support/emulator';
import { create, everything } from '../support/environments';
import { EmulatorProcess, temporaryFolder } from '../support/process';
import { rawRequest } from '../support/raw-request';

const PATHS = [
  '/zstack/v1/images',
  '/environments/x/zstack/v1/images',
  '/emulator/v1/clock',
  '/emulator/v1/environments',
];

const STRANGE = [
  'evil.example',
  'evil.example:8080',
  '127.0.0.1.evil.example',
  '127.0.0.1.nip.io',
  'localhost.evil.example',
  'x.localhost.evil.example',
  'x.localhostevil',
  'x.localhost.evil.example:8080',
  'x-.evil/.localhost.evil',
  'localhost.',
  'localhost@evil.example',
  '127.999.0.1',
  '10.0.0.7',
  'docker',
  'notlocalhost',
  '.localhost',
  '[::1].evil.example',
];

const ask = (address: string, host: string | undefined, path: string) =>
  rawRequest(
    address,
    `GET ${path} HTTP/1.${host === undefined ? 0 : 1}\r\n${host === undefined ? '' : `Host: ${host}\r\n`}Connection: close\r\n\r\n`,
  );

async function started(settings: Record<string, string> = {}) {
  const emulator = await TestEmulator.start({ settings: { auth: 'off', ...settings } });
  await create(emulator, { name: 'x' });
  return emulator;
}

test('by a name that somebody else gave to the address neither API is reached', async () => {
  const emulator = await started();
  const before = everything(emulator);
  for (const host of STRANGE) {
    for (const path of PATHS) {
      const { status } = await ask(emulator.url, host, path);
      expect([host, path, status]).toEqual([host, path, 403]);
    }
  }
  expect(everything(emulator)).toEqual(before);
});

test('a token does not open the door to strange names', async () => {
  const emulator = await TestEmulator.start({ settings: { controlToken: 'correct-horse' } });
  const answer = await emulator.anonymous
    .get('/emulator/v1/clock')
    .set({ Host: 'evil.example', Authorization: 'Bearer correct-horse' });
  expect([answer.status, answer.text]).toEqual([
    403,
    'this emulator is reached as localhost or a loopback address, not as evil.example; for another name set EMULATOR_ALLOWED_HOSTS',
  ]);
});

test('names of this machine, and those that the operator named, are taken; a client without a name as well', async () => {
  const emulator = await started({ allowedHosts: 'docker,*.cloud.test' });
  for (const host of [
    'localhost',
    'LOCALHOST:1',
    'x.localhost:8080',
    'a.name.below.localhost',
    '127.0.0.1',
    '127.8.8.8:8080',
    '[::1]:8080',
    'docker:18080',
    'Docker',
    'a.cloud.test',
    '',
    undefined,
  ]) {
    for (const path of PATHS) {
      const { status } = await ask(emulator.url, host, path);
      expect([host, path, status]).toEqual([host, path, 200]);
    }
  }
  for (const host of ['cloud.test', 'evilcloud.test', 'docker.evil']) {
    expect([host, (await ask(emulator.url, host, PATHS[0] ?? '')).status]).toEqual([host, 403]);
  }
});

test('a load balancer may ask for its health by any name', async () => {
  const emulator = await started();
  for (const path of ['/healthz', '/readyz']) {
    expect((await ask(emulator.url, '10.0.0.7', path)).status).toBe(200);
  }
});

test('where others can reach it, addresses are taken too, and other names are not', async () => {
  const emulator = await EmulatorProcess.start(temporaryFolder(), {
    HOST: '0.0.0.0',
    EMULATOR_CONTROL: 'open',
    EMULATOR_AUTH: 'off',
  });
  const address = emulator.url.replace('0.0.0.0', '127.0.0.1');
  for (const [host, expected] of [
    ['10.0.0.7:8080', 200],
    ['[fd00::7]', 200],
    ['0.0.0.0', 200],
    ['localhost', 200],
    ['evil.example', 403],
    ['10.0.0.7.nip.io', 403],
  ] as const) {
    const { status } = await ask(address, host, '/zstack/v1/images');
    expect([host, status]).toEqual([host, expected]);
  }
});
