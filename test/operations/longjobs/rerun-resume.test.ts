import { SEED, TestEmulator } from '../../support/emulator';
import { action, longJob, pace, submit, work, worldWithoutLongJobs } from '../../support/long-jobs';
import { upload } from '../../support/upload';

const { imageStore } = SEED.backupStorages;
const IMAGE = 'c'.repeat(12) + '4' + 'b'.repeat(19);
const add = 'APIAddImageMsg';
const root = 'APICreateRootVolumeTemplateFromRootVolumeMsg';
const KIB = 1024;

/** A long job that uploads four KiB in slices of one. */
async function uploading() {
  const emulator = await TestEmulator.start();
  const before = worldWithoutLongJobs(emulator);
  const job = await submit(emulator, add, {
    resourceUuid: IMAGE,
    url: `upload://${IMAGE}/image`,
    format: 'raw',
  });
  const { backupStorageRefs } = await emulator.find(`/images/${IMAGE}`);
  const send = (slice: number) =>
    upload(backupStorageRefs[0].installPath, {
      bytes: Buffer.alloc(KIB, slice),
      headers: {
        'X-IMAGE-UUID': IMAGE,
        'X-IMAGE-SIZE': 4 * KIB,
        'X-SLICE-SIZE': KIB,
        'X-SLICE-OFFSET': slice * KIB,
      },
    });
  return { emulator, before, uuid: job.uuid as string, send };
}

const stateOf = async (emulator: TestEmulator, uuid: string): Promise<string> =>
  (await longJob(emulator, uuid)).state;
const act = (emulator: TestEmulator, uuid: string, name: string, params: object = {}) =>
  emulator.call(...action(uuid, name, params));

describe('an upload that stands still', () => {
  test('is suspended after half a minute, resumed, and finished', async () => {
    const { emulator, uuid, send } = await uploading();
    await send(0);
    emulator.advance(29_999);
    expect(await stateOf(emulator, uuid)).toBe('Running');
    emulator.advance(1);
    const suspended = await longJob(emulator, uuid);
    expect(suspended).toMatchObject({ state: 'Suspended', executeTime: null });
    expect(JSON.parse(suspended.jobResult)).toEqual({
      detail: `some error interrupt long job[uuid:${uuid}], analysis the cause to fix it and resume long job if you want to continue.`,
      message:
        'some error interrupt the job, fix error then resume the job or cancel the job if you dont want to continue.',
    });
    expect(await emulator.find(`/images/${IMAGE}`)).toMatchObject({ status: 'Downloading' });
    const details = await emulator.call('GET', `/images/upload-job/details/${IMAGE}`);
    expect(details.body.existingJobDetails).toMatchObject([
      { longJobUuid: uuid, longJobState: 'Suspended', offset: KIB },
    ]);

    emulator.advance(86_400_000);
    const resumed = await act(emulator, uuid, 'resumeLongJob');
    expect(resumed.body.inventory).toMatchObject({ uuid, state: 'Running', jobResult: null });
    for (const slice of [1, 2, 3]) await send(slice);
    expect(await longJob(emulator, uuid)).toMatchObject({
      state: 'Succeeded',
      executeTime: 86_430,
    });
    expect(await emulator.find(`/images/${IMAGE}`)).toMatchObject({
      status: 'Ready',
      actualSize: 4 * KIB,
    });
  });

  test('is suspended again when nothing comes after it was resumed', async () => {
    const { emulator, uuid, send } = await uploading();
    await send(0);
    emulator.advance(60_000);
    await act(emulator, uuid, 'resumeLongJob');
    emulator.advance(29_999);
    expect(await stateOf(emulator, uuid)).toBe('Running');
    emulator.advance(1);
    expect(await stateOf(emulator, uuid)).toBe('Suspended');
  });

  test('fails when it had not begun, and leaves nothing', async () => {
    const { emulator, uuid, before } = await uploading();
    emulator.advance(30_000);
    const failed = await longJob(emulator, uuid);
    expect(failed.state).toBe('Failed');
    expect(JSON.parse(failed.jobResult)).toMatchObject({ detail: 'upload session expired' });
    expect(worldWithoutLongJobs(emulator)).toEqual(before);
  });

  test('is canceled while it is suspended, and leaves nothing', async () => {
    const { emulator, uuid, before, send } = await uploading();
    await send(0);
    emulator.advance(60_000);
    expect((await act(emulator, uuid, 'cancelLongJob')).status).toBe(200);
    expect(await stateOf(emulator, uuid)).toBe('Canceled');
    expect(worldWithoutLongJobs(emulator)).toEqual(before);
  });

  test('is not timed while it is suspended, and begins anew when it is resumed', async () => {
    const { emulator, uuid, send } = await uploading();
    await send(0);
    emulator.advance(10 * 259_200_000);
    expect(await stateOf(emulator, uuid)).toBe('Suspended');
    await act(emulator, uuid, 'resumeLongJob');
    expect(await stateOf(emulator, uuid)).toBe('Running');
  });
});

describe('a rerun', () => {
  test('of a failed job runs its data again: Running, then Succeeded, with one image', async () => {
    const emulator = await TestEmulator.start();
    const point = 'add-image/start-download';
    await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1, details: 'a rat' });
    const { uuid, apiId, jobData } = await submit(emulator, add);
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Failed' });
    emulator.advance(60_000);
    const { inventory } = (await act(emulator, uuid, 'rerunLongJob')).body;
    expect(inventory).toMatchObject({
      uuid,
      jobData,
      state: 'Running',
      executeTime: null,
      createDate: 'Nov 14, 2017 10:21:57 PM',
    });
    expect(inventory.apiId).not.toBe(apiId);
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Succeeded', executeTime: 1 });
    const { inventories } = (await emulator.call('GET', '/images?q=name=made')).body;
    expect(inventories).toMatchObject([
      { uuid: JSON.parse(jobData).resourceUuid, status: 'Ready' },
    ]);
  });

  test('of a canceled job makes what it did not', async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'manual');
    const { uuid } = await submit(emulator, root);
    await act(emulator, uuid, 'cancelLongJob');
    await act(emulator, uuid, 'rerunLongJob');
    expect(await stateOf(emulator, uuid)).toBe('Running');
    await pace(emulator, 'immediate');
    expect(await stateOf(emulator, uuid)).toBe('Succeeded');
  });

  test('of a job whose image is still there fails, and the image stays', async () => {
    const emulator = await TestEmulator.start();
    const { uuid, targetResourceUuid } = await submit(emulator, add);
    const image = await emulator.find(`/images/${targetResourceUuid}`);
    await act(emulator, uuid, 'rerunLongJob');
    const failed = await longJob(emulator, uuid);
    expect(failed.state).toBe('Failed');
    expect(JSON.parse(failed.jobResult).detail).toBe(
      `Duplicate entry '${targetResourceUuid}' for key 'PRIMARY'`,
    );
    expect(await emulator.find(`/images/${targetResourceUuid}`)).toEqual(image);
  });

  test('goes through the pipeline of the inner API again, and what it refuses stays', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await submit(emulator, add);
    await emulator.make('DELETE', `/backup-storage/${imageStore}`);
    expect(await emulator.refused(...action(uuid, 'rerunLongJob'))).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[backupStorageUuids], resource[uuids:[${imageStore}], type:BackupStorageVO] not found`,
    });
  });

  test('of a job that runs is refused', async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'manual');
    const { uuid } = await submit(emulator, root);
    expect(await emulator.refused(...action(uuid, 'rerunLongJob'))).toMatchObject({
      code: 'SYS.1007',
      details: "rerun longjob only when it's succeeded, canceled, or failed",
    });
    expect(await work(emulator)).toHaveLength(1);
  });
});
