import { SEED, TestEmulator, TEST_TIME, type Json } from '../support/emulator';
import { done, environmentOf, host, ownError } from '../support/environments';
import { inOnePacket } from '../support/one-packet';
import { stateOf } from '../support/states';
import { openUpload, upload } from '../support/upload';

const { runningLinux } = SEED.volumes;
const { imageStore } = SEED.backupStorages;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
});

const create = (name: string) =>
  emulator.createTemplate(runningLinux, { name, backupStorageUuids: [imageStore] });
const names = async (): Promise<string[]> => {
  const { inventories } = (await emulator.call('GET', '/images?sort=+createDate')).body;
  return inventories.map(({ name }: Json) => name);
};
const history = async (): Promise<Json[]> =>
  (await emulator.control('GET', '/history')).body.inventories;
const rewind = (to: unknown) => emulator.control('POST', '/rewind', { to });
const state = () => stateOf(emulator.environment);

test('the history tells what was written, by whom, with its job and its number in the journal', async () => {
  const { body } = await create('one');
  await emulator.call('DELETE', `/images/${body.inventory.uuid}`);
  await emulator.call('GET', '/images');

  const [first, second, ...more] = await history();

  const [asked] = emulator.environment.journal.list();
  expect(first).toMatchObject({
    id: 'w1',
    date: new Date(TEST_TIME).toISOString(),
    kind: 'call',
    what: 'CreateRootVolumeTemplateFromRootVolume',
    accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
    jobUuid: asked?.jobUuid,
    request: asked?.id,
    count: 1,
  });
  expect(second).toMatchObject({ id: 'w2', what: 'DeleteImage' });
  expect(more).toEqual([]);
});

test('every write of an upload has a name, and the job that it belongs to', async () => {
  const { uuid, addresses } = await openUpload(emulator, [imageStore], { format: 'raw' });
  const before = (await history()).length;

  await upload(String(addresses[0]), {
    bytes: Buffer.alloc(4096, 1),
    headers: { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': 4096 },
  });

  const written = (await history()).slice(before);
  expect(written.map(({ kind, what, jobUuid }) => [kind, what, typeof jobUuid])).toEqual([
    ['call', 'UploadImageSlice', 'string'],
    ['call', 'UploadImageSlice', 'string'],
  ]);
});

describe('a rewind leads to the moment before', () => {
  test.each([
    ['a write', (write: Json) => write.id],
    ['a request, by its number in the journal', (write: Json) => write.request],
    ['the same as a text', (write: Json) => `${write.request}`],
    ['the call of a job', (write: Json) => write.jobUuid],
    ['what came after a time', () => new Date(TEST_TIME + 599_999).toISOString()],
    ['what came in the last minutes', () => '-5m'],
  ])('%s', async (_what, pointOf) => {
    await create('one');
    emulator.advance(600_000);
    // The move is a write that came at this time, too.
    const move = (await history()).length;
    const before = state();
    await create('two');
    await create('three');
    const second = (await history())[move];

    const { body } = await rewind(pointOf(second));

    const undone = body.inventories.map(({ what }: Json) => what);
    const created = 'CreateRootVolumeTemplateFromRootVolume';
    expect(undone.slice(0, 2)).toEqual([created, created]);
    expect(undone.slice(2).every((what: string) => what !== created)).toBe(true);
    expect([await names(), await history()]).toEqual([
      expect.not.arrayContaining(['two']),
      expect.arrayContaining([expect.objectContaining({ id: 'w1' })]),
    ]);
    expect({ ...state(), clock: 0, settings: 0, tasks: 0, sqlite_sequence: 0 }).toEqual({
      ...before,
      clock: 0,
      settings: 0,
      tasks: 0,
      sqlite_sequence: 0,
    });
  });
});

test('the same calls bring the same identifiers again, and numbers of writes are not used twice', async () => {
  const { body: before } = await create('one');

  await rewind('w1');

  expect((await create('one')).body.inventory.uuid).toBe(before.inventory.uuid);
  expect((await history()).map(({ id }) => id)).toEqual(['w2']);
});

test('a move of the clock is taken back whole, with what fell due on the way', async () => {
  await emulator.stop();
  emulator = await TestEmulator.start({ settings: { rewind: 'on', progression: 'timed' } });
  await emulator
    .createTemplate(runningLinux, { name: 'slow', backupStorageUuids: [imageStore] })
    .set('X-Job-UUID', 'a'.repeat(32));
  // Its work begins after its answer.
  await emulator.control('GET', '/tasks');
  const before = state();
  await emulator.control('POST', '/clock/advance', { by: '3d' });
  const move = (await history()).find(({ what }) => what === 'AdvanceClock');

  await rewind(move.id);

  expect(state()).toEqual(before);
  await emulator.control('POST', '/clock/advance', { by: '1h' });
  expect(await names()).toContain('slow');
});

test('each of the calls that one commit holds is taken back alone', async () => {
  await inOnePacket(emulator, ['a', 'b', 'c', 'd']);
  const all = await history();
  expect(all).toHaveLength(4);
  expect(new Set(all.map(({ commit }) => commit)).size).toBeLessThan(4);
  const [, , third] = all;

  await rewind(third.id);

  expect((await history()).map(({ id }) => id)).toEqual(['w1', 'w2']);
  const made = async () => (await names()).filter((name) => name.length === 1);
  expect(await made()).toEqual(['a', 'b']);
  // Nothing that is made from now on meets an identifier of those that stayed.
  await inOnePacket(emulator, ['e', 'f']);
  expect(await made()).toEqual(['a', 'b', 'e', 'f']);
});

test('it stands in the journal and among the events, which are not taken back', async () => {
  await create('one');
  const [last] = emulator.environment.world.repositories.events
    .list({ resourceUuid: null, since: 0, limit: 1000 })
    .slice(-1);

  await rewind('w1');

  const operations = emulator.environment.journal.list().map(({ operation }) => operation);
  expect(operations).toEqual(['CreateRootVolumeTemplateFromRootVolume', 'Rewind']);
  const { inventories } = (await emulator.control('GET', `/events?since=${last?.id}`)).body;
  expect(inventories).toEqual([
    expect.objectContaining({
      resourceType: 'Environment',
      resourceUuid: 'default',
      before: 'w1',
      after: null,
      causeKind: 'hand',
      cause: 'Rewind',
    }),
  ]);
});

test('the job of a call that was taken back is forgotten, and who waited for it is answered', async () => {
  await emulator.stop();
  emulator = await TestEmulator.start({
    settings: { rewind: 'on', progression: 'manual', waitSeconds: '600' },
  });
  const jobUuid = 'b'.repeat(32);
  const waiting = emulator.createTemplate(
    runningLinux,
    { name: 'one', backupStorageUuids: [imageStore] },
    {},
  );
  const answered = waiting.then(({ status }) => status);
  while ((await history()).length === 0);
  const [write] = await history();

  await rewind('w1');

  expect(await answered).toBe(202);
  expect((await emulator.call('GET', `/api-jobs/${write.jobUuid}`)).status).toBe(404);
  expect((await emulator.call('GET', `/api-jobs/${jobUuid}`)).status).toBe(404);
});

describe('a rewind is refused, and nothing changes,', () => {
  test.each([
    ['to a write that there is not', 'w77', 'notFound', 'reaches from w1 to w1'],
    ['to a request that wrote nothing', 99, 'notFound', 'no write of request 99'],
    ['to a job that nobody knows', 'c'.repeat(32), 'notFound', 'of the job c'],
    ['to a time after the last write', 'now', 'notFound', 'after now'],
    ['to what is no point', 'yesterday', 'invalid', 'expected a write such as w17'],
    ['to what is no text', { a: 1 }, 'invalid', 'expected a write such as w17'],
  ])('%s', async (_what, to, code, text) => {
    await create('one');
    const before = state();

    const refused = ownError(await rewind(to));

    expect(refused).toEqual({ code, details: expect.stringContaining(text) });
    expect(state()).toEqual(before);
  });

  test('where nothing is kept', async () => {
    await emulator.stop();
    emulator = await TestEmulator.start({ settings: { rewind: 'off' } });
    await create('one');

    for (const answer of [await rewind('w1'), await emulator.control('GET', '/history')]) {
      expect(ownError(answer)).toEqual({
        code: 'conflict',
        details: expect.stringContaining('EMULATOR_REWIND is off'),
      });
    }
  });
});

test('so many bytes are kept as the operator said, and never more than 200 writes', async () => {
  await emulator.stop();
  emulator = await TestEmulator.start({ settings: { rewind: '8K' } });
  for (let i = 0; i < 20; i++) await create(`t${i}`);
  const kept = await history();
  expect(kept.length).toBeGreaterThan(2);
  expect(kept.at(-1).id).toBe('w20');
  expect(kept.reduce((total, { bytes }) => total + bytes, 0)).toBeLessThanOrEqual(8 * 1024);

  expect(ownError(await rewind('w1')).details).toContain(`reaches from ${kept[0].id} to w20`);
  expect(ownError(await rewind('2001-01-01')).details).toContain('no write before 2001-01-01');
  expect((await rewind(kept[0].id)).status).toBe(200);
});

test('each environment has a history of its own', async () => {
  await create('one');
  await done(emulator, 'POST', '/environments', { name: 'other' });
  const other = environmentOf(emulator, 'other');
  const before = stateOf(other);
  const path = `/environments/other/zstack/v1/images/${SEED.images.windows}`;
  await fetch(emulator.url + path, {
    method: 'DELETE',
    headers: { Authorization: 'OAuth 5e55000000004000800000000000ad01' },
  });
  expect(await done(emulator, 'GET', '/environments/other/history')).toHaveLength(1);

  const answer = await host(emulator, 'POST', '/environments/other/rewind', { to: 'w1' });

  expect(answer.status).toBe(200);
  expect(stateOf(other)).toEqual(before);
  expect(await history()).toHaveLength(1);
});

test('what replaces a world as a whole begins a new history', async () => {
  await create('one');
  await done(emulator, 'POST', '/environments/default/reset');
  expect(await history()).toEqual([]);
});
