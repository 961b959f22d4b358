import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { until } from '../support/environments';

/** Sends requests at once over one connection; resolves to all that came once it ends with these bytes. */
function pipelined(
  { url }: TestEmulator,
  requests: readonly string[],
  end: RegExp,
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(requests.join('')));
    let text = '';
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (!end.test(text)) return;
      socket.destroy();
      resolve(text);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

function requestOf({ url }: TestEmulator, line: string, headers: string, body?: object): string {
  const text = body ? JSON.stringify(body) : '';
  const length = body ? `Content-Length: ${text.length}\r\n` : '';
  return `${line} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: OAuth ${ADMIN_SESSION}\r\n${headers}${length}\r\n${text}`;
}

test('bytes that stand behind another answer are those of the image, also when the client asks whether to continue', async () => {
  const emulator = await TestEmulator.start();
  const late = { kind: 'answerLate', operation: 'QueryZone', milliseconds: 300 };
  await emulator.control('POST', '/faults', late);
  const artifact = `GET /emulator/v1/images/${SEED.images.linux}/artifact`;
  const text = await pipelined(
    emulator,
    [
      requestOf(emulator, 'GET /zstack/v1/zones', ''),
      requestOf(emulator, artifact, 'Range: bytes=0-3\r\nExpect: 100-continue\r\n'),
    ],
    /QFI\u00fb$/,
  );
  expect(text).toMatch(/HTTP\/1\.1 206 [^]*[^\n]\r\n\r\nQFI/);
  expect(text).not.toMatch(/HTTP\/1\.1 206 [^]*HTTP\/1\.1 100/);
});

test('a client that sends its body only when it is told to go on is told so', async () => {
  const emulator = await TestEmulator.start();
  const { hostname, port } = new URL(emulator.url);
  const head = requestOf(emulator, 'POST /zstack/v1/zones', 'Expect: 100-continue\r\n', {
    params: { name: 'late-body' },
  });
  const [headers = '', body = ''] = head.split('\r\n\r\n');
  const socket = connect(Number(port), hostname);
  let text = '';
  for await (const chunk of socket.on('connect', () => socket.write(`${headers}\r\n\r\n`))) {
    text += String(chunk);
    if (text === 'HTTP/1.1 100 Continue\r\n\r\n') socket.write(body);
    if (text.endsWith('}')) break;
  }
  expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 (200|202) /);
  expect(await emulator.find('/zones?q=name=late-body')).toMatchObject({ state: 'Enabled' });
});

test('a rule that drops an answer that stands behind another ends the connection', async () => {
  const emulator = await TestEmulator.start();
  for (const rule of [
    { kind: 'answerLate', operation: 'QueryZone', milliseconds: 100 },
    { kind: 'dropBefore', operation: 'QueryVolume' },
  ]) {
    await emulator.control('POST', '/faults', rule);
  }
  const requests = ['zones', 'volumes'].map((what) =>
    requestOf(emulator, `GET /zstack/v1/${what}`, ''),
  );
  expect(await pipelined(emulator, requests, /never/)).not.toContain(SEED.volumes.runningLinux);
});

test('a clock moves on although a web hook waits for an answer that stands behind its own', async () => {
  const emulator = await TestEmulator.start();
  const held: ServerResponse[] = [];
  const server = createServer((_request, response) => void held.push(response)).listen(0);
  await once(server, 'listening');
  const hook = `X-Web-Hook: http://127.0.0.1:${(server.address() as AddressInfo).port}/\r\n`;
  const second = 'feed0000000040008000000000000002';
  const template = (resourceUuid: string) =>
    requestOf(
      emulator,
      `POST /zstack/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`,
      hook,
      {
        params: {
          name: 'hooked',
          resourceUuid,
          backupStorageUuids: [SEED.backupStorages.imageStore],
        },
      },
    );
  const advance = requestOf(emulator, 'POST /emulator/v1/clock/advance', '', { by: '1h' });
  try {
    await pipelined(emulator, [template('feed0000000040008000000000000001')], /location/);
    await until(() => held.length === 1);
    const both = pipelined(emulator, [advance, template(second)], /"next"[^]*location/);
    await until(async () => (await emulator.find(`/images/${second}`)) !== undefined);
    held[0]?.end();
    await until(() => held.length === 2);
    held[1]?.end();
    expect(await both).toContain('"count":');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
