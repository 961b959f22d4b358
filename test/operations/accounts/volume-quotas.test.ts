import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, takeSnapshot } from '../../support/volumes';

const alice = 'a11ce000000040008000000000000001';
const create = (diskSize: number) =>
  ['POST', '/volumes/data', { params: { name: 'v', diskSize } }, ALICE_SESSION] as const;
const root = SEED.volumes.alice;

const limit = (emulator: TestEmulator, name: string, value: number) =>
  emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: { identityUuid: alice, name, value },
  });
const usage = async (emulator: TestEmulator): Promise<Json> => {
  const { usages } = (await emulator.call('GET', `/accounts/quota/${alice}/usages`)).body;
  return Object.fromEntries(usages.map(({ name, used }: Json) => [name, used]));
};
const exceeded = (name: string, value: number, used: number, more: number) => ({
  code: 'ID.1003',
  details: `quota exceeding.The resource owner(or target resource owner) account[uuid: ${alice} name: alice] exceeds a quota[name: ${name}, value: ${value}], Current used:${used}, Request:${more}. Please contact the administrator.`,
});

test('a new account has the quotas that the configuration says', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('quota/volume.data.num', '7');
  const { uuid } = await emulator.make('POST', '/accounts', {
    params: { name: 'bob', password: 'p' },
  });
  const { inventories } = (await emulator.call('GET', `/accounts/quotas?q=identityUuid=${uuid}`))
    .body;
  const quotas = Object.fromEntries(inventories.map(({ name, value }: Json) => [name, value]));
  expect(quotas).toMatchObject({
    'volume.data.num': 7,
    'volume.capacity': 10995116277760,
    'snapshot.volume.num': 200,
  });
});

test('volumes count by their number and their size, Deleted ones by their size alone', async () => {
  const emulator = await TestEmulator.start();
  const none = { 'volume.data.num': 0, 'volume.capacity': 10 * GIB, 'snapshot.volume.num': 0 };
  expect(await usage(emulator)).toMatchObject(none);
  await limit(emulator, 'volume.data.num', 1);
  const { body } = await emulator.call(...create(GIB));
  const { uuid } = body.inventory;
  expect(await emulator.refused(...create(GIB))).toMatchObject(
    exceeded('volume.data.num', 1, 1, 1),
  );
  await emulator.call('DELETE', `/volumes/${uuid}`, undefined, ALICE_SESSION);
  const deleted = { 'volume.data.num': 0, 'volume.capacity': 11 * GIB };
  expect(await usage(emulator)).toMatchObject(deleted);
  await emulator.call(...create(GIB));
  const recover = ['PUT', `/volumes/${uuid}/actions`, { recoverDataVolume: {} }] as const;
  expect(await emulator.refused(...recover, ALICE_SESSION)).toMatchObject(
    exceeded('volume.data.num', 1, 1, 1),
  );
  // The size is looked at before the number.
  await limit(emulator, 'volume.capacity', 12 * GIB);
  expect(await emulator.refused(...create(GIB))).toMatchObject(
    exceeded('volume.capacity', 12 * GIB, 12 * GIB, GIB),
  );
  // What takes nothing is not looked at, and an admin has no quota.
  await limit(emulator, 'volume.data.num', 2);
  expect((await emulator.call(...create(0))).status).toBe(200);
  await emulator.make('POST', '/volumes/data', { params: { name: 'v', diskSize: 20 * GIB } });
});

test('snapshots count, also those that come with a volume or another owner', async () => {
  const emulator = await TestEmulator.start();
  await limit(emulator, 'snapshot.volume.num', 1);
  const path = `/volumes/${root}/volume-snapshots`;
  const take = ['POST', path, { params: { name: 's' } }, ALICE_SESSION] as const;
  expect((await emulator.call(...take)).status).toBe(200);
  expect(await emulator.refused(...take)).toMatchObject(exceeded('snapshot.volume.num', 1, 1, 1));
  const other = await takeSnapshot(emulator, 'other');
  const give = { params: { resourceUuid: other.uuid } };
  expect(await emulator.refused('POST', `/account/${alice}/resources`, give)).toMatchObject(
    exceeded('snapshot.volume.num', 1, 1, 1),
  );
});
