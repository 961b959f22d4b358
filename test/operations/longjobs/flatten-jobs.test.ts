import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { action, longJob, pace, submission, work } from '../../support/long-jobs';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { vms, volumes } = SEED;
const ofVm = 'APIFlattenVmInstanceMsg';
const ofVolume = 'APIFlattenVolumeMsg';

/** A stopped VM with two volumes that stand on snapshots. */
async function thin(): Promise<TestEmulator> {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`, {
    params: {},
  });
  for (const volume of [volumes.stoppedWindows, volumes.spareData]) {
    await writeTo(emulator, GIB, volume);
    await takeSnapshot(emulator, 's', volume);
  }
  await pace(emulator, 'timed');
  return emulator;
}

const submit = async (emulator: TestEmulator, jobName: string, uuid: string): Promise<Json> => {
  const answer = await emulator.call('POST', '/longjobs', submission(jobName, { uuid }));
  await work(emulator);
  return answer.body.inventory;
};
const isFlat = (emulator: TestEmulator, uuid: string): boolean => {
  const row = emulator.environment.database
    .prepare<[string], Json>(
      'select layer_size as own, actual_size as whole from volumes where uuid = ?',
    )
    .get(uuid);
  return row.own === row.whole;
};
const progress = async (emulator: TestEmulator, { apiId }: Json): Promise<Json> =>
  (await emulator.call('GET', `/task-progresses/${apiId}`)).body.inventories[0];

test('a VM is flattened by a long job that tells how far it is, one volume after the other', async () => {
  const emulator = await thin();
  const job = await submit(emulator, ofVm, vms.stoppedWindows);
  expect(job).toMatchObject({ jobName: ofVm, state: 'Running' });
  expect(JSON.parse(job.jobData)).toMatchObject({ full: true, dryRun: false });
  emulator.advance(1_000);
  expect(await progress(emulator, job)).toMatchObject({
    taskName: 'class org.zstack.compute.vm.FlattenVmLongJob',
    content: '25',
  });
  emulator.advance(2_000);
  expect([
    isFlat(emulator, volumes.stoppedWindows),
    isFlat(emulator, volumes.spareData),
    (await progress(emulator, job)).content,
  ]).toEqual([true, false, '75']);
  emulator.advance(2_000);
  const done = await longJob(emulator, job.uuid);
  expect([done.state, JSON.parse(done.jobResult).inventory.uuid]).toEqual([
    'Succeeded',
    vms.stoppedWindows,
  ]);
  expect((await progress(emulator, job)).content).toBe('100');
  expect(isFlat(emulator, volumes.spareData)).toBe(true);
});

test('canceled on its way it keeps what is flattened, and flattens no more', async () => {
  const emulator = await thin();
  const job = await submit(emulator, ofVm, vms.stoppedWindows);
  emulator.advance(3_000);
  put(emulator, `update vm_instances set state = 'Crashed' where uuid = '${vms.stoppedWindows}'`);
  expect(await emulator.refused(...action(job.uuid, 'cancelLongJob'))).toMatchObject({
    code: 'SYS.1006',
    details: expect.stringContaining('message[org.zstack.header.vm.CancelFlattenVmInstanceMsg]'),
  });
  put(emulator, `update vm_instances set state = 'Stopped' where uuid = '${vms.stoppedWindows}'`);
  expect((await emulator.call(...action(job.uuid, 'cancelLongJob'))).status).toBe(200);
  expect((await longJob(emulator, job.uuid)).state).toBe('Canceled');
  emulator.advance(3_600_000);
  expect([isFlat(emulator, volumes.stoppedWindows), isFlat(emulator, volumes.spareData)]).toEqual([
    true,
    false,
  ]);
});

test('a volume is flattened by a long job, or stays as it is where that is canceled', async () => {
  const emulator = await thin();
  const job = await submit(emulator, ofVolume, volumes.spareData);
  const before = emulator.world()['volumes'];
  expect((await emulator.call(...action(job.uuid, 'cancelLongJob'))).status).toBe(200);
  emulator.advance(3_600_000);
  expect(emulator.world()['volumes']).toEqual(before);
  const again = await submit(emulator, ofVolume, volumes.spareData);
  emulator.advance(3_600_000);
  expect((await longJob(emulator, again.uuid)).state).toBe('Succeeded');
  expect(isFlat(emulator, volumes.spareData)).toBe(true);
});

test('a volume that leaves its VM on the way is passed over; one that is gone fails its own job', async () => {
  const emulator = await thin();
  const job = await submit(emulator, ofVm, vms.stoppedWindows);
  const own = await submit(emulator, ofVolume, volumes.spareData);
  await emulator.make('DELETE', `/volumes/${volumes.spareData}/vm-instances`);
  await emulator.call('DELETE', `/volumes/${volumes.spareData}`);
  await emulator.call('PUT', `/volumes/${volumes.spareData}/actions`, { expungeDataVolume: {} });
  emulator.advance(3_600_000);
  expect((await longJob(emulator, job.uuid)).state).toBe('Succeeded');
  expect((await longJob(emulator, own.uuid)).state).toBe('Failed');
});
