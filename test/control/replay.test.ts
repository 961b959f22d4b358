import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { done, environmentOf, host, ownError } from '../support/environments';
import { send } from '../support/http-client';
import { inOnePacket } from '../support/one-packet';
import { stateOf } from '../support/states';
import { openUpload, upload } from '../support/upload';

const { runningLinux } = SEED.volumes;
const { imageStore } = SEED.backupStorages;

let emulator: TestEmulator;
const start = async (settings: Record<string, string> = {}) => {
  emulator = await TestEmulator.start({ settings: { rewind: 'on', ...settings } });
};
beforeEach(() => start());
const again = async (settings: Record<string, string>) => {
  await emulator.stop();
  await start(settings);
};

const create = (name: string, more: object = {}) =>
  emulator.createTemplate(runningLinux, { name, backupStorageUuids: [imageStore], ...more });
const history = async (): Promise<Json[]> =>
  (await emulator.control('GET', '/history')).body.inventories;
const rewind = (to: unknown, replay: unknown = 'end') =>
  emulator.control('POST', '/rewind', { to, replay });
const state = () => stateOf(emulator.environment);
const names = () =>
  emulator.environment.database.prepare('select name from images').pluck().all() as string[];

/** Makes all requests again; the world must be what it was, and every answer the same. */
async function expectSame(to = 'w1'): Promise<Json> {
  const before = state();
  const { body, text } = await rewind(to);
  expect([text, body.replay]).toEqual([
    expect.any(String),
    expect.objectContaining({ stopped: null, different: [] }),
  ]);
  expect(state()).toEqual(before);
  expect(body.replay.requests.every(({ isSame }: Json) => isSame === true)).toBe(true);
  return body.replay;
}

describe('requests that are made again make the same world, to the byte:', () => {
  test('calls, refused ones and messages', async () => {
    await create('one');
    const { body } = await create('two');
    await emulator.call('DELETE', `/images/${body.inventory.uuid}`);
    await emulator.call('POST', '/images', { params: { name: 'none' } });
    await send(
      'POST',
      `${emulator.url}/zstack/api`,
      {},
      {
        'org.zstack.header.image.APIUpdateImageMsg': {
          session: { uuid: ADMIN_SESSION },
          uuid: SEED.images.linux,
          description: 'by a message',
        },
      },
    );
    const password = createHash('sha512').update('password').digest('hex');
    const logInByAccount = { accountName: 'admin', password };
    const login = await emulator.call('PUT', '/accounts/login', { logInByAccount });
    expect(login.status).toBe(200);

    const { requests } = await expectSame();

    expect(requests.map(({ what }: Json) => what)).toEqual([
      'CreateRootVolumeTemplateFromRootVolume',
      'CreateRootVolumeTemplateFromRootVolume',
      'DeleteImage',
      'AddImage',
      'UpdateImage',
      'LogInByAccount',
    ]);
    // As often as one likes.
    await expectSame('w9');
  });

  test('moves of the clock, fault rules, the pace of work, and what is done by hand', async () => {
    await emulator.control('POST', '/faults', {
      operation: 'CreateRootVolumeTemplateFromRootVolume',
      kind: 'fail',
      percent: 50,
    });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await create(name);
    await emulator.control('POST', '/clock/advance', { by: '3d' });
    await emulator.control('POST', '/faults', { operation: 'DeleteImage', kind: 'fail' });
    await host(emulator, 'DELETE', '/faults');
    await emulator.control('PUT', '/progression', { mode: 'manual' });
    await create('slow').set('X-Job-UUID', 'a'.repeat(32));
    const [task] = (await emulator.control('GET', '/tasks')).body.inventories.filter(
      ({ jobUuid }: Json) => jobUuid !== null,
    );
    await emulator.control('POST', `/tasks/${task.id}/step`, {});
    await emulator.control('POST', `/tasks/${task.id}/finish`, {});
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    await create('timed').set('X-Job-UUID', 'b'.repeat(32));
    await emulator.control('POST', '/clock/advance', { by: '10s' });
    await emulator.control('PUT', `/backup-storage/${imageStore}/agent`, { isConnected: false });
    await emulator.control('POST', `/volumes/${runningLinux}/writes`, { bytes: 4096 });
    await emulator.control('PUT', '/clock', { mode: 'stopped', time: '+1d' });

    const { requests } = await expectSame();

    expect(requests.length).toBeGreaterThan(12);
  });

  test('uploads, in slices and whole, also one whose client went away', async () => {
    const bytes = Buffer.alloc(200_000, 'real bytes');
    const open = async (uuid: string): Promise<string> => {
      const params = { resourceUuid: uuid, url: 'upload://x', format: 'raw', name: 'sent' };
      const image = await emulator.make('POST', '/images', {
        params: { ...params, backupStorageUuids: [imageStore] },
      });
      return image.backupStorageRefs[0].installPath;
    };
    const [one, two] = ['1a00000000004000800000000000000a', '1a00000000004000800000000000000b'];
    const first = await open(one);
    for (const [index, end] of [[0, 100_000] as const, [1, 200_000] as const]) {
      const headers = {
        'X-IMAGE-UUID': one,
        'X-IMAGE-SIZE': bytes.length,
        'X-SLICE-SIZE': 100_000,
        'X-SLICE-INDEX': index,
      };
      const slice = { bytes: bytes.subarray(index * 100_000, end), headers };
      expect(await upload(first, slice)).toMatchObject({ status: 200 });
    }
    const second = await open(two);
    const headers = { 'X-IMAGE-UUID': two, 'X-IMAGE-SIZE': bytes.length };
    expect(await upload(second, { bytes, headers, cutAfter: 50_000 })).toBe('cut');
    while (emulator.environment.lease.isHeld) await emulator.control('GET', '/clock');
    expect(await upload(second, { bytes, headers })).toMatchObject({ status: 200 });

    await expectSame();

    expect(emulator.environment.verdicts().filter(({ holds }) => !holds)).toEqual([]);
  });

  test('looks that count: of rules at queries, at bytes, and of polls', async () => {
    await emulator.control('POST', '/faults', {
      operation: 'QueryImage',
      kind: 'fail',
      skip: 1,
      times: 1,
    });
    for (let i = 0; i < 3; i++) await emulator.call('GET', '/images');
    await emulator.control('POST', '/faults', { operation: 'DownloadArtifact', kind: 'corrupt' });
    const artifact = `${emulator.url}/emulator/v1/images/${SEED.images.linux}/artifact`;
    expect((await (await fetch(artifact)).arrayBuffer()).byteLength).toBeGreaterThan(0);
    await emulator.control('PUT', '/progression', { mode: 'manual', polls: 2 });
    const jobUuid = 'c'.repeat(32);
    await create('polled').set('X-Job-UUID', jobUuid);
    const poll = () => emulator.call('GET', `/api-jobs/${jobUuid}`);
    while ((await poll()).status === 202);

    const { requests } = await expectSame();

    const made = requests.map(({ what, status }: Json) => `${what} ${status}`);
    expect(made).toEqual(
      expect.arrayContaining(['QueryImage 503', 'DownloadArtifact 200', 'PollJob 202']),
    );
  });

  test('those with a web hook, which is sent again', async () => {
    const heard: string[] = [];
    const hooks = createServer((request, response) => {
      heard.push(String(request.headers['x-job-uuid']));
      response.end();
    });
    hooks.listen(0, '127.0.0.1');
    await once(hooks, 'listening');
    const { port } = hooks.address() as AddressInfo;
    await create('told').set('X-Web-Hook', `http://127.0.0.1:${port}/`);
    await emulator.environment.runner.idle();
    await create('next');
    while (heard.length < 1 || emulator.environment.runner.isBusyOutside) {
      await emulator.control('GET', '/clock');
    }
    const before = state();

    const { body } = await rewind('w1');

    expect(body.replay).toMatchObject({ stopped: null, different: [] });
    while (heard.length < 2 || emulator.environment.runner.isBusyOutside) {
      await emulator.control('GET', '/clock');
    }
    expect(heard[1]).toBe(heard[0]);
    expect(state()).toEqual(before);
    hooks.close();
  });

  test('those that came in one packet, and shared a commit', async () => {
    await inOnePacket(emulator, ['a', 'b', 'c', 'd']);
    expect(new Set((await history()).map(({ commit }) => commit)).size).toBeLessThan(4);
    await expectSame();
  });

  test('those that waited for a job while others came', async () => {
    await again({ progression: 'manual', apiMode: 'sync' });
    const answered = create('waits').then(({ status }) => status);
    let task: Json;
    while (task === undefined) {
      const { inventories } = (await emulator.control('GET', '/tasks')).body;
      task = inventories.find(({ jobUuid }: Json) => jobUuid !== null);
    }
    const { body } = await emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
      updateImage: { description: 'meanwhile' },
    });
    expect(body.inventory.description).toBe('meanwhile');
    await emulator.control('POST', `/tasks/${task.id}/finish`, {});
    expect(await answered).toBe(200);
    await emulator.control('GET', '/clock');

    await expectSame();
  });

  test('with a clock that runs they come at the times at which they came', async () => {
    await emulator.control('PUT', '/clock', { mode: 'run' });
    await create('one');
    await emulator.control('POST', '/clock/advance', { by: '1h' });
    await create('two');

    await expectSame();
  });

  test('of each environment', async () => {
    await done(emulator, 'POST', '/environments', { name: 'other' });
    const other = environmentOf(emulator, 'other');
    await send(
      'DELETE',
      `${emulator.url}/environments/other/zstack/v1/images/${SEED.images.windows}`,
      { Authorization: `OAuth ${ADMIN_SESSION}` },
    );
    const before = stateOf(other);

    const { body } = await host(emulator, 'POST', '/environments/other/rewind', {
      to: 'w1',
      replay: 'end',
    });

    expect(body.replay.requests).toMatchObject([{ what: 'DeleteImage', isSame: true }]);
    expect(stateOf(other)).toEqual(before);
  });
});

describe('requests are made again up to just before', () => {
  test.each([
    ['a write', ({ id }: Json) => id],
    ['a request, by its number in the journal', ({ request }: Json) => request],
    ['the call of a job', ({ jobUuid }: Json) => jobUuid],
  ])('%s', async (_what, pointOf) => {
    await create('one');
    await create('two');
    const before = state();
    await create('three');
    const third = (await history())[2];

    const { body } = await rewind('w1', pointOf(third));

    expect(body.replay.requests).toHaveLength(2);
    expect(state()).toEqual(before);
    // The number in the journal stays that of the request.
    expect((await history()).map(({ request }) => request)).toEqual([1, 2]);
  });

  test('a step of a job that waits', async () => {
    await again({ progression: 'timed' });
    await create('slow').set('X-Job-UUID', 'a'.repeat(32));
    await emulator.control('GET', '/tasks');
    await emulator.control('POST', '/clock/advance', { by: '1d' });
    const move = (await history()).find(({ what }) => what === 'AdvanceClock');
    const { body } = await rewind('w1', move.id);
    expect(body.replay).toMatchObject({ stopped: null, different: [] });
    expect(names()).toContain('slow');
    const { inventories } = (await emulator.control('GET', '/tasks')).body;
    expect(inventories.some(({ jobUuid }: Json) => jobUuid === 'a'.repeat(32))).toBe(true);
  });
});

describe('nothing half:', () => {
  test('a request whose body was not kept stops it, and is named; the world stands just before it', async () => {
    await again({ rewindBody: '500' });
    await create('one');
    const before = state();
    await create('two', { description: 'long '.repeat(200) });
    await create('three');

    const { body, status } = await rewind('w1');

    expect(status).toBe(200);
    expect(body.replay).toMatchObject({
      requests: [{ before: 'w1', isSame: true }],
      stopped: {
        before: 'w2',
        what: 'CreateRootVolumeTemplateFromRootVolume',
        request: 2,
        reason: expect.stringContaining('500 bytes are kept of one (EMULATOR_REWIND_BODY)'),
      },
    });
    expect(state()).toEqual(before);
  });

  test('an upload whose bytes were not kept, too', async () => {
    await again({ rewindBody: '1000' });
    const { uuid, addresses } = await openUpload(emulator, [imageStore], { format: 'raw' });
    const before = state();
    const bytes = Buffer.alloc(5000, 1);
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
    await upload(String(addresses[0]), { bytes, headers });

    const { body } = await rewind('w2');

    expect(body.replay.stopped).toMatchObject({
      what: 'UploadImageSlice',
      reason: expect.stringContaining('the bytes that it sent were not kept'),
    });
    expect({ ...state(), settings: 0 }).toEqual({ ...before, settings: 0 });
  });

  test('a request that is answered otherwise now is named', async () => {
    await create('one');
    await create('two');
    // Somebody's hand in the database is no request.
    const { world } = emulator.environment;
    const image = world.repositories.images.find(SEED.images.linux);
    world.unitOfWork.run(() => image && world.repositories.images.update(image, { name: 'x' }, 0));
    await emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
      updateImage: { description: 'new' },
    });

    const { body } = await rewind('w3');
    expect(body.replay.stopped).toMatchObject({ before: 'w3', what: 'other' });
    expect(body.replay.stopped.reason).toContain('no request is behind it');
    await emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
      updateImage: { description: 'newer' },
    });
    const last = (await history()).at(-1);
    // A name that it had not when the request came first.
    emulator.environment.world.unitOfWork.run(() => undefined);
    const { body: same } = await rewind(last.id);
    expect(same.replay.different).toEqual([]);
  });

  test.each([
    ['to', (ids: string[]) => [ids[1], 'end']],
    ['replay', (ids: string[]) => [ids[0], ids[2]]],
  ])('%s in the middle of what one request wrote is refused', async (field, points) => {
    await emulator.control('POST', '/clock/advance', { by: '3d' });
    const written = await history();
    expect(written.map(({ what }) => what)).toEqual([
      'AdvanceClock',
      expect.any(String),
      'AdvanceClock',
    ]);
    const before = state();
    const [to, replay] = points(written.map(({ id }) => id));

    const refused = ownError(await rewind(to, replay));

    expect(refused).toEqual({
      code: 'conflict',
      details: expect.stringMatching(
        new RegExp(`in the middle of what one request wrote.*AdvanceClock.*Give ${field} w1`),
      ),
    });
    expect(state()).toEqual(before);
    expect(await history()).toEqual(written);
  });

  test('an end before the beginning is refused', async () => {
    await create('one');
    await create('two');
    const refused = ownError(await rewind('w2', 'w1'));
    expect(refused).toEqual({
      code: 'invalid',
      details: expect.stringContaining('replay ends at w1'),
    });
  });
});

test('others wait until it is over, and nobody sees half of it', async () => {
  for (let i = 0; i < 20; i++) await create(`t${i}`);
  const all = names().length;
  const replay = rewind('w1');
  const looks = Promise.all(
    Array.from({ length: 10 }, () => emulator.call('GET', '/images?count=true')),
  );
  expect((await looks).map(({ body }) => body.total)).toEqual(
    Array.from({ length: 10 }, () => all),
  );
  expect((await replay).body.replay.requests).toHaveLength(20);
});

test('the journal has the rewind, not what was made again; the events have both', async () => {
  await create('one');
  await rewind('w1');
  const operations = emulator.environment.journal.list().map(({ operation }) => operation);
  expect(operations).toEqual(['CreateRootVolumeTemplateFromRootVolume', 'Rewind']);
  const { inventories } = (await emulator.control('GET', '/events?limit=1000')).body;
  const rewinds = inventories.filter(({ cause }: Json) => cause === 'Rewind');
  expect(rewinds).toMatchObject([
    { before: 'w1', after: null },
    { before: null, after: 'w2' },
  ]);
});
