import { setImmediate as othersTurn } from 'node:timers/promises';
import { SEED, TestEmulator } from '../support/emulator';
import {
  amongClients,
  Client,
  create,
  done,
  environmentOf,
  host,
  openUploadIn,
  until,
} from '../support/environments';
import { temporaryFolder } from '../support/process';
import { Pool } from '../support/pool';

const { runningLinux, stoppedWindows } = SEED.volumes;
const { imageStore } = SEED.backupStorages;

test.each(['memory', 'file'])(
  'clients that go on during resets are answered, none by a defect (%s)',
  async (storage) => {
    const emulator = await TestEmulator.start({ settings: { dataDir: temporaryFolder() } });
    await create(emulator, { name: 'x', storage });
    const pool = new Pool(`${emulator.url}/environments/x/zstack`, 16);
    const statuses = new Map<number, number>();
    const act = async (client: number, turn: number) => {
      const { status, text } =
        client % 2 === 0
          ? await pool.template(runningLinux, {
              name: `a${turn}`,
              backupStorageUuids: [imageStore],
            })
          : await pool.get('/images?limit=3');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 400) throw new Error(`${status} ${text}`);
    };
    await amongClients(16, act, async () => {
      for (let i = 0; i < 12; i++) {
        // Two at a time: who waits for the first must not get into the second.
        const reset = () => done(emulator, 'POST', '/environments/x/reset');
        await Promise.all([reset(), reset()]);
        for (let turn = 0; turn < 20; turn++) await othersTurn();
      }
    });
    pool.close();
    expect([...statuses.keys()]).toEqual([200]);
    expect(statuses.get(200)).toBeGreaterThan(50);
    await done(emulator, 'POST', '/environments/x/reset');
    const { images } = await done(emulator, 'POST', '/environments/x/reset');
    expect(images).toBe(5);
  },
);

test('a client that waits for slow work gets its location when the world is reset', async () => {
  const emulator = await TestEmulator.start({
    settings: { progression: 'timed' },
    realTime: true,
  });
  await create(emulator, { name: 'x' });
  const x = new Client(emulator, 'x');
  const waiting = x.call('POST', `/images/root-volume-templates/from/volumes/${stoppedWindows}`, {
    params: { name: 'slow' },
  });
  const { database } = environmentOf(emulator, 'x');
  const slow = database.prepare("select 1 from images where name = 'slow'");
  await until(() => slow.get() !== undefined);
  await done(emulator, 'POST', '/environments/x/reset');
  const answer = await waiting;
  expect([answer.status, answer.body.location]).toEqual([202, expect.any(String)]);
  const job = await emulator.get(answer.body.location.slice(emulator.url.length));
  expect([job.status, job.text]).toEqual([404, 'the job has been expired']);
});

test('an upload that is under way when its world goes is refused in words, not by a defect', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const { uuid, address } = await openUploadIn(new Client(emulator, 'x'));
  const slow = new Pool(emulator.url, 1).slowUpload(address, uuid, 1000);
  await slow.begun;
  const reset = host(emulator, 'POST', '/environments/x/reset');
  // Longer than anybody is waited for.
  const answer = await reset;
  expect(answer.status).toBe(200);
  slow.finish();
  const late = await slow.answer;
  expect([late.status, late.text]).toEqual([
    503,
    'the environment was reset or deleted while the request was under way',
  ]);
  expect((await emulator.get('/environments/x/zstack/v1/images')).status).toBe(200);
});

test('a web hook that hangs keeps no reset for ever, and does not hurt when it ends', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const hook = await Pool.hangingServer();
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  const x = new Client(emulator, 'x');
  await x.call('POST', path, { params: { name: 'a' } }, { 'X-Web-Hook': hook.url });
  await hook.called;
  await done(emulator, 'POST', '/environments/x/reset');
  hook.close();
  for (let turn = 0; turn < 50; turn++) await othersTurn();
  expect((await x.call('GET', '/images')).status).toBe(200);
});

test('a request of a deleted environment is answered before it goes', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const x = new Client(emulator, 'x');
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  const inside = Array.from({ length: 8 }, () => x.call('POST', path, { params: { name: 'a' } }));
  await othersTurn();
  const gone = host(emulator, 'DELETE', '/environments/x');
  const statuses = (await Promise.all(inside)).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 404)).toEqual([]);
  expect((await gone).status).toBe(200);
});
