import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { pace, work } from '../../support/long-jobs';

const JOB = '0123456789abcdef0123456789abcdef';
const HOUR = 3_600_000;
const ADD = 'org.zstack.header.image.APIAddImageMsg';

const addImage = (emulator: TestEmulator, headers: Record<string, string> = {}) =>
  emulator.anonymous
    .post('/zstack/v1/images')
    .set({
      Authorization: `OAuth ${ADMIN_SESSION}`,
      'X-Job-UUID': JOB,
      Prefer: 'respond-async',
      ...headers,
    })
    .send({
      params: {
        name: 'made',
        url: 'http://192.168.1.20/a.qcow2',
        format: 'qcow2',
        backupStorageUuids: [SEED.backupStorages.imageStore],
      },
    });

const poll = async (emulator: TestEmulator): Promise<{ status: number; body: Json }> => {
  const { status, body } = await emulator.anonymous.get(`/zstack/v1/api-jobs/${JOB}`);
  return { status, body };
};

const images = async (emulator: TestEmulator): Promise<number> =>
  (await emulator.call('GET', '/images?count=true')).body.total;

test('a call that does not end in the time that X-API-Timeout gives fails, and nothing stays of it', async () => {
  const emulator = await TestEmulator.start();
  await pace(emulator, 'manual');
  const [before, free] = [
    await images(emulator),
    emulator.available('backup', SEED.backupStorages.imageStore),
  ];
  const accepted = await addImage(emulator, { 'X-API-Timeout': '60' });
  expect([accepted.status, accepted.body.apiTimeout]).toEqual([202, 60_000]);
  await work(emulator);
  expect(await images(emulator)).toBe(before + 1);
  emulator.advance(59_999);
  expect((await poll(emulator)).status).toBe(202);
  emulator.advance(1);
  expect(await poll(emulator)).toMatchObject({
    status: 503,
    body: {
      error: {
        code: 'SYS.1001',
        details: `Message[name: ${ADD}, id: ${JOB}] timeout after 60 seconds`,
      },
    },
  });
  expect(await images(emulator)).toBe(before);
  expect(emulator.available('backup', SEED.backupStorages.imageStore)).toBe(free);
  expect((await emulator.control('GET', '/tasks')).body.inventories).not.toContainEqual(
    expect.objectContaining({ flow: 'job-timeout' }),
  );
});

test('one that ends in time leaves no deadline behind', async () => {
  const emulator = await TestEmulator.start();
  await pace(emulator, 'manual');
  await addImage(emulator, { 'X-API-Timeout': '60' });
  const [task] = await work(emulator);
  const deadlines = async () =>
    (await emulator.control('GET', '/tasks')).body.inventories.filter(
      ({ flow }: Json) => flow === 'job-timeout',
    );
  expect(await deadlines()).toHaveLength(1);
  await emulator.control('POST', `/tasks/${task.id}/step`);
  expect((await poll(emulator)).status).toBe(200);
  expect(await deadlines()).toEqual([]);
  emulator.advance(HOUR);
  expect(await emulator.find('/images?q=name=made')).toMatchObject({ status: 'Ready' });
});

test('without the header the configuration of the message says the time', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure(`apiTimeout/${ADD}`, '10m');
  await pace(emulator, 'manual');
  const accepted = await addImage(emulator);
  expect(accepted.body.apiTimeout).toBe(600_000);
  await work(emulator);
  emulator.advance(600_000 - 1);
  expect((await poll(emulator)).status).toBe(202);
  emulator.advance(1);
  expect((await poll(emulator)).body.error.details).toContain('timeout after 600 seconds');
});

test('a fault that delays work is outlasted by no call either', async () => {
  const emulator = await TestEmulator.start();
  // So that its result is there when it has ended.
  await emulator.configure('rest/completedApi.expiredPeriod', '1000000');
  await emulator.control('POST', '/faults', {
    kind: 'delay',
    point: 'add-image/create-image',
    milliseconds: 100 * HOUR,
  });
  await addImage(emulator);
  await work(emulator);
  emulator.advance(72 * HOUR - 1);
  expect((await poll(emulator)).status).toBe(202);
  emulator.advance(1);
  expect((await poll(emulator)).body.error.code).toBe('SYS.1001');
});

test('the failure of a call whose time is up is told its web hook', async () => {
  const emulator = await TestEmulator.start();
  await pace(emulator, 'manual');
  await addImage(emulator, { 'X-API-Timeout': '60', 'X-Web-Hook': 'http://127.0.0.1:9/hook' });
  await work(emulator);
  emulator.advance(60_000);
  const { inventories } = (await emulator.control('GET', '/tasks')).body;
  expect(inventories).toContainEqual(expect.objectContaining({ flow: 'web-hook', jobUuid: JOB }));
});

describe('the time that a call has by default', () => {
  const hours = (count: number) => String(count * HOUR);
  test.each([
    ['org.zstack.header.image.APIAddImageMsg', hours(72)],
    ['org.zstack.header.image.APICreateRootVolumeTemplateFromRootVolumeMsg', hours(72)],
    ['org.zstack.header.image.APICreateRootVolumeTemplateFromVolumeSnapshotMsg', hours(72)],
    ['org.zstack.header.image.APICreateDataVolumeTemplateFromVolumeMsg', hours(72)],
    ['org.zstack.header.image.APICreateDataVolumeTemplateFromVolumeSnapshotMsg', hours(72)],
    ['org.zstack.header.image.APIDeleteImageMsg', '30m'],
    ['org.zstack.header.storage.backup.APIExportImageFromBackupStorageMsg', hours(3)],
    ['org.zstack.header.volume.APICreateDataVolumeMsg', hours(3)],
    ['org.zstack.header.volume.APICreateDataVolumeFromVolumeTemplateMsg', hours(72)],
    ['org.zstack.header.volume.APICreateDataVolumeFromVolumeSnapshotMsg', hours(3)],
    ['org.zstack.header.volume.APICreateVolumeSnapshotMsg', hours(3)],
    ['org.zstack.header.vm.APICreateVmInstanceMsg', hours(12)],
    ['org.zstack.header.vm.APIExpungeVmInstanceMsg', hours(3)],
    ['org.zstack.header.storage.snapshot.APIDeleteVolumeSnapshotMsg', hours(6)],
    ['org.zstack.header.storage.snapshot.APIBatchDeleteVolumeSnapshotMsg', hours(6)],
    ['org.zstack.header.storage.snapshot.APIRevertVolumeFromSnapshotMsg', hours(24)],
    ['org.zstack.header.zone.APICreateZoneMsg', '30m'],
  ])('%s: %s', async (name, value) => {
    const emulator = await TestEmulator.start();
    const path = `/global-configurations?q=category=apiTimeout&q=name=${name}`;
    expect(await emulator.find(path)).toMatchObject({ defaultValue: value, value });
  });

  test('is none of those that are answered at once', async () => {
    const emulator = await TestEmulator.start();
    const path =
      '/global-configurations?q=category=apiTimeout&q=name=org.zstack.header.image.APIQueryImageMsg';
    expect(await emulator.find(path)).toBeUndefined();
  });

  test.each([
    ['299999', 'api timeout cannot be set smaller than 5m'],
    ['4m', 'api timeout cannot be set smaller than 5m'],
    ['soon', 'unsupported time format: soon'],
  ])('is not %s', async (value, details) => {
    const emulator = await TestEmulator.start();
    const call = ['PUT', `/global-configurations/apiTimeout/${ADD}/actions`] as const;
    const body = { updateGlobalConfig: { value } };
    expect(await emulator.refused(...call, body)).toMatchObject({ code: 'SYS.1007', details });
  });
});
