import { ALICE_SESSION, TestEmulator, type Json } from '../../support/emulator';
import { action, longJob, submit } from '../../support/long-jobs';

/* What a rerun leaves of a long job as it was, and whose its work is. */

const rowOf = (emulator: TestEmulator): Json => (emulator.world()['long_jobs'] as Json[])[0];

async function failed(session?: string) {
  const emulator = await TestEmulator.start();
  const point = 'add-image/start-download';
  await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1, details: 'a rat' });
  const more = { name: 'mine', description: 'of mine' };
  const { uuid } = await submit(emulator, 'APIAddImageMsg', {}, more, session);
  emulator.advance(60_000);
  return { emulator, uuid, before: await longJob(emulator, uuid), row: rowOf(emulator) };
}

test('a rerun begins anew: what it was told stays, what became of it goes', async () => {
  const { emulator, uuid, before, row } = await failed();
  expect([before.state, before.jobResult]).toEqual(['Failed', expect.stringContaining('a rat')]);
  const { inventory } = (await emulator.call(...action(uuid, 'rerunLongJob'))).body;
  const now = 'Nov 14, 2017 10:21:57 PM';
  expect(inventory).toEqual({
    ...before,
    state: 'Running',
    apiId: expect.stringMatching(/^[0-9a-f]{32}$/),
    jobResult: null,
    executeTime: null,
    createDate: now,
    lastOpDate: now,
  });
  const at = row.create_date + 60_000;
  expect(rowOf(emulator)).toEqual({
    ...row,
    state: 'Running',
    api_id: inventory.apiId,
    job_result: null,
    execute_time: null,
    done_date: null,
    create_date: at,
    last_op_date: at,
    inner_job_uuid: expect.not.stringMatching(row.inner_job_uuid),
  });
});

test('whoever reruns it, what it makes is of the account whose it is', async () => {
  const { emulator, uuid, before } = await failed(ALICE_SESSION);
  await emulator.call(...action(uuid, 'rerunLongJob'));
  emulator.advance(60_000);
  const after = await longJob(emulator, uuid);
  expect([after.state, JSON.parse(after.jobData).session]).toEqual([
    'Succeeded',
    JSON.parse(before.jobData).session,
  ]);
  const path = `/images/${before.targetResourceUuid}`;
  const { body } = await emulator.call('GET', path, undefined, ALICE_SESSION);
  expect(body.inventories).toMatchObject([{ name: 'made', status: 'Ready' }]);
  const refs = await emulator.call(
    'GET',
    `/accounts/resources/refs?q=resourceUuid=${before.targetResourceUuid}`,
  );
  expect(refs.body.inventories).toMatchObject([
    { accountUuid: JSON.parse(before.jobData).session.accountUuid },
  ]);
});
