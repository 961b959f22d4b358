import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { create, environmentOf, everything, until } from '../support/environments';
import { eventually, EmulatorProcess, temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;

interface Call {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly at: number;
}

/** Something that listens, and what it was called with. */
async function listener(host = '127.0.0.1') {
  const calls: Call[] = [];
  const server = createServer((incoming, response) => {
    const at = performance.now();
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      calls.push({ url: incoming.url, headers: incoming.headers, body, at });
      response.end();
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  listening.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { port, calls, url: `http://127.0.0.1:${port}/` };
}

const listening: (() => void)[] = [];
afterEach(() => {
  for (const close of listening.splice(0)) close();
});

const portOf = ({ url }: { url: string }) => new URL(url).port;
const hooked = (emulator: TestEmulator, hook: string, name = 'hooked') =>
  emulator.createTemplate(runningLinux, { name }, { headers: { 'X-Web-Hook': hook } });

test('a web hook to the emulator itself is refused, in whatever form its address is written', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'victim' });
  const before = everything(emulator);
  for (const host of [
    '127.0.0.1',
    'localhost',
    '0x7f.1',
    '2130706433',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
    '[::]',
  ]) {
    const hook = `http://${host}:${portOf(emulator)}/emulator/v1/environments/victim/reset`;
    const answer = await hooked(emulator, hook);
    expect([host, answer.status, answer.text]).toEqual([
      host,
      400,
      'Invalid header[X-Web-Hook], the emulator does not call itself',
    ]);
  }
  // That is an address of somebody else.
  const other = await hooked(emulator, `http://[1::ffff:127.0.0.1]:${portOf(emulator)}/`);
  expect([other.status, other.text]).toEqual([
    400,
    expect.stringContaining('the emulator calls only loopback addresses'),
  ]);
  expect(everything(emulator)).toEqual(before);
});

test('a name that leads to the emulator is not called, whatever the operator allowed', async () => {
  const name = hostname().toLowerCase();
  // Nearly every machine knows its own name.
  if (!(await lookup(name).catch(() => undefined))) return;
  const process = await EmulatorProcess.start(temporaryFolder(), {
    HOST: '0.0.0.0',
    EMULATOR_CONTROL: 'open',
    EMULATOR_SEED_SECRETS: 'kept',
    EMULATOR_WEB_HOOK_HOSTS: name,
    LOG_LEVEL: 'debug',
  });
  const base = process.url.replace('0.0.0.0', '127.0.0.1');
  const control = base.replace('/zstack', '/emulator/v1');
  await fetch(`${control}/environments`, {
    method: 'POST',
    body: JSON.stringify({ name: 'victim' }),
  });
  const { port } = new URL(base);
  const accepted = await fetch(
    `${base}/v1/images/root-volume-templates/from/volumes/${runningLinux}`,
    {
      method: 'POST',
      headers: {
        Authorization: `OAuth ${ADMIN_SESSION}`,
        'X-Web-Hook': `http://${name}:${port}/emulator/v1/environments/victim/reset`,
      },
      body: JSON.stringify({ params: { name: 'x' } }),
    },
  );
  expect(accepted.status).toBe(202);
  // Its attempt is over when the next one is planned.
  await eventually(async () => {
    const { inventories } = (await (await fetch(`${control}/tasks`)).json()) as {
      inventories: { flow: string; subject: string }[];
    };
    const task = inventories.find(({ flow }) => flow === 'web-hook');
    return task === undefined || task.subject !== '0' ? true : undefined;
  });
  expect(process.stderr).not.toContain('/environments/victim/reset');
});

test('a web hook carries a mark, and no emulator takes what carries it', async () => {
  const [emulator, hook] = [await TestEmulator.start(), await listener()];
  await create(emulator, { name: 'victim' });
  await hooked(emulator, hook.url);
  await until(() => hook.calls.length === 1);
  await emulator.environment.runner.idle();
  const { headers, body } = hook.calls[0] as Call;
  expect(headers['x-emulator-web-hook']).toBe('1');
  const before = everything(emulator);
  // As a proxy in between would pass it on.
  const passedOn = Object.entries(headers).filter(([name]) => name.startsWith('x-'));
  for (const path of [
    '/emulator/v1/environments/victim/reset',
    '/emulator/v1/clock/advance',
    '/zstack/v1/zones',
    '/environments/victim/zstack/v1/zones',
  ]) {
    const answer = await fetch(`${emulator.url}${path}`, {
      method: 'POST',
      headers: Object.fromEntries(passedOn.map(([name, value]) => [name, String(value)])),
      body,
    });
    expect([path, answer.status, await answer.text()]).toEqual([
      path,
      403,
      'a web hook of an emulator may not call an emulator',
    ]);
  }
  expect(everything(emulator)).toEqual(before);
});

test('on loopback a web hook goes to this machine, elsewhere where the operator allowed', async () => {
  const emulator = await TestEmulator.start({ settings: { webHookHosts: 'ci.test' } });
  for (const host of [
    '169.254.169.254',
    '10.0.0.1',
    'evil.example',
    '[fd00::1]',
    'ci.test.evil',
    '127.0.0.1.evil',
  ]) {
    const { status, text } = await hooked(emulator, `http://${host}:81/`);
    expect([host, status, text]).toEqual([
      host,
      400,
      `Invalid header[X-Web-Hook], the emulator calls only loopback addresses; start it with EMULATOR_WEB_HOOK_HOSTS=${host} to allow this one`,
    ]);
  }
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.0.0.2']) {
    expect((await hooked(emulator, `http://${host}:9/`, host)).status).toBe(202);
  }
});

test('where others can reach the emulator, loopback is not theirs', async () => {
  const hook = await listener();
  const start = (more: Record<string, string>) =>
    EmulatorProcess.start(temporaryFolder(), {
      HOST: '0.0.0.0',
      EMULATOR_CONTROL: 'open',
      EMULATOR_SEED_SECRETS: 'kept',
      ...more,
    });
  const call = ({ url }: EmulatorProcess) =>
    fetch(
      `${url.replace('0.0.0.0', '127.0.0.1')}/v1/images/root-volume-templates/from/volumes/${runningLinux}`,
      {
        method: 'POST',
        headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'X-Web-Hook': hook.url },
        body: JSON.stringify({ params: { name: 'x' } }),
      },
    );
  const refused = await call(await start({}));
  expect([refused.status, await refused.text()]).toEqual([
    400,
    'Invalid header[X-Web-Hook], an emulator that others can reach calls nobody by itself; start it with EMULATOR_WEB_HOOK_HOSTS=127.0.0.1 to allow this one',
  ]);
  expect((await call(await start({ EMULATOR_WEB_HOOK_HOSTS: '127.0.0.1' }))).status).toBe(202);
  await until(() => hook.calls.length === 1);
});

test('a web hook leaves 50 ms after the answer at the earliest, and comes once', async () => {
  const [emulator, hook] = [await TestEmulator.start({ realTime: true }), await listener()];
  const waits: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const answeredAt = await new Promise<number>((resolve, reject) => {
      const call = request(
        `${emulator.url}/zstack/v1/images/root-volume-templates/from/volumes/${runningLinux}`,
        {
          method: 'POST',
          headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'X-Web-Hook': hook.url },
        },
        (response) => {
          response.resume();
          resolve(performance.now());
        },
      );
      call.on('error', reject);
      // Every other one is refused: that result is there at once.
      call.end(JSON.stringify({ params: turn % 2 === 0 ? { name: `t${turn}` } : {} }));
    });
    await until(() => hook.calls.length === turn + 1);
    waits.push((hook.calls.at(-1)?.at ?? 0) - answeredAt);
  }
  // The clocks of both ends tick in the same process: a millisecond for what lies between them.
  expect(Math.min(...waits)).toBeGreaterThan(45);
  await environmentOf(emulator, 'default').runner.idle();
  expect(hook.calls).toHaveLength(20);
});

test('a clock that jumps while a result is on its way does not send it twice', async () => {
  const [emulator, hook] = [await TestEmulator.start(), await listener()];
  await hooked(emulator, hook.url);
  emulator.advance(3_600_000);
  await until(() => hook.calls.length > 0);
  await environmentOf(emulator, 'default').runner.idle();
  expect(hook.calls).toHaveLength(1);
});
