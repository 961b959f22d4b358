import { SEED, TestEmulator, type Json } from '../support/emulator';
import { ownError } from '../support/environments';
import { stateOf } from '../support/states';

const { imageStore } = SEED.backupStorages;
const on = { backupStorageUuids: [imageStore] };
const WEB = "count image where name='web'";

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
});

const create = async (name: string): Promise<string> =>
  (await emulator.createTemplate(SEED.volumes.runningLinux, { name, ...on })).body.inventory.uuid;
const rename = (uuid: string, name: string) =>
  emulator.make('PUT', `/images/${uuid}/actions`, { updateImage: { name } });
const bisect = async (params: object): Promise<Json> =>
  (await emulator.control('POST', '/bisect', params)).body;

test('the first write after which a query finds nothing any more is named, and the world is left alone', async () => {
  const uuid = await create('web');
  await create('other');
  await rename(uuid, 'web-2');
  await create('more');
  const before = stateOf(emulator.environment);

  const found = await bisect({ zql: WEB });

  expect(found).toMatchObject({
    inventory: { id: 'w3', what: 'UpdateImage', request: 3 },
    holds: false,
    held: false,
    count: 4,
  });
  expect(await bisect({ zql: "query image where name='web-2'", finds: 'nothing' })).toMatchObject({
    inventory: { id: 'w3' },
    held: true,
  });
  expect(stateOf(emulator.environment)).toEqual(before);
  expect(emulator.environment.writes).toHaveLength(4);
});

test('of several such writes it is the first', async () => {
  const uuid = await create('web');
  for (const name of ['a', 'web', 'b', 'web']) await rename(uuid, name);
  expect(await bisect({ zql: WEB })).toMatchObject({ inventory: { id: 'w2' }, holds: true });
});

test('what a move of the clock brought is found in what it did', async () => {
  await emulator.call('DELETE', `/images/${SEED.images.windows}`);
  await emulator.control('POST', '/clock/advance', { by: '80h' });
  const zql = `query image where uuid='${SEED.images.windows}'`;
  expect(await bisect({ zql })).toMatchObject({
    inventory: { kind: 'chore' },
    holds: false,
    held: true,
  });
});

test('a write that broke a law is found', async () => {
  const law = 'capacity of backup storages';
  await create('one');
  const left = emulator.available('backup', imageStore);
  // A defect, as nobody can ask for one.
  const { database } = emulator.environment;
  const leave = database.prepare(
    'update backup_storages set available_capacity = ? where uuid = ?',
  );
  leave.run(1, imageStore);

  const answer = await emulator.anonymous.post('/emulator/v1/bisect').send({ law });

  expect(answer.body).toMatchObject({
    inventory: { id: 'w2', kind: 'other' },
    holds: false,
    held: true,
  });
  leave.run(left, imageStore);
});

test('where all is well there is nothing to name', async () => {
  await create('one');
  expect(await bisect({ law: 'capacity of backup storages' })).toMatchObject({
    inventory: null,
    holds: true,
    held: true,
    count: 1,
  });
});

test.each([
  [{}, 'expected a law or a statement'],
  [{ law: 'x', zql: WEB }, 'give one of them'],
  [{ law: 'capacity of backup storage' }, "(did you mean 'capacity of backup storages'?)"],
  [{ zql: 'query nothing' }, 'the statement cannot be answered'],
  [{ zql: WEB, finds: 'all' }, 'something, nothing'],
])('%j is refused', async (params, text) => {
  const answer = await emulator.control('POST', '/bisect', params);
  expect(ownError(answer)).toEqual({ code: 'invalid', details: expect.stringContaining(text) });
});
