import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { backupStorages, images, primaryStorages, vms, volumes, zone } = SEED;
const { sftp, imageStore } = backupStorages;

/*
 * What an ISO must be, and where it must lie, to come into the drive of a VM.
 */

const attach = (vm: string, image: string = images.iso, drive?: string) =>
  [
    'POST',
    `/vm-instances/${vm}/iso/${image}`,
    { params: {}, systemTags: drive === undefined ? [] : [`cdromUuid::${drive}`] },
  ] as const;
const act = (vm: string, action: string, params: object = {}) =>
  ['PUT', `/vm-instances/${vm}/actions`, { [action]: params }] as const;
const drivesOf = async (emulator: TestEmulator, vm: string): Promise<Json[]> =>
  (await emulator.call('GET', `/vm-instances/cdroms?q=vmInstanceUuid=${vm}&sort=+deviceId`)).body
    .inventories;
/** Lets the ISO be deleted where it lies, or Ready again. */
const become = (emulator: TestEmulator, status: 'Ready' | 'Deleted') => {
  put(
    emulator,
    `update image_backup_storage_refs set status = '${status}' where image_uuid = '${images.iso}'`,
  );
  put(emulator, `update images set status = '${status}' where uuid = '${images.iso}'`);
};
const storage = (emulator: TestEmulator, change: string, uuid: string = sftp) =>
  put(emulator, `update backup_storages set ${change} where uuid = '${uuid}'`);
const notThere = (vm: string, name: string) =>
  `cannot find the iso[uuid:${images.iso}] in any connected backup storage attached to the zone[uuid:${zone}]. check below:\n1. if the backup storage is attached to the zone where the VM[name: ${name}, uuid:${vm}] is running\n2. if the backup storage is in connected status, if not, try reconnecting it`;

describe('a VM that is on', () => {
  test('reads an ISO from a connected storage of its zone, whatever state that is in', async () => {
    const emulator = await TestEmulator.start();
    const refused = () => emulator.refused(...attach(vms.runningLinux));
    storage(emulator, `status = 'Disconnected'`);
    const details = notThere(vms.runningLinux, 'web-1');
    expect(await refused()).toMatchObject({ code: 'SYS.1006', details });
    storage(emulator, `status = 'Connected'`);
    become(emulator, 'Deleted');
    expect(await refused()).toMatchObject({ code: 'SYS.1006', details });
    become(emulator, 'Ready');
    for (const status of ['Creating', 'Downloading']) {
      put(emulator, `update images set status = '${status}' where uuid = '${images.iso}'`);
      expect((await refused()).details).toBe(
        `image[uuid:${images.iso}] is not Ready, it's ${status}`,
      );
    }
    put(emulator, `update images set status = 'Ready' where uuid = '${images.iso}'`);
    storage(emulator, `state = 'Disabled'`);
    expect(await emulator.make(...attach(vms.runningLinux))).toMatchObject({
      vmCdRoms: [{ isoUuid: images.iso }],
    });
  });

  test('takes one of which one copy fits, whatever the others', async () => {
    const emulator = await TestEmulator.start();
    const backupStorageUuids = [backupStorages.ceph, sftp];
    const params = { name: 'both', url: 'http://x/a.iso', format: 'iso', backupStorageUuids };
    const { uuid } = await emulator.make('POST', '/images', { params });
    expect(await emulator.make(...attach(vms.runningLinux, uuid))).toMatchObject({
      vmCdRoms: [{ isoUuid: uuid }],
    });
  });

  test('is refused one on storages that do not fit its own, or in another zone', async () => {
    const emulator = await TestEmulator.start();
    const misfit = (vm: string, name: string, primary: string) =>
      `the ISO[uuid:${images.iso}] is on backup storage that is not compatible of the primary storage[uuid:${primary}] where the VM[name:${name}, uuid:${vm}] is on`;
    expect(await emulator.refused(...attach(vms.runningArmOnCeph))).toMatchObject({
      code: 'SYS.1006',
      details: misfit(vms.runningArmOnCeph, 'arm-1', primaryStorages.ceph),
    });
    await emulator.make('DELETE', `/zones/${zone}/backup-storage/${sftp}`);
    expect(await emulator.refused(...attach(vms.runningLinux))).toMatchObject({
      code: 'SYS.1006',
      details: misfit(vms.runningLinux, 'web-1', primaryStorages.local),
    });
  });
});

test('a VM that is off is given what it cannot read yet', async () => {
  const emulator = await TestEmulator.start();
  storage(emulator, `status = 'Disconnected'`);
  become(emulator, 'Deleted');
  expect(await emulator.make(...attach(vms.stoppedWindows))).toMatchObject({
    vmCdRoms: [{ isoUuid: images.iso }],
  });
});

test('the drive that is named is the VM’s, is there, and is empty', async () => {
  const emulator = await TestEmulator.start();
  const drive = (name: string) =>
    emulator.make('POST', '/vm-instances/cdroms', {
      params: { name, vmInstanceUuid: vms.stoppedWindows },
    });
  const [first] = await drivesOf(emulator, vms.stoppedWindows);
  const [second, third] = [await drive('second'), await drive('third')];
  const isos = async () =>
    (await drivesOf(emulator, vms.stoppedWindows)).map(({ isoUuid }) => isoUuid);
  await emulator.make(...attach(vms.stoppedWindows, images.iso, second.uuid));
  expect(await isos()).toEqual([null, images.iso, null]);
  expect(await emulator.refused(...attach(vms.stoppedWindows, images.iso, third.uuid))).toEqual(
    expect.objectContaining({
      code: 'SYS.1006',
      details: `VM[uuid:${vms.stoppedWindows}] already has an ISO[uuid:${images.iso}] attached`,
    }),
  );
  const params = { name: 'j', url: 'http://x/j.iso', mediaType: 'ISO', format: 'iso' };
  const other = await emulator.make('POST', '/images', {
    params: { ...params, backupStorageUuids: [imageStore] },
  });
  expect(
    await emulator.refused(...attach(vms.stoppedWindows, other.uuid, second.uuid)),
  ).toMatchObject({
    code: 'SYS.1006',
    details: `VM[uuid:${vms.stoppedWindows}] cdRom[uuid:${second.uuid}] has mounted the ISO`,
  });
  expect(
    await emulator.refused(...attach(vms.runningLinux, other.uuid, first?.uuid)),
  ).toMatchObject({
    code: 'SYS.1007',
    details: `The cdRom[uuid:${first?.uuid}] does not belong to the vm`,
  });
  const linux = await emulator.refused(...attach(vms.stoppedWindows, images.linux));
  expect(linux).toMatchObject({
    code: 'SYS.1007',
    details: 'Unsupported Image Media Type: [RootVolumeTemplate] ',
  });
  await emulator.make(...attach(vms.stoppedWindows, other.uuid));
  expect(await isos()).toEqual([other.uuid, images.iso, null]);
  // Of two the one that is meant must be named; one that is in none may be taken out.
  const detach = (query = '') =>
    ['DELETE', `/vm-instances/${vms.stoppedWindows}/iso${query}`] as const;
  expect((await emulator.refused(...detach())).details).toBe(
    `VM[uuid:${vms.stoppedWindows}] has multiple ISOs attached, specify the isoUuid when detaching`,
  );
  await emulator.make(...detach(`?isoUuid=${images.linux}`));
  expect(await isos()).toEqual([other.uuid, images.iso, null]);
  await emulator.make(...detach(`?isoUuid=${images.iso}`));
  expect(await isos()).toEqual([other.uuid, null, null]);
  await emulator.make(...detach());
  expect(await isos()).toEqual([null, null, null]);
});

test('an ISO is offered to VMs of its architecture that are Running or Stopped and do not have it', async () => {
  const emulator = await TestEmulator.start();
  const offered = async () =>
    (
      await emulator.call('GET', `/vm-instances/${vms.stoppedWindows}/iso-candidates`)
    ).body.inventories.map(({ uuid }: Json) => uuid);
  const with_ = async (undo: string, ...changes: string[]) => {
    for (const change of changes) put(emulator, change);
    const found = await offered();
    put(emulator, undo);
    return found;
  };
  expect(await offered()).toEqual([images.iso]);
  const vm = (change: string) =>
    `update vm_instances set ${change} where uuid = '${vms.stoppedWindows}'`;
  const iso = (change: string) => `update images set ${change} where uuid = '${images.iso}'`;
  expect(await with_(vm(`architecture = 'x86_64'`), vm(`architecture = 'aarch64'`))).toEqual([]);
  expect(await with_(iso(`state = 'Enabled'`), iso(`state = 'Disabled'`))).toEqual([]);
  expect(await with_(iso(`status = 'Ready'`), iso(`status = 'Creating'`))).toEqual([]);
  expect(await with_(iso('system = 0'), iso('system = 1'))).toEqual([]);
  for (const [undo, change] of [
    [`state = 'Enabled'`, `state = 'Disabled'`],
    [`status = 'Connected'`, `status = 'Connecting'`],
  ]) {
    const on = (what = '') => `update backup_storages set ${what} where uuid = '${sftp}'`;
    expect([change, await with_(on(undo), on(change))]).toEqual([change, []]);
  }
  await emulator.make(...attach(vms.stoppedWindows));
  expect(await offered()).toEqual([]);
});

test('a VM starts with an ISO that lies anywhere in its zone, and with no other', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...attach(vms.stoppedWindows));
  storage(emulator, `status = 'Disconnected', state = 'Disabled'`);
  become(emulator, 'Deleted');
  const start = act(vms.stoppedWindows, 'startVmInstance');
  expect(await emulator.make(...start)).toMatchObject({ state: 'Running' });
  await emulator.make(...act(vms.stoppedWindows, 'stopVmInstance'));
  await emulator.make('DELETE', `/zones/${zone}/backup-storage/${sftp}`);
  const details = `no backup storage attached to the zone[uuid:${zone}] contains the ISO[uuid:${images.iso}]`;
  expect(await emulator.refused(...start)).toMatchObject({ code: 'VM.1001', details });
  expect(await emulator.find(`/volumes/${volumes.stoppedWindows}`)).toBeDefined();
});
