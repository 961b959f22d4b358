import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { GIB, put, writeTo } from '../../support/volumes';

const { primaryStorages } = SEED;
const sync = (uuid: string) =>
  ['PUT', `/primary-storage/${uuid}/actions`, { syncPrimaryStorageCapacity: {} }] as const;

test('a storage tells what it has, as its own class, and nothing changes', async () => {
  const emulator = await TestEmulator.start();
  await writeTo(emulator, GIB);
  const before = emulator.world();
  for (const uuid of [primaryStorages.local, primaryStorages.nfs, primaryStorages.ceph]) {
    const inventory = await emulator.make(...sync(uuid));
    expect(inventory).toEqual(await emulator.find(`/primary-storage?q=uuid=${uuid}`));
    expect(inventory.availableCapacity).toBe(emulator.available('primary', uuid));
  }
  expect(emulator.world()).toEqual(before);
});

test('a shared mount point cannot tell it', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/primary-storage/smp', {
    params: { name: 'smp', url: '/smp', zoneUuid: SEED.zone },
  });
  expect(await emulator.refused(...sync(uuid))).toMatchObject({
    code: 'SYS.1006',
    details: 'not supported operation',
    location: 'sync-physical-capacity',
  });
});

test('it is asked for by admin, of a storage that is there, and fails at each of its steps', async () => {
  const emulator = await TestEmulator.start();
  expect((await emulator.refused(...sync(primaryStorages.nfs), ALICE_SESSION)).code).toBe(
    'ID.1002',
  );
  expect((await emulator.refused(...sync('f'.repeat(32)))).code).toBe('SYS.1003');
  for (const step of ['sync-physical-capacity', 'recalculate-primary-storage-capacity']) {
    const point = `sync-capacity-of-primary-storage/${step}`;
    await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
    const { status, body } = await emulator.call(...sync(primaryStorages.nfs));
    expect([status, body.error.location]).toEqual([503, step]);
  }
  put(emulator, `update primary_storages set status = 'Disconnected'`);
  expect((await emulator.call(...sync(primaryStorages.nfs))).status).toBe(200);
});
