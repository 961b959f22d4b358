import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ADMIN_SESSION, TestEmulator } from '../support/emulator';
import { send } from '../support/http-client';
import { runCommand, startCommand } from '../support/process';

/** A certificate of 127.0.0.1 that signs itself, valid for a hundred years; its key protects nothing. */
const CERTIFICATE = join(__dirname, 'self-signed', 'certificate.pem');
const KEY = join(__dirname, 'self-signed', 'key.pem');

let cloud: Server;
let url = '';

beforeEach(async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const pem = { cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) };
  cloud = createServer(pem, (asked, answer) => {
    const { method, headers, url: path = '' } = asked;
    const onwards = request(`${emulator.url}${path}`, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 0, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(onwards);
  });
  await once(cloud.listen(0, '127.0.0.1'), 'listening');
  url = `https://127.0.0.1:${(cloud.address() as AddressInfo).port}/zstack`;
});

afterEach(async () => {
  cloud.closeAllConnections();
  cloud.close();
  await once(cloud, 'close');
});

const OF_AN_EMULATOR = ['--wire', 'documented', '--checks', 'strict'];
const shadow = (...more: readonly string[]) => [
  'shadow',
  '--url',
  url,
  '--port',
  '0',
  '--json',
  ...OF_AN_EMULATOR,
  ...more,
];

test('a cloud whose certificate is trusted is captured and shadowed over HTTPS', async () => {
  const words = shadow('--capture', '--session', ADMIN_SESSION);
  const { process: child, ended } = startCommand(words, { NODE_EXTRA_CA_CERTS: CERTIFICATE });
  const proxy = await new Promise<string>((resolve) => {
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString();
      const found = /are pointed at (\S+)\n/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const authorized = { Authorization: `OAuth ${ADMIN_SESSION}` };
  const made = await send('POST', `${proxy}/v1/zones`, authorized, { params: { name: 'secure' } });
  expect(made.status).toBe(200);
  const found = await send('GET', `${proxy}/v1/zones?q=name=secure`, authorized);
  expect(found.body.inventories).toMatchObject([{ name: 'secure' }]);
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  const { requests, same, findings } = JSON.parse(stdout);
  expect([findings, requests, same, code]).toEqual([[], 2, 2, 0]);
});

test('a cloud whose certificate nobody vouches for is not talked to, and why is said', async () => {
  const words = shadow('--capture', '--session', ADMIN_SESSION);
  const { code, stderr } = await runCommand(words);
  expect(stderr).toMatch(/cannot be captured: .*self-signed certificate/);
  expect(code).toBe(1);
});
