import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const { sftp } = SEED.backupStorages;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** An image whose bits are left on a storage that cannot be reached; answers the job. */
async function leaveGarbage() {
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 'left',
      url: 'http://example.com/left.qcow2',
      format: 'qcow2',
      backupStorageUuids: [sftp],
    },
  });
  emulator.advance(60_000);
  await emulator.make('DELETE', `/images/${image.uuid}`);
  emulator.environment.database
    .prepare("update backup_storages set status = 'Disconnected' where uuid = ?")
    .run(sftp);
  await emulator.make('PUT', `/images/${image.uuid}/actions`, { expungeImage: {} });
  const { body } = await emulator.call(
    'GET',
    `/gc-jobs?q=${encodeURIComponent(`context~=%${image.uuid}%`)}`,
  );
  return { image, jobs: body.inventories };
}

const connect = () =>
  emulator.environment.database
    .prepare("update backup_storages set status = 'Connected' where uuid = ?")
    .run(sftp);
const trigger = (uuid: string) =>
  emulator.make('PUT', `/gc-jobs/${uuid}/actions`, { triggerGCJob: {} });
const statusOf = async (uuid: string) => (await emulator.find(`/gc-jobs/${uuid}`))?.status;

test('tell what is left, as the real system tells it', async () => {
  const { image, jobs } = await leaveGarbage();
  expect(jobs).toEqual([
    {
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: `gc-delete-bits-${image.uuid}-on-backup-storage-${sftp}`,
      runnerClass: 'org.zstack.image.BackupStorageDeleteBitGC',
      context: expect.any(String),
      status: 'Idle',
      managementNodeUuid: (await emulator.call('GET', '/management-nodes')).body.inventories[0]
        .uuid,
      type: 'TimeBased',
      createDate: expect.any(String),
      lastOpDate: expect.any(String),
    },
  ]);
  expect(jobs[0].context).toBe(
    JSON.stringify({
      backupStorageUuid: sftp,
      NEXT_TIME: 3600,
      NEXT_TIME_UNIT: 'SECONDS',
      installPath: image.backupStorageRefs[0].installPath,
      imageUuid: image.uuid,
    }),
  );
  // What is asked for is the text that is shown.
  const exact = await emulator.call(
    'GET',
    `/gc-jobs?q=${encodeURIComponent(`context=${jobs[0].context}`)}`,
  );
  expect(exact.body.inventories).toEqual(jobs);
});

test('that are triggered are tried at once, and stay while the storage cannot be reached', async () => {
  const { jobs } = await leaveGarbage();
  const [{ uuid }] = jobs;
  await trigger(uuid);
  expect(await statusOf(uuid)).toBe('Idle');
  connect();
  await trigger(uuid);
  expect(await statusOf(uuid)).toBe('Done');
  expect(
    await emulator.refused('PUT', `/gc-jobs/${uuid}/actions`, { triggerGCJob: {} }),
  ).toMatchObject({
    code: 'SYS.1006',
    details: `cannot trigger a finished GC job[uuid:${uuid}, name:${jobs[0].name}]`,
  });
});

test('are tried again in their time whether or not they were triggered', async () => {
  const { jobs } = await leaveGarbage();
  await trigger(jobs[0].uuid);
  connect();
  emulator.advance(3_600_000);
  expect(await statusOf(jobs[0].uuid)).toBe('Done');
});

test('are done when their storage is gone', async () => {
  const { jobs } = await leaveGarbage();
  emulator.environment.database.pragma('foreign_keys = off');
  emulator.environment.database
    .prepare('update garbage_jobs set backup_storage_uuid = ?')
    .run(NOBODY);
  await trigger(jobs[0].uuid);
  expect(await statusOf(jobs[0].uuid)).toBe('Done');
});

test('that are deleted are not tried any more', async () => {
  const { jobs } = await leaveGarbage();
  await emulator.make('DELETE', `/gc-jobs/${jobs[0].uuid}`);
  expect(await emulator.find(`/gc-jobs/${jobs[0].uuid}`)).toBeUndefined();
  emulator.advance(7_200_000);
  expect((await emulator.call('DELETE', `/gc-jobs/${jobs[0].uuid}`)).status).toBe(200);
});

test('that are not there cannot be triggered', async () => {
  expect(
    await emulator.refused('PUT', `/gc-jobs/${NOBODY}/actions`, { triggerGCJob: {} }),
  ).toMatchObject({
    code: 'SYS.1003',
    details: `invalid field[uuid], resource[uuid:${NOBODY}, type:GarbageCollectorVO] not found`,
  });
});

test('are for admins only', async () => {
  const { jobs } = await leaveGarbage();
  for (const [method, path, body] of [
    ['GET', '/gc-jobs', undefined],
    ['PUT', `/gc-jobs/${jobs[0].uuid}/actions`, { triggerGCJob: {} }],
    ['DELETE', `/gc-jobs/${jobs[0].uuid}`, undefined],
  ] as const) {
    expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
      code: 'ID.1002',
    });
  }
});
