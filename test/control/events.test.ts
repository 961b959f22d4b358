import { SEED, TestEmulator, type Json } from '../support/emulator';
import { ownError } from '../support/environments';

const { imageStore, sftp } = SEED.backupStorages;

const eventsOf = async (emulator: TestEmulator, resourceUuid: string): Promise<Json[]> =>
  (await emulator.control('GET', `/events?resourceUuid=${resourceUuid}`)).body.inventories;
const explain = (emulator: TestEmulator, uuid: string, search = '') =>
  emulator.control('GET', `/explain/${uuid}${search}`);
const template = (emulator: TestEmulator, params: object = {}) =>
  emulator.createTemplate(
    SEED.volumes.stoppedWindows,
    { name: 'x', backupStorageUuids: [imageStore], ...params },
    { headers: { 'X-Job-UUID': 'c0ffee00000040008000000000000001' } },
  );
const JOB = 'c0ffee00000040008000000000000001';
const UUID = 'c0ffee00000040008000000000000002';

test('a group of snapshots, which has no state, is told of all the same; one of images by what made it', async () => {
  const emulator = await TestEmulator.start();
  const snapshots = await emulator.make('POST', '/volume-snapshots/group', {
    params: { rootVolumeUuid: SEED.volumes.stoppedWindows, name: 'g' },
  });
  const images = await emulator.make('POST', `/imagegroup/from/image/${SEED.images.linux}`, {
    params: { name: 'g' },
  });
  const storyOf = async (uuid: string) => (await explain(emulator, uuid)).body.inventory.story;
  expect(await storyOf(snapshots.uuid)).toEqual([
    expect.stringContaining('the VolumeSnapshotGroup came into being; of what has no state'),
  ]);
  expect(await storyOf(images.uuid)).toEqual([
    expect.stringMatching(/the ImageGroup came into being with the status Creating, by a call of/),
    expect.stringContaining('changed its status from Creating to Ready'),
  ]);
});

test('every change of an image and its copies is told, with the step and the job behind it', async () => {
  const emulator = await TestEmulator.start();
  await template(emulator, { resourceUuid: UUID });
  emulator.advance(1000);
  const flow = 'create-root-volume-template';
  expect(await eventsOf(emulator, UUID)).toMatchObject([
    {
      resourceType: 'Image',
      field: 'status',
      before: null,
      after: 'Creating',
      causeKind: 'step',
      cause: `${flow}/create-image-in-database`,
      jobUuid: JOB,
      date: '2017-11-14T22:20:57.000Z',
    },
    {
      resourceType: 'ImageBackupStorageRef',
      onUuid: imageStore,
      before: null,
      after: 'Creating',
      cause: `${flow}/select-backup-storage`,
    },
    { onUuid: imageStore, before: 'Creating', after: 'Ready' },
    { resourceType: 'Image', before: 'Creating', after: 'Ready', onUuid: null },
  ]);
  expect(await eventsOf(emulator, JOB)).toMatchObject([
    { resourceType: 'Job', before: 'Running', after: 'Succeeded' },
  ]);
});

test('a call, a chore, a rule and a hand are told apart', async () => {
  const emulator = await TestEmulator.start();
  const image = SEED.images.linux;
  await emulator.make('PUT', `/images/${image}/actions`, {
    changeImageState: { stateEvent: 'disable' },
  });
  await emulator.call('DELETE', `/images/${image}`);
  emulator.advance(100 * 3_600_000);
  const story = (await eventsOf(emulator, image)).map((event) => [
    event.field,
    event.after,
    event.causeKind,
    event.cause,
  ]);
  expect(story).toEqual(
    expect.arrayContaining([
      ['state', 'Disabled', 'call', 'ChangeImageState'],
      ['status', 'Deleted', 'step', 'delete-image/delete'],
      ['status', null, 'chore', 'expunge-deleted-images'],
    ]),
  );

  await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: false });
  expect((await eventsOf(emulator, sftp)).at(-1)).toMatchObject({
    after: 'Disconnected',
    causeKind: 'hand',
    cause: 'SetBackupStorageAgent',
  });
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  await template(emulator, { resourceUuid: UUID });
  const [{ id }] = (await emulator.control('GET', '/tasks')).body.inventories.filter(
    ({ jobUuid }: Json) => jobUuid === JOB,
  );
  await emulator.control('POST', `/tasks/${id}/fail`, {});
  expect((await eventsOf(emulator, UUID)).at(-1)).toMatchObject({
    after: null,
    causeKind: 'hand',
    cause: 'FailTask',
  });
  await emulator.control('PUT', '/progression', { mode: 'immediate' });

  const rule = await emulator.control('POST', '/faults', {
    kind: 'disconnect',
    point: 'create-root-volume-template/start-creating-template',
  });
  await emulator.createTemplate(SEED.volumes.stoppedWindows, {
    name: 'y',
    backupStorageUuids: [imageStore],
  });
  expect((await eventsOf(emulator, imageStore)).at(-1)).toMatchObject({
    after: 'Disconnected',
    causeKind: 'rule',
    cause: rule.body.inventory.uuid,
  });
});

test('a refused call leaves no event of what it undid, but of its job', async () => {
  const emulator = await TestEmulator.start();
  const all = async () => (await emulator.control('GET', '/events')).body.inventories;
  const before = await all();
  await emulator.refused('PUT', `/images/${SEED.images.linux}/actions`, { expungeImage: {} });
  const later = (await all()).slice(before.length);
  expect(later.map(({ resourceType }: Json) => resourceType)).toEqual(['Job']);
});

test('events are paged by their ids', async () => {
  const emulator = await TestEmulator.start();
  const page = async (since: number): Promise<Json[]> =>
    (await emulator.control('GET', `/events?since=${since}&limit=3`)).body.inventories;
  const first = await page(0);
  const second = await page(first.at(-1).id);
  expect([first.length, second[0].id]).toEqual([3, first.at(-1).id + 1]);
  expect(first[0]).toMatchObject({ causeKind: 'start', cause: 'seed', before: null });
});

describe('an explanation', () => {
  test('tells in words why an image is gone', async () => {
    const emulator = await TestEmulator.start();
    const rule = await emulator.control('POST', '/faults', {
      kind: 'fail',
      point: 'create-root-volume-template/start-creating-template',
      details: 'the disk died',
    });
    await template(emulator, { resourceUuid: UUID });
    const { inventory } = (await explain(emulator, UUID)).body;
    expect(inventory).toMatchObject({ resourceType: null, status: null });
    expect(inventory.story[0]).toBe(
      '2017-11-14T22:20:57.000Z: the Image came into being with the status Creating, by the step create-root-volume-template/create-image-in-database of CreateRootVolumeTemplateFromRootVolume[job:c0ffee00000040008000000000000001], which failed: SYS.1006 failed to create image from root volume[uuid:d0000000000040008000000000000002] on all backup storage, see cause for one of errors',
    );
    expect(inventory.story.at(-1)).toContain(
      `the Image went, with the status Creating, by the fault rule[uuid:${rule.body.inventory.uuid}]`,
    );
  });

  test('tells what would refuse an operation now, and changes nothing by asking', async () => {
    const emulator = await TestEmulator.start();
    const before = [emulator.world(), emulator.environment.world.chance.state];
    const ask = async (uuid: string, search: string) =>
      (await explain(emulator, uuid, search)).body.inventory.operation;
    expect(await ask(SEED.images.linux, '?operation=ExpungeImage')).toMatchObject({
      name: 'ExpungeImage',
      wouldBeRefused: true,
      error: {
        code: 'SYS.1006',
        details: expect.stringContaining('is not deleted on any backup storage'),
      },
    });
    expect(await ask(SEED.images.linux, '?operation=DeleteImage')).toEqual({
      name: 'DeleteImage',
      wouldBeRefused: false,
      error: null,
    });
    const params = encodeURIComponent('{"stateEvent":"explode"}');
    const wrong = await ask(SEED.images.linux, `?operation=ChangeImageState&params=${params}`);
    expect(wrong.error.details).toContain('but explode found');
    const volume = '?operation=CreateRootVolumeTemplateFromRootVolume&params={"name":"y"}';
    expect((await ask(SEED.volumes.stoppedWindows, volume)).wouldBeRefused).toBe(false);
    expect([emulator.world(), emulator.environment.world.chance.state]).toEqual(before);
  });

  test.each([
    ['1a0000000000400080000000000000ff', '', 'notFound', 'is there, or ever was'],
    ['1a0000000000400080000000000000ff', '', 'notFound', "(did you mean '1a00000000004000"],
    ['sftp-1', '', 'notFound', `the backup storage 'sftp-1' has the uuid ${sftp}`],
    [SEED.images.linux, '?operation=ExpungImage', 'invalid', "(did you mean 'ExpungeImage'?)"],
    [
      SEED.images.linux,
      '?operation=QueryImage',
      'invalid',
      'is no operation that changes something',
    ],
    [SEED.images.linux, '?operation=DeleteZone', 'invalid', 'takes no Image'],
    [SEED.images.linux, '?operation=DeleteImage&params=[1]', 'invalid', 'expected a JSON object'],
    [
      SEED.images.linux,
      '?operation=UpdateImage&params={"nmae":"x"}',
      'invalid',
      "UpdateImage has no parameter 'nmae' (did you mean 'name'?)",
    ],
    [SEED.images.linux, '?params={"name":"x"}', 'invalid', 'params go with an operation'],
  ])('of %s%s is refused', async (uuid, search, code, details) => {
    const emulator = await TestEmulator.start();
    expect(ownError(await explain(emulator, uuid, search))).toEqual({
      code,
      details: expect.stringContaining(details),
    });
  });
});
