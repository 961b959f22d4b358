import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { action, longJob, submission, work } from '../../support/long-jobs';

const remove = 'APIDeleteVolumeSnapshotMsg';
const revert = 'APIRevertVolumeFromSnapshotMsg';

const snapshot = async (emulator: TestEmulator, volume: string): Promise<string> =>
  (
    await emulator.make('POST', `/volumes/${volume}/volume-snapshots`, {
      params: { name: 'a' },
    })
  ).uuid;

async function submit(emulator: TestEmulator, jobName: string, uuid: string): Promise<Json> {
  const { body } = await emulator.call('POST', '/longjobs', submission(jobName, { uuid }));
  return body.inventory;
}

/** Holds the only step of a job for an hour. */
const hold = (emulator: TestEmulator, operation: string) =>
  emulator.control('POST', '/faults', {
    kind: 'delay',
    point: `${operation}/run`,
    milliseconds: 3_600_000,
  });

test('a snapshot is deleted by a long job', async () => {
  const emulator = await TestEmulator.start();
  const uuid = await snapshot(emulator, SEED.volumes.data);
  const job = await submit(emulator, remove, uuid);
  expect(job).toMatchObject({ jobName: remove, name: remove, state: 'Running' });
  expect(JSON.parse(job.jobData)).toMatchObject({ uuid, deleteMode: 'Permissive' });
  await work(emulator);
  const done = await longJob(emulator, job.uuid);
  expect([done.state, JSON.parse(done.jobResult)]).toEqual(['Succeeded', { success: true }]);
  expect(await emulator.find(`/volume-snapshots/${uuid}`)).toBeUndefined();
  const { body } = await emulator.call('GET', `/task-progresses/${job.apiId}`);
  expect(body.inventories).toMatchObject([
    { taskName: 'class org.zstack.storage.snapshot.DeleteVolumeSnapshotLongJob', content: '100' },
  ]);
});

test('a volume is brought back by a long job, which fails with the error of the call', async () => {
  const emulator = await TestEmulator.start();
  const volume = SEED.volumes.stoppedWindows;
  const uuid = await snapshot(emulator, volume);
  const { installPath } = await emulator.find(`/volumes/${volume}`);
  const job = await submit(emulator, revert, uuid);
  await work(emulator);
  expect((await longJob(emulator, job.uuid)).state).toBe('Succeeded');
  expect((await emulator.find(`/volumes/${volume}`)).installPath).not.toBe(installPath);

  const running = await snapshot(emulator, SEED.volumes.runningLinux);
  const refused = await submit(emulator, revert, running);
  await work(emulator);
  const failed = await longJob(emulator, refused.uuid);
  expect(failed.state).toBe('Failed');
  expect(JSON.parse(failed.jobResult).detail).toContain('is not in Stopped state');
});

test('what their call would be refused for they are refused for', async () => {
  const emulator = await TestEmulator.start();
  const uuid = await snapshot(emulator, SEED.volumes.data);
  const [foreign, missing] = [
    await emulator.refused('POST', '/longjobs', submission(remove, { uuid }), ALICE_SESSION),
    await emulator.refused('POST', '/longjobs', submission(revert, { uuid: 'f'.repeat(32) })),
  ];
  expect(foreign.code).toBe('SYS.1006');
  expect(missing.code).toBe('SYS.1003');
});

describe('canceling', () => {
  const cancel = (uuid: string) => action(uuid, 'cancelLongJob');

  test('is not there for bringing a volume back', async () => {
    const emulator = await TestEmulator.start();
    await hold(emulator, 'RevertVolumeFromSnapshot');
    const job = await submit(emulator, revert, await snapshot(emulator, SEED.volumes.data));
    await work(emulator);
    expect(await emulator.refused(...cancel(job.uuid))).toMatchObject({
      code: 'LONG_JOB.1003',
      details: 'not supported',
    });
  });

  test('a deletion goes while the VM of the volume runs, and leaves the snapshot', async () => {
    const emulator = await TestEmulator.start();
    await hold(emulator, 'DeleteVolumeSnapshot');
    const uuid = await snapshot(emulator, SEED.volumes.runningLinux);
    const job = await submit(emulator, remove, uuid);
    await work(emulator);
    expect((await emulator.call(...cancel(job.uuid))).status).toBe(200);
    expect((await longJob(emulator, job.uuid)).state).toBe('Canceled');
    emulator.advance(7_200_000);
    expect(await emulator.find(`/volume-snapshots/${uuid}`)).toBeDefined();
  });

  test('a deletion does not go for a volume of no VM, or of one that is off', async () => {
    const emulator = await TestEmulator.start();
    await hold(emulator, 'DeleteVolumeSnapshot');
    const free = await emulator.find(
      '/volumes?q=vmInstanceUuid+is+null&q=status=Ready&q=state=Enabled',
    );
    for (const [volume, details] of [
      [free.uuid, 'Volume[uuid:%s] not attached to any vm, offline snapshot deletion'],
      [SEED.volumes.stoppedWindows, 'attached vm not in state %s offline snapshot deletion'],
    ] as const) {
      const job = await submit(emulator, remove, await snapshot(emulator, volume));
      await work(emulator);
      const error = await emulator.refused(...cancel(job.uuid));
      expect([error.code, error.details]).toEqual(['SYS.1006', expect.stringContaining(details)]);
    }
  });
});

test('one that has nothing to do has succeeded as it is submitted, and stays so when it is run again', async () => {
  const emulator = await TestEmulator.start();
  const data = { uuid: 'f00d0000000040008000000000000001' };
  const job = (await emulator.call('POST', '/longjobs', submission(remove, data))).body.inventory;
  const ended = { state: 'Succeeded', jobResult: 'Succeeded', executeTime: null };
  expect(job).toMatchObject({ ...ended, jobData: JSON.stringify(data) });
  await work(emulator);
  const again = await emulator.call(...action(job.uuid, 'rerunLongJob'));
  expect(again.body.inventory).toMatchObject({ ...ended, apiId: job.apiId });
  expect((await emulator.control('GET', '/invariants')).body.violations ?? []).toEqual([]);
});
