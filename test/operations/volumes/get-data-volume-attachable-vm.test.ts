import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

const { volumes, primaryStorages } = SEED;
const path = (uuid: string) => `/volumes/${uuid}/candidate-vm-instances`;

async function candidates(emulator: TestEmulator, uuid: string, session?: string) {
  const { body } = await emulator.call('GET', path(uuid), undefined, session);
  return body.inventories.map(({ name }: Json) => name).toSorted();
}

const ALL = ['alice-1', 'arm-1', 'broken-1', 'in-maintenance', 'web-1', 'win-1'];

test('Running and Stopped VMs of a cluster that reaches its storage', async () => {
  const emulator = await TestEmulator.start();
  expect(await candidates(emulator, volumes.spareData)).toEqual(ALL);
  expect(await candidates(emulator, volumes.notInstantiated)).toEqual(ALL);
  expect(await candidates(emulator, volumes.spareData, ALICE_SESSION)).toEqual(['alice-1']);
  // One that is attached has none, and that is no error.
  expect(await candidates(emulator, volumes.data)).toEqual([]);
  put(emulator, "update vm_instances set platform = 'Other' where name in ('web-1', 'win-1')");
  put(emulator, "update vm_instances set host_uuid = null where name in ('alice-1', 'arm-1')");
  put(emulator, "update vm_instances set cluster_uuid = null where name in ('alice-1', 'win-1')");
  put(
    emulator,
    "update vm_instances set cluster_uuid = 'c1005700000040008000000000000002' where name = 'arm-1'",
  );
  // A running guest of unknown platform, another cluster, and none with its root volume elsewhere are left out.
  const left = ['broken-1', 'in-maintenance', 'win-1'];
  expect(await candidates(emulator, volumes.spareData)).toEqual(left);
});

test('where no storage has room for it there is no VM', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, `update volumes set size = ${2 ** 50} where uuid = '${volumes.notInstantiated}'`);
  expect(await candidates(emulator, volumes.notInstantiated)).toEqual([]);
});

test.each([
  ['a root volume', volumes.stoppedWindows, '', 'is Root volume, can not be attach to vm'],
  [
    'a Disabled one',
    volumes.spareData,
    "state = 'Disabled'",
    'is in state[Disabled], data volume can only be attached when state is Enabled',
  ],
  [
    'a Deleted one',
    volumes.spareData,
    "status = 'Deleted'",
    'is in status[Deleted], data volume can only be attached when status is Ready or NOTINSTANTIATED',
  ],
])('for %s nobody may ask', async (_what, uuid, change, words) => {
  const emulator = await TestEmulator.start();
  if (change) put(emulator, `update volumes set ${change} where uuid = '${uuid}'`);
  expect(await emulator.refused('GET', path(uuid))).toMatchObject({
    code: 'SYS.1007',
    details: `volume[uuid:${uuid}] ${words}`,
  });
});

test('formats, and what storages can do with volumes', async () => {
  const emulator = await TestEmulator.start();
  const { formats } = (await emulator.call('GET', '/volumes/formats')).body;
  const kvm = { masterHypervisorType: 'KVM', supportingHypervisorTypes: ['KVM'] };
  expect(formats).toEqual([
    { format: 'iso', masterHypervisorType: null, supportingHypervisorTypes: [] },
    { format: 'raw', ...kvm },
    { format: 'vmdk', ...kvm },
    { format: 'qcow2', ...kvm },
  ]);
  const able = async (uuid: string) =>
    (await emulator.call('GET', `/volumes/${uuid}/capabilities`)).body.capabilities;
  const toOthers = { MigrationToOtherPrimaryStorage: false };
  expect(await able(volumes.data)).toEqual({ MigrationInCurrentPrimaryStorage: true, ...toOthers });
  expect(await able(volumes.spareData)).toEqual({
    MigrationInCurrentPrimaryStorage: false,
    ...toOthers,
  });
  expect(await able(volumes.notInstantiated)).toEqual({});
  const large = await emulator.make('POST', '/volumes/data', {
    params: { name: 'v', diskSize: GIB, primaryStorageUuid: primaryStorages.nfs },
  });
  await emulator.call('DELETE', `/volumes/${large.uuid}`);
  expect(await able(large.uuid)).toEqual({});
});
