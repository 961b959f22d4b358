import { ADMIN_SESSION, SEED, TEST_TIME, TestEmulator, type Json } from '../../support/emulator';
import { action, pace, submit, work, type JobName } from '../../support/long-jobs';
import { openUpload, upload } from '../../support/upload';

const { imageStore, sftp } = SEED.backupStorages;
const IMAGE = 'c'.repeat(12) + '4' + 'b'.repeat(19);
const JOB = '0123456789abcdef0123456789abcdef';
const FIVE_MINUTES = 300_000;

const progressOf = async (emulator: TestEmulator, apiId: string, query = ''): Promise<Json[]> =>
  (await emulator.call('GET', `/task-progresses/${apiId}${query}`)).body.inventories;

/** A template whose job has this uuid. */
const template = (emulator: TestEmulator, ...backupStorageUuids: string[]) =>
  emulator.createTemplate(
    SEED.volumes.stoppedWindows,
    { name: 'made', backupStorageUuids },
    { headers: { 'X-Job-UUID': JOB } },
  );

test.each<[JobName, string]>([
  ['APIAddImageMsg', 'class org.zstack.image.AddImageLongJob'],
  [
    'APICreateRootVolumeTemplateFromRootVolumeMsg',
    'class org.zstack.image.CreateRootVolumeTemplateFromRootVolumeLongJob',
  ],
  [
    'APICreateDataVolumeTemplateFromVolumeMsg',
    'class org.zstack.image.CreateDataVolumeTemplateFromVolumeLongJob',
  ],
  [
    'APIExportImageFromBackupStorageMsg',
    'class org.zstack.storage.backup.ExportImageFromBackupStorageLongJob',
  ],
])(
  '%s tells the share of its bytes that is done, and 100 for five minutes after its end',
  async (jobName, taskName) => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'timed');
    const { apiId } = await submit(emulator, jobName);
    expect(await progressOf(emulator, apiId)).toEqual([
      expect.objectContaining({
        taskUuid: apiId,
        taskName,
        parentUuid: null,
        type: 'Progress',
        content: '0',
        time: TEST_TIME,
      }),
    ]);
    const [{ due }] = await work(emulator);
    const length = Date.parse(due) - TEST_TIME;
    for (const [at, content] of [
      [0.2, '20'],
      [0.4, '40'],
      [0.999, '99'],
    ] as const) {
      emulator.advance(
        Math.ceil(length * at) - (emulator.environment.world.clock.now() - TEST_TIME),
      );
      expect(await progressOf(emulator, apiId)).toMatchObject([{ content }]);
    }
    emulator.advance(length - (emulator.environment.world.clock.now() - TEST_TIME));
    for (const later of [0, FIVE_MINUTES - 1]) {
      emulator.advance(later);
      expect(await progressOf(emulator, apiId)).toMatchObject([
        { taskName, content: '100', time: TEST_TIME + length },
      ]);
    }
    emulator.advance(1);
    expect(await progressOf(emulator, apiId)).toEqual([]);
  },
);

test('two storages are as far as the slower one', async () => {
  const emulator = await TestEmulator.start();
  await pace(emulator, 'timed');
  await template(emulator, imageStore, sftp);
  const dues = (await work(emulator)).map(({ due }) => Date.parse(due) - TEST_TIME);
  emulator.advance(Math.min(...dues) - 1);
  const share = (Math.min(...dues) - 1) / Math.max(...dues);
  expect(await progressOf(emulator, JOB)).toMatchObject([
    { content: String(Math.floor(share * 100)) },
  ]);
  expect(share).toBeLessThan(0.9);
});

test('every step on the way is asked for with all=true', async () => {
  const emulator = await TestEmulator.start();
  await pace(emulator, 'timed');
  await template(emulator, imageStore);
  const contents = async (query: string) =>
    (await progressOf(emulator, JOB, query)).map(({ content }) => content);
  expect(await contents('?all=true')).toEqual(['0']);
  const [{ due }] = await work(emulator);
  const length = Date.parse(due) - TEST_TIME;
  emulator.advance(length / 2);
  expect(await contents('?all=true')).toEqual(['0', '10', '20', '30', '40', '50']);
  expect(await contents('?all=false')).toEqual(['50']);
  emulator.advance(length);
  const all = await progressOf(emulator, JOB, '?all=true');
  expect(all.map(({ content }) => Number(content))).toEqual([
    0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100,
  ]);
  const times = all.map(({ time }) => time);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect([times[0], times.at(-1)]).toEqual([TEST_TIME, TEST_TIME + length]);
  expect(all[0].taskName).toBe(
    'org.zstack.header.image.APICreateRootVolumeTemplateFromRootVolumeMsg',
  );
});

describe('the progress of a job that has ended', () => {
  test('is 100, and kept for five minutes, also where its result is not', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('rest/completedApi.expiredPeriod', '60');
    await emulator.configure('rest/expiredApi.scanInterval', '60');
    await template(emulator, imageStore);
    const done = { taskUuid: JOB, content: '100', time: TEST_TIME };
    expect(await progressOf(emulator, JOB)).toMatchObject([done]);
    emulator.advance(FIVE_MINUTES - 1);
    const job = await emulator.anonymous.get(`/zstack/v1/api-jobs/${JOB}`);
    expect(job.status).toBe(404);
    expect(await progressOf(emulator, JOB)).toMatchObject([done]);
    emulator.advance(1);
    expect(await progressOf(emulator, JOB)).toEqual([]);
    emulator.advance(3_600_000);
    expect(emulator.world()['task_progresses']).toEqual([]);
  });

  test('is kept as long as the configuration says, at once', async () => {
    const emulator = await TestEmulator.start();
    await template(emulator, imageStore);
    emulator.advance(60_000);
    expect(await progressOf(emulator, JOB)).toHaveLength(1);
    await emulator.configure('progress/progress.ttl', '60');
    expect(await progressOf(emulator, JOB)).toEqual([]);
  });

  test('is none of a call that was refused, and where it began of one that failed', async () => {
    const emulator = await TestEmulator.start();
    await emulator.createTemplate(
      SEED.volumes.starting,
      { name: 'made' },
      { headers: { 'X-Job-UUID': JOB } },
    );
    await work(emulator);
    expect(await progressOf(emulator, JOB)).toEqual([]);
    await pace(emulator, 'timed');
    const { uuid, apiId } = await submit(emulator, 'APICreateRootVolumeTemplateFromRootVolumeMsg');
    emulator.advance(1000);
    await emulator.call(...action(uuid, 'cancelLongJob'));
    expect(await progressOf(emulator, apiId)).toMatchObject([{ content: '0', time: TEST_TIME }]);
    emulator.advance(FIVE_MINUTES);
    expect(await progressOf(emulator, apiId)).toEqual([]);
  });
});

describe('an upload', () => {
  const KIB = 1024;
  const send = (address: string, uuid: string, slice: number) =>
    upload(address, {
      bytes: Buffer.alloc(KIB),
      headers: {
        'X-IMAGE-UUID': uuid,
        'X-IMAGE-SIZE': 4 * KIB,
        'X-SLICE-SIZE': KIB,
        'X-SLICE-OFFSET': slice * KIB,
      },
    });

  test('of a long job is told up to 90, by the bytes that have come', async () => {
    const emulator = await TestEmulator.start();
    const { apiId } = await submit(emulator, 'APIAddImageMsg', {
      resourceUuid: IMAGE,
      url: `upload://${IMAGE}/image`,
      format: 'raw',
    });
    const { backupStorageRefs } = await emulator.find(`/images/${IMAGE}`);
    for (const [slice, before] of ['0', '22', '45', '67'].entries()) {
      expect(await progressOf(emulator, apiId)).toMatchObject([
        { taskName: 'uploading image', content: before },
      ]);
      await send(backupStorageRefs[0].installPath, IMAGE, slice);
    }
    expect(await progressOf(emulator, apiId)).toMatchObject([
      { taskName: 'adding to image store', content: '100' },
    ]);
  });

  test('of a call is told by its job, and is added to the storage at its end', async () => {
    const emulator = await TestEmulator.start();
    const accepted = await emulator.anonymous
      .post('/zstack/v1/images')
      .set({ Authorization: `OAuth ${ADMIN_SESSION}`, 'X-Job-UUID': JOB })
      .send({
        params: {
          name: 'made',
          resourceUuid: IMAGE,
          url: `upload://${IMAGE}/image`,
          format: 'raw',
          backupStorageUuids: [imageStore],
        },
      });
    expect(accepted.status).toBe(202);
    await work(emulator);
    const { backupStorageRefs } = await emulator.find(`/images/${IMAGE}`);
    const address = backupStorageRefs[0].installPath;
    for (const slice of [0, 1]) await send(address, IMAGE, slice);
    expect(await progressOf(emulator, JOB)).toMatchObject([
      { taskName: 'uploading image', content: '45' },
    ]);
    for (const slice of [2, 3]) await send(address, IMAGE, slice);
    expect(await progressOf(emulator, JOB)).toMatchObject([
      { taskName: 'adding to image store', content: '100' },
    ]);
  });
});

test('work that tells no progress, and unknown work, give an empty list', async () => {
  const emulator = await TestEmulator.start();
  await openUpload(emulator, [imageStore]);
  await emulator.anonymous
    .post('/zstack/v1/zones')
    .set({ Authorization: `OAuth ${ADMIN_SESSION}`, 'X-Job-UUID': JOB })
    .send({ params: { name: 'z' } });
  await work(emulator);
  expect(await progressOf(emulator, JOB)).toEqual([]);
  expect(await progressOf(emulator, 'f'.repeat(32))).toEqual([]);
});

test.each(['nothing', 'f'.repeat(31), 'f'.repeat(33), 'g'.repeat(32)])(
  'an apiId that is no uuid (%s) is refused',
  async (apiId) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused('GET', `/task-progresses/${apiId}`)).toMatchObject({
      code: 'SYS.1007',
      details: `parameter apiId[${apiId}] is not a valid uuid.`,
    });
  },
);
