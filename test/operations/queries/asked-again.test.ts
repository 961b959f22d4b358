import { ADMIN_ACCOUNT, makeAccount } from '../../support/accounts';
import {
  ADMIN_SESSION,
  ALICE_SESSION,
  SEED,
  TestEmulator,
  type Json,
} from '../../support/emulator';

/*
 * The same question, asked again after something changed by whichever way. Each asks first, more than once,
 * so that an answer that is kept would be found.
 */

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const BASE = '/zstack/v1';
const IMAGE = `${BASE}/images/${SEED.image}`;

async function asked(path: string, session = ADMIN_SESSION): Promise<Json> {
  const first = await emulator.get(path, session);
  const again = await emulator.get(path, session);
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  return again.body;
}

test.each<[string, string, () => Promise<unknown>, (body: Json) => unknown, unknown]>([
  [
    'a call',
    IMAGE,
    () =>
      emulator.make('PUT', `/images/${SEED.image}/actions`, { updateImage: { name: 'renamed' } }),
    (body) => body.inventories[0].name,
    'renamed',
  ],
  [
    'a call to what is answered along with it',
    IMAGE,
    () => emulator.make('DELETE', `/images/${SEED.image}?deleteMode=Permissive`),
    (body) => body.inventories[0].status,
    'Deleted',
  ],
  [
    'a call that changes what a condition asks for',
    `${BASE}/images?q=__systemTag__=bootMode::UEFI&fields=uuid`,
    () =>
      emulator.make('POST', '/system-tags', {
        params: { resourceType: 'ImageVO', resourceUuid: SEED.image, tag: 'bootMode::UEFI' },
      }),
    (body) => body.inventories,
    [{ uuid: SEED.images.linux }, { uuid: SEED.images.windows }],
  ],
  [
    "the emulator's own API",
    `${BASE}/backup-storage/${SEED.backupStorages.imageStore}`,
    async () => {
      await emulator.control('PUT', `/backup-storage/${SEED.backupStorages.imageStore}/agent`, {
        reachable: false,
      });
      emulator.advance(10 * 60_000);
    },
    (body) => body.inventories[0].status,
    'Disconnected',
  ],
  [
    'time',
    `${BASE}/images?q=status=Deleted&count=true`,
    () => {
      emulator.advance(200 * 24 * 3_600_000);
      return Promise.resolve();
    },
    (body) => body.total,
    0,
  ],
  [
    'the database, by hand',
    IMAGE,
    () => {
      emulator.environment.database
        .prepare('update images set description = ? where uuid = ?')
        .run('by hand', SEED.image);
      return Promise.resolve();
    },
    (body) => body.inventories[0].description,
    'by hand',
  ],
  [
    'a reset of the environment',
    `${BASE}/zones?count=true`,
    async () => {
      await emulator.make('POST', '/zones', { params: { name: 'another' } });
      await asked(`${BASE}/zones?count=true`);
      await emulator.control('POST', '/environments/default/reset');
    },
    (body) => body.total,
    1,
  ],
])('what %s changed is told', async (_by, path, change, look, expected) => {
  await asked(path);
  await change();
  expect(look(await asked(path))).toEqual(expected);
});

test('an answer is for who asked: nobody else gets it', async () => {
  const path = `${BASE}/images?fields=uuid`;
  const all = (await asked(path)).inventories.length;
  const own = (await asked(path, ALICE_SESSION)).inventories.length;
  const bob = await makeAccount(emulator, 'bob');
  expect(all).toBeGreaterThan(own);
  expect((await asked(path, bob.session)).inventories).toEqual([]);
  expect((await asked(path)).inventories.length).toBe(all);
  await emulator.make('PUT', '/accounts/resources/actions', {
    shareResource: { resourceUuids: [SEED.image], accountUuids: [bob.uuid] },
  });
  expect((await asked(path, bob.session)).inventories).toEqual([{ uuid: SEED.image }]);
});

test('a session that has ended gets no answer, though the answer is known', async () => {
  const bob = await makeAccount(emulator, 'bob');
  await asked(`${BASE}/images`, bob.session);
  await emulator.call('DELETE', `/accounts/sessions/${bob.session}`, undefined, bob.session);
  const late = await emulator.get(`${BASE}/images`, bob.session);
  expect([late.status, late.body.error.code]).toEqual([503, 'ID.1001']);
});

test('every use of a session moves its end, also when the answer is known', async () => {
  const bob = await makeAccount(emulator, 'bob');
  for (let i = 0; i < 4; i++) {
    // The session lasts for two hours.
    emulator.advance(90 * 60_000);
    const answer = await emulator.get(`${BASE}/zones`, bob.session);
    expect(answer.status).toBe(200);
  }
});

test('fault rules of the call act also when the answer is known', async () => {
  await asked(IMAGE);
  await emulator.control('POST', '/faults', {
    kind: 'fail',
    operation: 'QueryImage',
    code: 'SYS.1000',
    details: 'by rule',
    times: 1,
  });
  const failed = await emulator.get(IMAGE);
  expect([failed.status, failed.body.error.details]).toEqual([503, 'by rule']);
  expect((await asked(IMAGE)).inventories[0].uuid).toBe(SEED.image);
});

test('each time is in the journal, with who asked what', async () => {
  await asked(IMAGE);
  const { body } = await emulator.control('GET', '/journal');
  const reads = body.inventories.filter(({ operation }: Json) => operation === 'QueryImage');
  expect(reads).toHaveLength(2);
  const asker = { status: 200, accountUuid: ADMIN_ACCOUNT, url: IMAGE };
  for (const read of reads) expect(read).toMatchObject(asker);
});

test('the schema is told to who asks for it', async () => {
  const plain = await emulator.get(IMAGE);
  const withSchema = await emulator.get(IMAGE).set('X-JSON-Schema', 'true');
  expect(withSchema.body.schema).toEqual(plain.body.schema);
  const zones = `${BASE}/zones`;
  expect((await asked(zones)).inventories).toHaveLength(1);
});
