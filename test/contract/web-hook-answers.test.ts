import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADMIN_SESSION, TestEmulator, type Json } from '../support/emulator';
import { until } from '../support/environments';

/* What is sent to a web hook, whole, and which of its answers say that it was taken. */

interface Heard {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let heard: Heard[];
let base: string;
beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ method: request.method, headers: request.headers, body });
      response.writeHead(Number(request.url?.slice(1)), { Location: '/200' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
});

const jobOf = (status: number) => `30b00000000040008000000000000${status}`;

async function hooked(emulator: TestEmulator, status: number, name: string) {
  const before = heard.length;
  const answer = await fetch(`${emulator.url}/zstack/v1/zones`, {
    method: 'POST',
    headers: {
      Authorization: `OAuth ${ADMIN_SESSION}`,
      'X-Job-UUID': jobOf(status),
      'X-Web-Hook': `${base}/${status}`,
    },
    body: JSON.stringify({ params: { name, description: 'zöne' } }),
  });
  expect(answer.status).toBe(202);
  await until(() => heard.length > before);
  await emulator.environment.runner.idle();
}

test('it is taken by any answer of success, and by no other', async () => {
  const emulator = await TestEmulator.start();
  const statuses = [200, 204, 299, 300, 307, 500];
  for (const status of statuses) await hooked(emulator, status, `zone-${status}`);
  const { inventories } = (await emulator.control('GET', '/tasks')).body;
  const waiting = inventories.filter(({ flow }: Json) => flow === 'web-hook');
  expect(waiting.map(({ jobUuid }: Json) => jobUuid).toSorted()).toEqual(
    [300, 307, 500].map(jobOf),
  );
  // Nobody follows to another address.
  expect(heard).toHaveLength(statuses.length);
});

test('it is sent the answer as JSON, the job and how it ended', async () => {
  const emulator = await TestEmulator.start();
  await hooked(emulator, 200, 'zone');
  await hooked(emulator, 201, 'a/b');
  const [done, failed] = heard as [Heard, Heard];
  const common = ({ headers, body }: Heard) => ({
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    'content-type': 'application/json; charset=utf-8',
    host: base.slice('http://'.length),
    'x-emulator-web-hook': '1',
    'x-job-uuid': headers['x-job-uuid'],
  });
  expect([done.method, done.headers]).toEqual([
    'POST',
    { ...common(done), 'x-job-uuid': jobOf(200), 'x-job-success': 'true' },
  ]);
  expect(JSON.parse(done.body)).toMatchObject({
    success: true,
    inventory: { description: 'zöne' },
  });
  expect([failed.method, failed.headers]).toEqual([
    'POST',
    { ...common(failed), 'x-job-uuid': jobOf(201), 'x-job-success': 'false' },
  ]);
  expect(JSON.parse(failed.body)).toMatchObject({ error: { code: 'SYS.1007' } });
});
