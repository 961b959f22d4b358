import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VERSION } from '../../src/core/version';
import { runCommand } from '../support/process';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

/** A server that answers these addresses, and the requests that it got. */
async function answering(answers: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    asked.push(`${request.method} ${request.url}`);
    const answer = answers[request.url ?? ''];
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(answer ? JSON.stringify(answer) : 'nothing is there');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked };
}

/** As 0.1.0 answered: no version in its health, its own API in ZStack's forms. */
const OLDER = {
  '/healthz': { status: 'ok' },
  '/': { name: 'zstack-image-emulator', api: '/zstack/v1', documentation: '/docs' },
  '/openapi.json': { openapi: '3.1.0', info: { title: 'ZStack image API', version: '0.1.0' } },
  '/emulator/v1/environments': { success: true, error: null, inventory: { name: 'run-17' } },
  '/emulator/v1/clock': { success: true, error: null, inventory: { mode: 'real' } },
};

test.each([
  ['what reads', ['clock', 'show']],
  ['what changes', ['environments', 'create', 'run-17']],
])('an emulator of version 0.1.0 is refused by name, and not asked: %s', async (_what, words) => {
  const { url, asked } = await answering(OLDER);
  const { code, stdout, stderr } = await runCommand(words, { EMULATOR_URL: url });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`the emulator at ${url} is version 0.1.0; this program is ${VERSION}`);
  expect(stderr).toContain('Start an emulator of version 1 there');
  expect(asked).toEqual(['GET /healthz', 'GET /', 'GET /openapi.json']);
});

test('an emulator that only tells its name is called 0.x', async () => {
  const { '/openapi.json': _document, ...rest } = OLDER;
  const { url } = await answering(rest);
  const { stderr } = await runCommand(['clock', 'show'], { EMULATOR_URL: url });
  expect(stderr).toContain(`the emulator at ${url} is version 0.x; this program is ${VERSION}`);
});

test('an emulator of a later first number is refused likewise', async () => {
  const { url, asked } = await answering({
    ...OLDER,
    '/healthz': { status: 'ok', version: '2.3.4' },
  });
  const { code, stderr } = await runCommand(['clock', 'show'], { EMULATOR_URL: url });
  expect(code).toBe(1);
  expect(stderr).toContain('is version 2.3.4');
  expect(asked).toEqual(['GET /healthz']);
});

test('a later version of the same first number is asked', async () => {
  const { url, asked } = await answering({
    ...OLDER,
    '/healthz': { status: 'ok', version: '1.99.0' },
  });
  const { code } = await runCommand(['clock', 'show', '--json'], { EMULATOR_URL: url });
  expect(code).toBe(0);
  expect(asked).toEqual(['GET /healthz', 'GET /emulator/v1/clock']);
});

test('what is no emulator is named as before, also one that is healthy', async () => {
  for (const answers of [{}, { '/healthz': { status: 'ok' } }]) {
    const { url } = await answering(answers);
    const { code, stderr } = await runCommand(['clock', 'show'], { EMULATOR_URL: url });
    expect(code).toBe(1);
    expect(stderr).toContain(`what answers at ${url} is no emulator`);
  }
});
