import { createHash } from 'node:crypto';
import { SEED, TestEmulator } from '../../support/emulator';
import { openUpload, upload } from '../../support/upload';

const { imageStore, nearlyFull } = SEED.backupStorages;
const { linux: image } = SEED.images;
const HOUR = 3_600_000;
const JOB = '0123456789abcdef0123456789abcdef';

const statusOf = async (emulator: TestEmulator, uuid: string): Promise<string | undefined> =>
  (await emulator.find(`/images/${uuid}`))?.status;
const remove = (emulator: TestEmulator, uuid: string) => emulator.make('DELETE', `/images/${uuid}`);
const reset = (emulator: TestEmulator) =>
  emulator.make('PUT', '/global-configurations/actions', { resetGlobalConfig: {} });

describe('what is deleted', () => {
  test('goes at once by Direct, and waits by Delay', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('image/deletionPolicy', 'Direct');
    await remove(emulator, image);
    expect(await statusOf(emulator, image)).toBeUndefined();
    await emulator.configure('image/deletionPolicy', 'Delay');
    await remove(emulator, SEED.images.windows);
    expect(await statusOf(emulator, SEED.images.windows)).toBe('Deleted');
  });

  test('stays by Never for as long as that holds', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('image/deletionPolicy', 'Never');
    await remove(emulator, image);
    emulator.advance(1000 * HOUR);
    expect(await statusOf(emulator, image)).toBe('Deleted');
    await reset(emulator);
    emulator.advance(HOUR);
    expect(await statusOf(emulator, image)).toBeUndefined();
  });

  test('is expunged after the period that holds when it is looked for', async () => {
    const emulator = await TestEmulator.start();
    await remove(emulator, image);
    emulator.advance(10 * HOUR);
    expect(await statusOf(emulator, image)).toBe('Deleted');
    await emulator.configure('image/expungePeriod', '3600');
    emulator.advance(HOUR);
    expect(await statusOf(emulator, image)).toBeUndefined();
  });

  test('is looked for at the interval that holds, from now on', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('image/expungePeriod', '0');
    await remove(emulator, image);
    await emulator.configure('image/expungeInterval', '10');
    emulator.advance(9_999);
    expect(await statusOf(emulator, image)).toBe('Deleted');
    emulator.advance(1);
    expect(await statusOf(emulator, image)).toBeUndefined();
  });

  test('of volumes follows the policy of volumes', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volume/deletionPolicy', 'Direct');
    await emulator.make('DELETE', `/volumes/${SEED.volumes.spareData}`);
    expect(await emulator.find(`/volumes/${SEED.volumes.spareData}`)).toBeUndefined();
  });
});

test('the reserved capacity decides on the next allocation', async () => {
  const emulator = await TestEmulator.start();
  // 2 GiB are free, and 512 MiB asked for.
  const template = (name: string) =>
    emulator.createTemplate(SEED.volumes.paused, { name, backupStorageUuids: [nearlyFull] });
  await emulator.configure('backupStorage/reservedCapacity', '1536M');
  const full = await template('a');
  expect(full.status).toBe(503);
  expect(full.body.error.details).toContain(
    'after subtracting reserved capacity, no backup storage has required capacity[536870912 bytes]',
  );
  await emulator.configure('backupStorage/reservedCapacity', '1535M');
  expect((await template('b')).status).toBe(200);
});

describe('sessions', () => {
  const logIn = async (emulator: TestEmulator) => {
    const password = createHash('sha512').update('password').digest('hex');
    return emulator.anonymous
      .put('/zstack/v1/accounts/login')
      .send({ logInByAccount: { accountName: 'admin', password } });
  };

  test('live as long as it says when they are used', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('identity/session.timeout', '60');
    const { uuid } = (await logIn(emulator)).body.inventory;
    emulator.advance(59_000);
    expect((await emulator.get('/zstack/v1/zones', uuid)).status).toBe(200);
    await emulator.configure('identity/session.timeout', '600');
    emulator.advance(59_000);
    expect((await emulator.get('/zstack/v1/zones', uuid)).status).toBe(200);
    emulator.advance(599_000);
    expect((await emulator.get('/zstack/v1/zones', uuid)).status).toBe(200);
    emulator.advance(600_000);
    const late = await emulator.get('/zstack/v1/zones', uuid);
    expect([late.status, late.body.error.details]).toEqual([503, 'Session expired']);
  });

  test('are as many as it says', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('identity/session.maxConcurrent', '2');
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await logIn(emulator)).status);
    expect(statuses.at(-1)).toBe(503);
    await reset(emulator);
    expect((await logIn(emulator)).status).toBe(200);
  });
});

describe('uploads', () => {
  test('may stand still for as long as it says, also those that are open', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await openUpload(emulator, [imageStore]);
    emulator.advance(20_000);
    await emulator.configure('image/upload.max.idle.duration.in.seconds', '60');
    emulator.advance(39_999);
    expect(await statusOf(emulator, uuid)).toBe('Downloading');
    emulator.advance(1);
    expect(await statusOf(emulator, uuid)).toBeUndefined();
  });

  test('that stand still for longer than it says now are ended now', async () => {
    const emulator = await TestEmulator.start();
    const { uuid, addresses } = await openUpload(emulator, [imageStore]);
    emulator.advance(20_000);
    await emulator.configure('image/upload.max.idle.duration.in.seconds', '21');
    emulator.advance(999);
    expect(await statusOf(emulator, uuid)).toBe('Downloading');
    await emulator.configure('image/upload.max.idle.duration.in.seconds', '5');
    emulator.advance(0);
    expect(await statusOf(emulator, uuid)).toBeUndefined();
    const late = await upload(addresses[0] ?? '', {
      bytes: Buffer.alloc(10),
      headers: { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': 10 },
    });
    expect(late).toMatchObject({ status: 404 });
  });
});

describe('results of jobs', () => {
  const poll = async (emulator: TestEmulator) =>
    (await emulator.anonymous.get(`/zstack/v1/api-jobs/${JOB}`)).status;
  const work = (emulator: TestEmulator) =>
    emulator.createTemplate(
      SEED.volumes.runningLinux,
      { name: 'x', backupStorageUuids: [imageStore] },
      { headers: { 'X-Job-UUID': JOB } },
    );

  test('are forgotten after the period that holds at the look', async () => {
    const emulator = await TestEmulator.start();
    await work(emulator);
    await emulator.configure('rest/completedApi.expiredPeriod', '60');
    emulator.advance(HOUR - 1);
    expect(await poll(emulator)).toBe(200);
    emulator.advance(1);
    expect(await poll(emulator)).toBe(404);
  });

  test('are looked for at the interval that holds, from now on', async () => {
    const emulator = await TestEmulator.start();
    await work(emulator);
    await emulator.configure('rest/completedApi.expiredPeriod', '30');
    await emulator.configure('rest/expiredApi.scanInterval', '60');
    emulator.advance(59_999);
    expect(await poll(emulator)).toBe(200);
    emulator.advance(1);
    expect(await poll(emulator)).toBe(404);
  });
});

test('quotas of new accounts are what it says, those of others stay', async () => {
  const emulator = await TestEmulator.start();
  const make = async (name: string) =>
    (await emulator.make('POST', '/accounts', { params: { name, password: 'x' } })).uuid;
  const numberOf = async (uuid: string) =>
    (await emulator.find(`/accounts/quotas?q=identityUuid=${uuid}&q=name=image.num`)).value;
  const before = await make('before');
  await emulator.configure('quota/image.num', '7');
  const after = await make('after');
  expect([await numberOf(before), await numberOf(after)]).toEqual([20, 7]);
});

test('paths of images are judged by the lists and filters that hold', async () => {
  const emulator = await TestEmulator.start();
  const add = (url: string) =>
    emulator.call('POST', '/images', {
      params: { name: 'x', url, format: 'raw', backupStorageUuids: [imageStore] },
    });
  expect((await add('file:///data/a.raw')).status).toBe(200);
  await emulator.configure('image/download.localPath.blacklist', '/data/**');
  expect((await add('file:///data/a.raw')).body.error.details).toBe(
    'image path [/data/a.raw] is in black list /data/**',
  );
  await emulator.configure('image/download.localPath.customFilter', 'whitelist');
  expect((await add('file:///data/a.raw')).body.error.details).toBe(
    'image path is not in white list: /home/**;/mnt/**;/opt/**;/root/**;',
  );
  await emulator.configure('image/download.localPath.whitelist', '/data/**');
  expect((await add('file:///data/a.raw')).status).toBe(200);
});

test('a lost storage is reconnected, or not, in whatever case it says so', async () => {
  const emulator = await TestEmulator.start();
  const path = `/backup-storage/${imageStore}`;
  const statusAfterPing = async () => {
    emulator.advance(60_000);
    return (await emulator.find(path)).status;
  };
  await emulator.configure('backupStorage/connection.autoReconnectOnError', 'FALSE');
  const agent = (isReachable: boolean) =>
    emulator.control('PUT', `${path}/agent`, { reachable: isReachable });
  await agent(false);
  await agent(true);
  expect(await statusAfterPing()).toBe('Disconnected');
  await emulator.configure('backupStorage/connection.autoReconnectOnError', 'TRUE');
  expect(await statusAfterPing()).toBe('Connected');
});
