import { reliedOn } from '../../src/simulation/relied-on';
import { SEED, TestEmulator } from '../support/emulator';
import { BASE, startSeed } from '../support/seeds';

const storyOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await emulator.control('GET', `/explain/${uuid}`)).body.inventory.story;

const MADE = '2017-11-13T22:20:57.000Z';

describe('what a large seed made is told of with what it was first', () => {
  const start = () =>
    startSeed(`${BASE.replace('zones: [{ name: z }]', `zones: [{ name: z }, { name: off, uuid: ${SEED.zone}, state: Disabled, createDate: -1d }]`)}
images:
  - { name: i, uuid: ${SEED.image}, url: 'http://x', size: 1G, createDate: -1d, backupStorages: [a, b] }
  - { name: 'i{n}', count: 300, url: 'http://x', size: 1, backupStorages: [a] }`);

  test('its state where it has no status', async () => {
    const emulator = await start();
    const before = `${MADE}: the Zone came into being with the state Disabled, by the seed`;
    expect(await storyOf(emulator, SEED.zone)).toEqual([before]);
    await emulator.make('PUT', `/zones/${SEED.zone}/actions`, {
      changeZoneState: { stateEvent: 'enable' },
    });
    const story = await storyOf(emulator, SEED.zone);
    expect(story.map((line) => line.replace(/[0-9a-f]{32}\]$/, ''))).toEqual([
      before,
      '2017-11-14T22:20:57.000Z: the Zone changed its state from Disabled to Enabled, by a call of ChangeZoneState[job:',
    ]);
  });

  test('its status, with all that became of it and of its copies', async () => {
    const emulator = await start();
    const [a, b] = (await emulator.call('GET', '/backup-storage?sort=%2Bname')).body.inventories;
    await emulator.make('DELETE', `/images/${SEED.image}`);
    await emulator.make('PUT', `/images/${SEED.image}/actions`, { expungeImage: {} });
    await emulator.make('DELETE', `/backup-storage/${b.uuid}`);
    const story = await storyOf(emulator, SEED.image);
    const copy = (uuid: string, name: string) =>
      `its copy on the backup storage[uuid:${uuid}, name:${name}]`;
    expect(story.map((line) => line.replace(/, by .*/, ''))).toEqual([
      `2017-11-14T22:20:57.000Z: ${copy(a.uuid, 'a')} changed its status from Ready to Deleted`,
      `2017-11-14T22:20:57.000Z: ${copy(b.uuid, 'deleted since')} changed its status from Ready to Deleted`,
      '2017-11-14T22:20:57.000Z: the Image changed its status from Ready to Deleted',
      `2017-11-14T22:20:57.000Z: ${copy(a.uuid, 'a')} went, with the status Deleted`,
      `2017-11-14T22:20:57.000Z: ${copy(b.uuid, 'deleted since')} went, with the status Deleted`,
      '2017-11-14T22:20:57.000Z: the Image went, with the status Deleted',
    ]);
  });
});

test('what the world does by itself is told as its own work', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('DELETE', `/images/${SEED.images.linux}`);
  emulator.advance(100 * 86_400_000);
  expect((await storyOf(emulator, SEED.images.linux)).at(-1)).toMatch(
    /^2017-11-\d\dT22:20:57\.000Z: the Image went, with the status Deleted, by the world's own work expunge-deleted-images$/,
  );
});

test('what clients rely on is told by operations, with their paths and the parameters that exist', async () => {
  const emulator = await TestEmulator.start();
  const { imageStore } = SEED.backupStorages;
  await emulator.call('GET', `/images?q=name=x&limit=1&nothing=2`);
  await emulator.call('GET', `/images/${SEED.image}`);
  await emulator.call('POST', '/images', {
    params: {
      name: 'n',
      url: 'http://x',
      format: 'qcow2',
      backupStorageUuids: [imageStore],
      odd: 1,
    },
  });
  await emulator.call('PUT', `/images/${SEED.image}/actions`, { updateImage: { name: 'm' } });
  await emulator.call('GET', '/nowhere');
  await emulator.call('GET', `/api-jobs/${SEED.image}`);
  await emulator.anonymous.post('/zstack/api').send({
    'org.zstack.header.zone.APIQueryZoneMsg': {
      conditions: [],
      session: { uuid: '5e55000000004000800000000000ad01' },
    },
  });
  const { release, operations } = reliedOn(emulator.environment);
  expect(release).toBe('5.3');
  expect(operations).toEqual({
    AddImage: {
      calls: ['POST /v1/images'],
      parameters: ['backupStorageUuids', 'format', 'name', 'url'],
    },
    QueryImage: { calls: ['GET /v1/images', 'GET /v1/images/{uuid}'], parameters: [] },
    QueryZone: { calls: [], parameters: [] },
    UpdateImage: { calls: ['PUT /v1/images/{uuid}/actions'], parameters: ['name', 'uuid'] },
  });
  expect(Object.keys(operations)).toEqual(['AddImage', 'QueryImage', 'QueryZone', 'UpdateImage']);
});
