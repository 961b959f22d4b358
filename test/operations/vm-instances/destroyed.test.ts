import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { vms, volumes, images } = SEED;
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const destroy = (vm: string) => emulator.call('DELETE', `/vm-instances/${vm}`);
const find = (vm: string): Promise<Json> => emulator.find(`/vm-instances/${vm}`);
const create = (params: object): Promise<Json> =>
  emulator.make('POST', '/vm-instances', {
    params: { name: 'vm', imageUuid: images.linux, cpuNum: 1, memorySize: GIB, ...params },
  });
/** What a jump of the clock does for itself, by name. */
const choresIn = async (by: string): Promise<Record<string, number>> => {
  const { body } = await emulator.control('POST', '/clock/advance', { by });
  return Object.fromEntries(body.chores.map(({ chore, count }: Json) => [chore, count]));
};
const EXPUNGE = 'expunge-destroyed-vms';

test('a destroyed VM waits for its time, not a moment more', async () => {
  await emulator.configure('vm/expungePeriod', '3600');
  await emulator.configure('vm/expungeInterval', '1');
  await destroy(vms.runningLinux);
  emulator.advance(HOUR - 1000);
  expect((await find(vms.runningLinux)).state).toBe('Destroyed');
  emulator.advance(1000);
  expect(await find(vms.runningLinux)).toBeUndefined();
  // With none left, nobody looks any more.
  expect(await choresIn('1h')).not.toHaveProperty([EXPUNGE]);
});

test('by Never nothing is expunged by the clock, until the policy is another one', async () => {
  await emulator.configure('vm/deletionPolicy', 'Never');
  await destroy(vms.runningLinux);
  emulator.advance(2 * WEEK);
  expect((await find(vms.runningLinux)).state).toBe('Destroyed');
  await emulator.configure('vm/deletionPolicy', 'Delay');
  emulator.advance(HOUR);
  expect(await find(vms.runningLinux)).toBeUndefined();
});

test.each([
  [200, 1],
  [201, 2],
])('of %d VMs that are due two hundred go at a time', async (count, looks) => {
  await destroy(vms.stoppedWindows);
  const { database } = emulator.environment;
  const columns = database
    .prepare<[], string>("select name from pragma_table_info('vm_instances')")
    .pluck()
    .all()
    .filter((name) => name !== 'uuid' && name !== 'internal_id')
    .join(', ');
  database.exec(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count - 1})
     insert into vm_instances (uuid, ${columns}) select printf('%032x', i), ${columns} from n, vm_instances where uuid = '${vms.stoppedWindows}'`,
  );
  database.exec("update vm_instances set last_op_date = 0 where state = 'Destroyed'");
  expect((await choresIn('1h'))[EXPUNGE]).toBe(looks);
  const left = database.prepare("select count(*) from vm_instances where state = 'Destroyed'");
  expect(left.pluck().get()).toBe(0);
});

test('drives are emptied, and the host is the last one that it was on', async () => {
  await emulator.configure('vm/vmDefaultCdRomNum', '2');
  const iso = await emulator.make('POST', '/images', {
    params: {
      name: 'second',
      url: 'http://x/second.iso',
      mediaType: 'ISO',
      format: 'iso',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    },
  });
  const vm = await create({ l3NetworkUuids: [SEED.l3Network] });
  for (const uuid of [images.iso, iso.uuid]) {
    await emulator.make('POST', `/vm-instances/${vm.uuid}/iso/${uuid}`, {});
  }
  await emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, { stopVmInstance: {} });
  await destroy(vm.uuid);
  const gone = await find(vm.uuid);
  expect(gone).toMatchObject({
    state: 'Destroyed',
    hostUuid: null,
    lastHostUuid: vm.hostUuid,
    vmCdRoms: [
      { isoUuid: null, isoInstallPath: null },
      { isoUuid: null, isoInstallPath: null },
    ],
  });
  expect(gone.vmNics).toMatchObject([{ ip: null, usedIps: [] }]);
  // To destroy it once more changes nothing.
  const before = emulator.world();
  await destroy(vm.uuid);
  expect(emulator.world()).toEqual(before);
});

test('a VM that was only created is gone at once, with what was made for it', async () => {
  const before = emulator.world();
  const vm = await create({ zoneUuid: SEED.zone, strategy: 'JustCreate' });
  expect(vm.state).toBe('Created');
  await destroy(vm.uuid);
  expect(await find(vm.uuid)).toBeUndefined();
  expect(emulator.world()['volumes']).toEqual(before['volumes']);
  // One that is Created for another reason waits like all others.
  put(emulator, `update vm_instances set state = 'Created' where uuid = '${vms.stoppedWindows}'`);
  await destroy(vms.stoppedWindows);
  expect((await find(vms.stoppedWindows)).state).toBe('Destroyed');
});

describe('the volumes of a VM are flattened', () => {
  const attached = async (...all: readonly (readonly [string, number])[]) => {
    for (const [uuid, device] of all) {
      await emulator.make('POST', `/volumes/${uuid}/vm-instances/${vms.stoppedWindows}`, {
        params: {},
      });
      put(emulator, `update volumes set device_id = ${device} where uuid = '${uuid}'`);
    }
  };
  const share = (uuid: string): number =>
    emulator.environment.database
      .prepare<[string], number>('select actual_size - layer_size from volumes where uuid = ?')
      .pluck()
      .get(uuid) ?? 0;

  test.each([
    [2, 1],
    [1, 2],
  ])('by their devices (%d and %d), as far as it goes', async (ofFirst, ofSecond) => {
    const more = await emulator.make('POST', '/volumes/data', {
      params: { name: 'more', diskSize: GIB, primaryStorageUuid: SEED.primaryStorages.nfs },
    });
    for (const uuid of [volumes.spareData, more.uuid]) {
      await writeTo(emulator, 2 ** 20, uuid);
      await takeSnapshot(emulator, 's', uuid);
    }
    await attached([volumes.spareData, ofFirst], [more.uuid, ofSecond]);
    const shared = [share(volumes.spareData), share(more.uuid)];
    expect(shared.every((bytes) => bytes > 0)).toBe(true);
    const first = ofFirst < ofSecond ? volumes.spareData : more.uuid;
    const second = ofFirst < ofSecond ? more.uuid : volumes.spareData;
    const point = 'flatten-vm-instance/flatten';
    await emulator.control('POST', '/faults', { kind: 'fail', point, resourceUuid: second });
    const path = `/vm-instances/${vms.stoppedWindows}/actions`;
    const answer = await emulator.call('PUT', path, { flattenVmInstance: {} });
    expect(answer.status).toBe(503);
    expect([share(first), share(second) > 0]).toEqual([0, true]);
  });
});
