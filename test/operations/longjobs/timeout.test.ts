import { ADMIN_SESSION, TestEmulator, type Json } from '../../support/emulator';
import {
  action,
  JOB_DATA,
  longJob,
  pace,
  submission,
  submit,
  work,
  worldWithoutLongJobs,
} from '../../support/long-jobs';

const add = 'APIAddImageMsg';
const root = 'APICreateRootVolumeTemplateFromRootVolumeMsg';

const stateOf = async (emulator: TestEmulator, uuid: string): Promise<string> =>
  (await longJob(emulator, uuid)).state;

describe('time that is up', () => {
  const submitWithin = async (emulator: TestEmulator, seconds: number): Promise<Json> => {
    const answer = await emulator.anonymous
      .post('/zstack/v1/longjobs')
      .set({ Authorization: `OAuth ${ADMIN_SESSION}`, 'X-API-Timeout': String(seconds) })
      .send(submission(add, JOB_DATA[add]));
    await work(emulator);
    return answer.body.inventory;
  };

  test('by X-API-Timeout of the submit fails the job, and nothing of it stays', async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'manual');
    const before = worldWithoutLongJobs(emulator);
    const { uuid } = await submitWithin(emulator, 5);
    emulator.advance(4_999);
    expect(await stateOf(emulator, uuid)).toBe('Running');
    emulator.advance(1);
    const failed = await longJob(emulator, uuid);
    expect(failed).toMatchObject({ state: 'Failed', executeTime: 5 });
    expect(JSON.parse(failed.jobResult).message).toBe('A message or a operation timeout');
    expect(worldWithoutLongJobs(emulator)).toEqual(before);
    expect(await work(emulator)).toEqual([]);
  });

  test('by the configuration fails the job after 72 hours, or what it was set to', async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'manual');
    const first = await submit(emulator, root);
    await emulator.configure('longJob/longJob.api.timeout', '10800');
    const second = await submit(emulator, root);
    emulator.advance(10_800_000 - 1);
    expect(await stateOf(emulator, second.uuid)).toBe('Running');
    emulator.advance(1);
    expect(await stateOf(emulator, second.uuid)).toBe('Failed');
    expect(await stateOf(emulator, first.uuid)).toBe('Running');
    emulator.advance(259_200_000 - 10_800_000);
    expect(await stateOf(emulator, first.uuid)).toBe('Failed');
  });

  test('does nothing to a job that ended in time, nor to its next run', async () => {
    const emulator = await TestEmulator.start();
    const { uuid, targetResourceUuid } = await submitWithin(emulator, 5);
    emulator.advance(4_000);
    await emulator.make('DELETE', `/images/${targetResourceUuid}`);
    await emulator.make('PUT', `/images/${targetResourceUuid}/actions`, { expungeImage: {} });
    await pace(emulator, 'manual');
    await emulator.call(...action(uuid, 'rerunLongJob'));
    emulator.advance(60_000);
    expect(await stateOf(emulator, uuid)).toBe('Running');
  });

  test('is up for a rerun as for a submit, counted anew', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await submit(emulator, add, { systemTags: ['uploadImage::x'] });
    expect(await stateOf(emulator, uuid)).toBe('Failed');
    await emulator.control('POST', '/faults', {
      kind: 'delay',
      point: 'add-image/create-image',
      milliseconds: 300 * 86_400_000,
    });
    emulator.advance(100_000_000);
    await emulator.call(...action(uuid, 'rerunLongJob'));
    emulator.advance(259_200_000 - 1);
    expect(await stateOf(emulator, uuid)).toBe('Running');
    emulator.advance(1);
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Failed', executeTime: 259_200 });
  });
});
