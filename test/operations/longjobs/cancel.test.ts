import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import {
  action,
  longJob,
  pace,
  submit,
  work,
  worldWithoutLongJobs,
  type JobName,
} from '../../support/long-jobs';
import { openUpload, upload } from '../../support/upload';

const { imageStore, sftp } = SEED.backupStorages;
const HOUR = 3_600_000;
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const add = 'APIAddImageMsg';
const root = 'APICreateRootVolumeTemplateFromRootVolumeMsg';
const data = 'APICreateDataVolumeTemplateFromVolumeMsg';
const both = { backupStorageUuids: [imageStore, sftp] };

const cancel = (emulator: TestEmulator, uuid: string) =>
  emulator.call(...action(uuid, 'cancelLongJob'));

/** Holds a creation at a step for an hour. */
const hold = (emulator: TestEmulator, point: string) =>
  emulator.control('POST', '/faults', { kind: 'delay', point, milliseconds: HOUR });

/** That the job was canceled, and that nothing of it is there, now or later. */
async function expectNothingOf(emulator: TestEmulator, uuid: string, before: object) {
  const canceled = await longJob(emulator, uuid);
  expect(canceled).toMatchObject({ state: 'Canceled', executeTime: 1 });
  expect(JSON.parse(canceled.jobResult)).toEqual({
    detail: `long job[uuid:${uuid}] has been canceled`,
    message: 'long job has been canceled',
  });
  expect(await work(emulator)).toEqual([]);
  expect(worldWithoutLongJobs(emulator)).toEqual(before);
  emulator.advance(2 * HOUR);
  expect(worldWithoutLongJobs(emulator)).toEqual(before);
  expect(await longJob(emulator, uuid)).toEqual(canceled);
}

test.each<[JobName, string]>([
  [add, 'add-image/create-image'],
  [add, 'add-image/start-download'],
  [add, 'add-image/take-room'],
  [add, 'add-image/finish-download'],
  [root, 'create-root-volume-template/select-backup-storage'],
  [root, 'create-root-volume-template/start-creating-template'],
  [root, 'create-root-volume-template/copy-system-tag-to-image'],
  [root, 'create-root-volume-template/sync-image-size'],
  [data, 'create-data-volume-template/select-backup-storage'],
  [data, 'create-data-volume-template/create-data-volume-template-from-volume'],
])('%s canceled before %s leaves nothing behind', async (jobName, point) => {
  const emulator = await TestEmulator.start();
  await hold(emulator, point);
  const before = worldWithoutLongJobs(emulator);
  const { uuid } = await submit(emulator, jobName, both);
  expect(await work(emulator)).not.toEqual([]);
  expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Running' });
  expect(await cancel(emulator, uuid)).toMatchObject({ status: 200, body: { error: null } });
  await expectNothingOf(emulator, uuid, before);
});

test.each<[JobName, 'timed' | 'manual']>([
  [add, 'timed'],
  [add, 'manual'],
  [root, 'timed'],
  [root, 'manual'],
  [data, 'timed'],
  [data, 'manual'],
])('%s canceled when one of two storages is done (%s) leaves nothing behind', async (job, mode) => {
  const emulator = await TestEmulator.start();
  await pace(emulator, mode);
  const before = worldWithoutLongJobs(emulator);
  const free = emulator.available('backup', imageStore);
  const { uuid } = await submit(emulator, job, both);
  expect(emulator.available('backup', imageStore)).toBeLessThan(free);
  const [first] = await work(emulator);
  await emulator.control('POST', `/tasks/${first.id}/step`);
  expect(await work(emulator)).toHaveLength(1);
  const [image] = (await emulator.call('GET', '/images?q=name=made')).body.inventories;
  expect(image.backupStorageRefs.map(({ status }: { status: string }) => status)).toContain(
    'Ready',
  );
  await cancel(emulator, uuid);
  await expectNothingOf(emulator, uuid, before);
});

test('an upload that is canceled in its middle leaves nothing behind', async () => {
  const emulator = await TestEmulator.start();
  const before = worldWithoutLongJobs(emulator);
  const { uuid, targetResourceUuid: imageUuid } = await submit(emulator, add, {
    resourceUuid: NOWHERE,
    url: `upload://${NOWHERE}/image`,
    format: 'raw',
  });
  const image = await emulator.find(`/images/${imageUuid}`);
  const slice = await upload(image.backupStorageRefs[0].installPath, {
    bytes: Buffer.alloc(1024),
    headers: { 'X-IMAGE-UUID': NOWHERE, 'X-IMAGE-SIZE': 4096, 'X-SLICE-SIZE': 1024 },
  });
  expect(slice).toMatchObject({ status: 200 });
  expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Running' });
  await cancel(emulator, uuid);
  await expectNothingOf(emulator, uuid, before);
});

test('one that was canceled can be canceled again', async () => {
  const emulator = await TestEmulator.start();
  await pace(emulator, 'manual');
  const { uuid } = await submit(emulator, root);
  await cancel(emulator, uuid);
  const canceled = await longJob(emulator, uuid);
  expect((await cancel(emulator, uuid)).status).toBe(200);
  expect(await longJob(emulator, uuid)).toEqual(canceled);
});

test('canceling one job lets the others go on', async () => {
  const emulator = await TestEmulator.start();
  await pace(emulator, 'timed');
  const { uuid } = await submit(emulator, root);
  const other = await submit(emulator, root, { name: 'other' });
  const { uuid: own } = await openUpload(emulator, [imageStore]);
  await cancel(emulator, uuid);
  expect(await emulator.find(`/images/${own}`)).toMatchObject({ status: 'Downloading' });
  emulator.advance(HOUR);
  expect(await longJob(emulator, other.uuid)).toMatchObject({ state: 'Succeeded' });
  expect(await emulator.find('/images?q=name=other')).toMatchObject({ status: 'Ready' });
});

describe('is refused for', () => {
  test('one that has succeeded, and its image stays', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await submit(emulator, add);
    expect(await emulator.refused(...action(uuid, 'cancelLongJob'))).toMatchObject({
      code: 'SYS.1007',
      details: 'cannot cancel longjob that is succeeded',
    });
  });

  test('one that has failed', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await submit(emulator, add, { systemTags: ['uploadImage::x'] });
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Failed' });
    expect(await emulator.refused(...action(uuid, 'cancelLongJob'))).toMatchObject({
      code: 'SYS.1007',
      details: 'cannot cancel longjob that is failed',
    });
  });

  test('an export, which cannot be canceled, and goes on', async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'timed');
    const { uuid } = await submit(emulator, 'APIExportImageFromBackupStorageMsg');
    expect(await emulator.refused(...action(uuid, 'cancelLongJob'))).toMatchObject({
      code: 'LONG_JOB.1003',
      details: 'not supported',
    });
    emulator.advance(HOUR);
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Succeeded' });
  });

  test.each<[JobName, string]>([
    [root, 'create-root-volume-template/get-volume-actual-size'],
    [root, 'create-root-volume-template/create-image-in-database'],
    [data, 'create-data-volume-template/create-image-in-database'],
  ])('%s whose image is not there yet (before %s)', async (jobName, point) => {
    const emulator = await TestEmulator.start();
    await hold(emulator, point);
    const { uuid, jobData } = await submit(emulator, jobName);
    expect(await emulator.refused(...action(uuid, 'cancelLongJob'))).toMatchObject({
      code: 'LONG_JOB.1001',
      details: `image[uuid:${JSON.parse(jobData).resourceUuid}] is not on creating, please wait for it to cancel itself.`,
    });
  });

  test('one whose volume has been deleted before it began', async () => {
    const emulator = await TestEmulator.start();
    await hold(emulator, 'create-data-volume-template/create-image-in-database');
    const volumeUuid = SEED.volumes.spareData;
    const { uuid } = await submit(emulator, data, { volumeUuid });
    await emulator.make('DELETE', `/volumes/${volumeUuid}`);
    await emulator.make('PUT', `/volumes/${volumeUuid}/actions`, { expungeDataVolume: {} });
    expect(await emulator.refused(...action(uuid, 'cancelLongJob'))).toMatchObject({
      code: 'LONG_JOB.1001',
      details: `volume[uuid:${volumeUuid}] has been deleted. no need to cancel`,
    });
  });

  test('one that is not there', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...action(NOWHERE, 'cancelLongJob'))).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuid], resource[uuid:${NOWHERE}, type:LongJobVO] not found`,
    });
  });

  test('somebody else’s', async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'manual');
    const { uuid } = await submit(emulator, root);
    const error = await emulator.refused(...action(uuid, 'cancelLongJob'), ALICE_SESSION);
    expect(error).toMatchObject({ code: 'SYS.1006', details: expect.stringContaining(uuid) });
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Running' });
  });
});
