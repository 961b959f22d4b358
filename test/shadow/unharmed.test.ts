import { join } from 'node:path';
import { Shadow } from '../../src/shadow';
import { ADMIN_SESSION, ROOT, SEED, TestEmulator } from '../support/emulator';
import { send } from '../support/http-client';
import { eventually } from '../support/process';

const running: Shadow[] = [];

/** Looks again after what is under way has gone on. */
const atLast = <T>(look: () => T | undefined): Promise<T> =>
  eventually(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return look();
  });

afterEach(async () => {
  for (const shadow of running.splice(0)) await shadow.close(0);
});

async function before(cloud: string, most: number) {
  const gone: string[] = [];
  const shadow = await Shadow.start({
    url: `${cloud}/zstack`,
    host: '127.0.0.1',
    port: 0,
    release: '5.3',
    script: [join(ROOT, 'dist', 'cli', 'shadow', 'process.js')],
    options: {
      url: `${cloud}/zstack`,
      identity: undefined,
      hasSameNames: true,
      world: { seed: join(ROOT, 'seed', 'default.yaml'), wire: 'documented', checks: 'strict' },
    },
    most,
    mostBytes: 2 ** 20,
    mostOfBody: 2 ** 16,
    onFinding: () => undefined,
    onGone: (reason) => gone.push(reason),
  });
  running.push(shadow);
  return { shadow, gone };
}

const AUTHORIZED = { Authorization: `OAuth ${ADMIN_SESSION}` };

/** What a client does, and hears: the same through a proxy as without it. */
async function aClient(api: string): Promise<unknown[]> {
  const heard: unknown[] = [];
  const call = async (method: string, path: string, body?: object) => {
    const { status, body: answer } = await send(method, `${api}/v1${path}`, AUTHORIZED, body);
    heard.push([method, status, answer.inventory?.name ?? answer.total ?? answer.error?.code]);
    return answer;
  };
  for (let i = 0; i < 5; i++) {
    const { inventory } = await call('POST', '/zones', { params: { name: `zone-${i}` } });
    await call('GET', `/zones/${inventory.uuid}`);
    await call('POST', '/zones', { params: {} });
    await call('DELETE', `/zones/${inventory.uuid}`);
    await call('GET', `/images?q=uuid=${SEED.images.linux}&replyWithCount=true`);
  }
  return heard;
}

/** So many requests a client of this test makes. */
const REQUESTS = 25;

async function unharmed(harm: (shadow: Shadow) => void, most = 1_000) {
  const [cloud, alone] = [
    await TestEmulator.start({ realTime: true }),
    await TestEmulator.start({ realTime: true }),
  ];
  const { shadow, gone } = await before(cloud.url, most);
  harm(shadow);
  const heard = await aClient(shadow.url);
  expect(heard).toEqual(await aClient(`${alone.url}/zstack`));
  return { shadow, gone, cloud };
}

test('a shadow that is well compares everything', async () => {
  const { shadow } = await unharmed(() => undefined);
  const report = await atLast(() => {
    const now = shadow.report();
    return now.same + now.differs >= REQUESTS ? now : undefined;
  });
  expect(report).toMatchObject({ requests: REQUESTS, same: REQUESTS, differs: 0, lost: 0 });
  expect(report.notCompared).toEqual({});
});

test('a shadow that is killed changes nothing for clients, and what it had heard is counted', async () => {
  const { shadow, gone } = await unharmed(({ pid }) => process.kill(pid, 'SIGKILL'));
  await atLast(() => gone[0]);
  await aClient(shadow.url);
  expect(gone).toEqual(['it ended (SIGKILL)']);
  const { requests, same, lost, notCompared, waiting } = shadow.report();
  expect(requests).toBe(2 * REQUESTS);
  expect(same + lost).toBe(requests);
  expect(waiting).toBe(0);
  expect(notCompared['the shadow had no room for it']).toBe(lost);
});

test('a shadow that stands still changes nothing for clients, and goes on where it stood', async () => {
  const { shadow } = await unharmed(({ pid }) => process.kill(pid, 'SIGSTOP'));
  expect(shadow.report()).toMatchObject({
    requests: REQUESTS,
    same: 0,
    waiting: REQUESTS,
    lost: 0,
  });
  process.kill(shadow.pid, 'SIGCONT');
  const report = await atLast(() => {
    const now = shadow.report();
    return now.waiting === 0 ? now : undefined;
  });
  expect(report).toMatchObject({ same: REQUESTS, differs: 0 });
});

test('a queue of one that is full changes nothing for clients: others are not compared', async () => {
  const { shadow } = await unharmed(({ pid }) => process.kill(pid, 'SIGSTOP'), 1);
  expect(shadow.report()).toMatchObject({ requests: REQUESTS, waiting: 1, lost: REQUESTS - 1 });
  process.kill(shadow.pid, 'SIGCONT');
  await atLast(() => (shadow.report().waiting === 0 ? true : undefined));
  // A world that has not seen every write accuses nobody.
  for (let i = 0; i < 5; i++) {
    await aClient(shadow.url);
    await atLast(() => (shadow.report().waiting === 0 ? true : undefined));
  }
  expect(shadow.report().findings).toEqual([]);
});

test('it is told why a world cannot be made', async () => {
  const start = Shadow.start({
    url: 'http://127.0.0.1:9/zstack',
    host: '127.0.0.1',
    port: 0,
    release: '5.3',
    script: [join(ROOT, 'dist', 'cli', 'shadow', 'process.js')],
    options: {
      url: 'http://127.0.0.1:9/zstack',
      identity: undefined,
      hasSameNames: true,
      world: { seed: 'no-such-seed', wire: 'native', checks: 'native' },
    },
    most: 1,
    mostBytes: 1,
    mostOfBody: 1,
    onFinding: () => undefined,
    onGone: () => undefined,
  });
  await expect(start).rejects.toThrow(/no-such-seed/);
});
