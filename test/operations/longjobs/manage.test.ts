import { ADMIN_SESSION, ALICE_SESSION, TestEmulator, type Json } from '../../support/emulator';
import { action, longJob, pace, submit } from '../../support/long-jobs';

const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const add = 'APIAddImageMsg';
const root = 'APICreateRootVolumeTemplateFromRootVolumeMsg';

const act = (emulator: TestEmulator, uuid: string, name: string, params: object = {}) =>
  emulator.call(...action(uuid, name, params));

describe('resume, clean, update and delete', () => {
  const ended = async () => {
    const emulator = await TestEmulator.start();
    return { emulator, uuid: (await submit(emulator, root)).uuid as string };
  };
  const running = async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'manual');
    return { emulator, uuid: (await submit(emulator, root)).uuid as string };
  };

  test.each([
    ['ended', ended],
    ['runs', running],
  ])('only a suspended job is resumed, not one that %s', async (_what, make) => {
    const { emulator, uuid } = await make();
    expect(await emulator.refused(...action(uuid, 'resumeLongJob'))).toMatchObject({
      code: 'SYS.1007',
      details: 'can only resume longjob that is Suspended',
    });
  });

  test.each([
    ['ended', ended],
    ['runs', running],
  ])('a job that %s is not cleaned', async (_what, make) => {
    const { emulator, uuid } = await make();
    expect(await emulator.refused(...action(uuid, 'cleanLongJob'))).toMatchObject({
      code: 'LONG_JOB.1003',
      details: 'not supported or state is not Canceling',
    });
  });

  test('name and description change, and what is not given stays', async () => {
    const { emulator, uuid } = await running();
    const named = await act(emulator, uuid, 'updateLongJob', { name: 'a', description: 'b' });
    expect(named.body.inventory).toMatchObject({ name: 'a', description: 'b', state: 'Running' });
    await act(emulator, uuid, 'updateLongJob', { description: 'c' });
    expect(await longJob(emulator, uuid)).toMatchObject({ name: 'a', description: 'c' });
    const error = await emulator.refused(
      ...action(uuid, 'updateLongJob', { name: 'x'.repeat(256) }),
    );
    expect(error.details).toMatch(/^field\[name\] .* expected was <= 255, actual was 256$/);
  });

  test('a job that ended is deleted with its tags; its image stays; a missing one is no error', async () => {
    const { emulator, uuid } = await ended();
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'LongJobVO', resourceUuid: uuid, tag: 'mine' },
    });
    for (let i = 0; i < 2; i++) {
      expect((await emulator.call('DELETE', `/longjobs/${uuid}`)).status).toBe(200);
    }
    expect(await longJob(emulator, uuid)).toBeUndefined();
    expect((await emulator.call('GET', '/user-tags')).body.inventories).toEqual([]);
    expect(await emulator.find('/images?q=name=made')).toMatchObject({ status: 'Ready' });
  });

  test('a job that runs is not deleted', async () => {
    const { emulator, uuid } = await running();
    expect(await emulator.refused('DELETE', `/longjobs/${uuid}`)).toMatchObject({
      code: 'SYS.1007',
      details: "delete longjob only when it's succeeded, canceled, or failed",
    });
  });

  test.each(['rerunLongJob', 'resumeLongJob', 'cleanLongJob', 'updateLongJob'])(
    '%s knows no job that is not there, and none of somebody else',
    async (name) => {
      const { emulator, uuid } = await ended();
      expect(await emulator.refused(...action(NOWHERE, name))).toMatchObject({
        code: 'SYS.1003',
        details: `invalid field[uuid], resource[uuid:${NOWHERE}, type:LongJobVO] not found`,
      });
      expect(await emulator.refused(...action(uuid, name), ALICE_SESSION)).toMatchObject({
        code: 'SYS.1006',
        details: expect.stringContaining(uuid),
      });
    },
  );

  test('somebody else’s job is not deleted either, and a wrong uuid is refused', async () => {
    const { emulator, uuid } = await ended();
    const error = await emulator.refused('DELETE', `/longjobs/${uuid}`, undefined, ALICE_SESSION);
    expect(error.code).toBe('SYS.1006');
    expect(await emulator.refused('DELETE', '/longjobs/nothing')).toMatchObject({
      code: 'SYS.1003',
      details: 'invalid value[nothing] of field [uuid]',
    });
  });
});

test('a normal account finds its own jobs by state, and nobody else’s', async () => {
  const emulator = await TestEmulator.start();
  await submit(emulator, root);
  await submit(emulator, add, {}, {}, ALICE_SESSION);
  await submit(emulator, add, { systemTags: ['uploadImage::x'] }, { name: 'bad' }, ALICE_SESSION);
  const find = async (query: string, session: string) =>
    (await emulator.call('GET', `/longjobs?${query}`, undefined, session)).body.inventories.map(
      ({ name, state }: Json) => [name, state],
    );
  expect(await find('', ALICE_SESSION)).toEqual([
    [add, 'Succeeded'],
    ['bad', 'Failed'],
  ]);
  expect(await find('q=state=Failed', ALICE_SESSION)).toEqual([['bad', 'Failed']]);
  expect(await find(`q=jobName=${root}`, ALICE_SESSION)).toEqual([]);
  expect(await find('q=state?=Failed,Running', ADMIN_SESSION)).toEqual([['bad', 'Failed']]);
  expect(await find('', ADMIN_SESSION)).toHaveLength(3);
});
