import { ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { done } from '../../support/messages';
import { asBase64, ovfOf } from '../../support/ovf';
import { GIB, takeSnapshot } from '../../support/volumes';

/*
 * What calls ask of each quota of an account: with a quota of 0 the refusal says how much that is. What nobody may see
 * of a call is that it asks for nothing.
 */

const { images, offerings, zone, publicNetwork, vip, l2Networks } = SEED;
const ROOT = SEED.volumes.alice;
const VM = 'a0000000000040008000000000000007';

type Asked = Readonly<Record<string, number>>;
const VM_OF_ALL = { 'vm.totalNum': 1, 'vm.num': 1 };

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  const shareResource = { resourceUuids: [images.linux, images.iso], toPublic: true };
  await emulator.make('PUT', '/accounts/resources/actions', { shareResource });
});

const setQuota = (name: string, value: number) =>
  emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: { identityUuid: ALICE, name, value },
  });
const giveToAlice = (resourceUuid: string) =>
  emulator.make('POST', `/account/${ALICE}/resources`, { params: { resourceUuid } });

/** A call must be refused where one less is left of each quota than it asks for, in words that say how much. */
async function expectAsked(operation: string, fields: object, expected: Asked): Promise<void> {
  const { usages } = (await emulator.call('GET', `/accounts/quota/${ALICE}/usages`)).body;
  const used = new Map((usages as Json[]).map((one) => [one.name, one.used]));
  for (const name of used.keys()) await setQuota(name, 10 ** 15);
  const said: Record<string, unknown> = {};
  for (const [name, more] of Object.entries(expected)) {
    const taken = used.get(name);
    await setQuota(name, taken + more - 1);
    const { error } = await done(emulator, operation, fields, { session: ALICE_SESSION });
    const found = /exceeds a quota\[name: (\S+), value: \d+\], Current used:(\d+), Request:(\d+)\./;
    const [, quota, inUse, asked] = found.exec(error?.details ?? '') ?? [];
    said[name] = [quota, inUse, asked];
    await setQuota(name, 10 ** 15);
  }
  expect([operation, said]).toEqual([
    operation,
    Object.fromEntries(
      Object.entries(expected).map(([name, more]) => [
        name,
        [name, String(used.get(name)), String(more)],
      ]),
    ),
  ]);
}
const image = { name: 'x', imageUuid: images.linux, zoneUuid: zone };
const iso = { name: 'x', imageUuid: images.iso, zoneUuid: zone };
const IMAGE = 40 * GIB;
const DISK = 20 * GIB;

test('a new VM of an image asks for its processors, memory, disks and itself', async () => {
  const own = { cpuNum: 3, memorySize: 5 * GIB };
  await expectAsked(
    'CreateVmInstance',
    { ...image, ...own },
    { ...VM_OF_ALL, 'vm.cpuNum': 3, 'vm.memorySize': 5 * GIB, 'volume.capacity': IMAGE },
  );
  await expectAsked(
    'CreateVmInstance',
    {
      ...image,
      instanceOfferingUuid: offerings.large,
      dataDiskOfferingUuids: [offerings.disk, offerings.disk],
    },
    {
      ...VM_OF_ALL,
      'vm.cpuNum': 4,
      'vm.memorySize': 8 * GIB,
      'volume.capacity': IMAGE + 2 * DISK,
      'volume.data.num': 2,
    },
  );
  // The sizes of data volumes are not counted, nor that of a root volume that the image decides.
  await expectAsked(
    'CreateVmInstance',
    { ...image, ...own, dataDiskSizes: [GIB, GIB], rootDiskOfferingUuid: offerings.disk },
    { 'volume.capacity': IMAGE },
  );
});

test('one of an ISO asks for the disk that is said', async () => {
  const own = { cpuNum: 3, memorySize: 5 * GIB };
  await expectAsked(
    'CreateVmInstance',
    { ...iso, ...own, rootDiskSize: 7 * GIB, dataDiskOfferingUuids: [offerings.disk] },
    { 'volume.capacity': 7 * GIB + DISK, 'volume.data.num': 1 },
  );
  await expectAsked(
    'CreateVmInstance',
    {
      ...iso,
      ...own,
      rootDiskOfferingUuid: offerings.disk,
      dataDiskOfferingUuids: [offerings.disk],
    },
    { 'volume.capacity': 2 * DISK },
  );
  for (const [fields, when] of [
    [{ ...iso, ...own }, 'image mediaType is ISO'],
    [{ name: 'x', ...own }, 'create vm without image'],
  ] as const) {
    const { error } = await done(emulator, 'CreateVmInstance', fields, { session: ALICE_SESSION });
    expect([error.code, error.details]).toEqual([
      'SYS.1007',
      `rootDiskOfferingUuid cannot be null when ${when}`,
    ]);
  }
});

test('one that is only made up asks for nothing', async () => {
  for (const name of ['vm.num', 'vm.totalNum', 'vm.cpuNum', 'vm.memorySize']) {
    const { usages } = (await emulator.call('GET', `/accounts/quota/${ALICE}/usages`)).body;
    await setQuota(name, (usages as Json[]).find((one) => one.name === name).used);
  }
  const fields = { ...image, cpuNum: 3, memorySize: 5 * GIB, strategy: 'JustCreate' };
  const { error } = await done(emulator, 'CreateVmInstance', fields, { session: ALICE_SESSION });
  expect(error).toBeUndefined();
});

test('VMs of volumes and snapshots ask for the disks that are new', async () => {
  const own = { name: 'x', cpuNum: 3, memorySize: 5 * GIB };
  const { uuid: group } = await emulator.make('POST', '/volume-snapshots/group', {
    params: { name: 'g', rootVolumeUuid: SEED.volumes.runningLinux },
  });
  const found = await emulator.find(`/volume-snapshots/group/${group}`);
  const snapshots = found.volumeSnapshotRefs.map((one: Json) => one.volumeSnapshotUuid);
  const { uuid } = await takeSnapshot(emulator, 's', SEED.volumes.stoppedWindows);
  for (const one of [SEED.vms.runningLinux, SEED.vms.stoppedWindows]) {
    await giveToAlice(one);
  }
  expect(snapshots).toHaveLength(2);
  const ofVm = { ...VM_OF_ALL, 'vm.cpuNum': 3, 'vm.memorySize': 5 * GIB };
  const { size: root } = await emulator.find(`/volumes/${SEED.volumes.runningLinux}`);
  const { size: data } = await emulator.find(`/volumes/${SEED.volumes.data}`);
  const { size: windows } = await emulator.find(`/volumes/${SEED.volumes.stoppedWindows}`);
  await expectAsked(
    'CreateVmInstanceFromVolumeSnapshotGroup',
    { ...own, volumeSnapshotGroupUuid: group },
    { ...ofVm, 'volume.capacity': root + data, 'volume.data.num': 1 },
  );
  await expectAsked(
    'CreateVmInstanceFromVolumeSnapshot',
    { ...own, volumeSnapshotUuid: uuid },
    { ...ofVm, 'volume.capacity': windows },
  );
  await expectAsked(
    'CreateVmInstanceFromVolumeSnapshot',
    { name: 'x', instanceOfferingUuid: offerings.large, volumeSnapshotUuid: uuid },
    { 'vm.cpuNum': 4, 'vm.memorySize': 8 * GIB },
  );
});

test('volumes that grow ask for what they grow by, whichever way they are named', async () => {
  const grown = { 'volume.capacity': 3 * GIB };
  await expectAsked('ResizeRootVolume', { uuid: ROOT, size: 13 * GIB }, grown);
  await expectAsked('ResizeRootVolume', { vmInstanceUuid: VM, size: 13 * GIB }, grown);
  await giveToAlice(SEED.volumes.spareData);
  const { size } = await emulator.find(`/volumes/${SEED.volumes.spareData}`);
  await expectAsked(
    'ResizeDataVolume',
    { uuid: SEED.volumes.spareData, size: size + GIB },
    { 'volume.capacity': GIB },
  );
  await emulator.make('PUT', `/vm-instances/${VM}/actions`, { stopVmInstance: {} });
  const { inventory } = await done(
    emulator,
    'ResizeRootVolume',
    { vmInstanceUuid: VM, size: 13 * GIB },
    { session: ALICE_SESSION },
  );
  expect([inventory.uuid, inventory.size]).toEqual([ROOT, 13 * GIB]);
  for (const fields of [{ size: GIB }, { size: 99 * GIB }]) {
    const { error } = await done(emulator, 'ResizeRootVolume', fields);
    expect([error.code, error.details]).toEqual([
      'SYS.1007',
      'uuid of a root volume, or vmInstanceUuid of its VM, must be given',
    ]);
  }
});

test('snapshots ask for one of each volume', async () => {
  await giveToAlice(SEED.volumes.spareData);
  const one = { 'snapshot.volume.num': 1 };
  await expectAsked('CreateVolumeSnapshot', { name: 's', volumeUuid: ROOT }, one);
  await expectAsked('CreateVolumeSnapshotGroup', { name: 's', rootVolumeUuid: ROOT }, one);
  const { spareData } = SEED.volumes;
  const several = { volumeUuids: [ROOT, spareData, ROOT] };
  await expectAsked('CreateVolumesSnapshot', several, { 'snapshot.volume.num': 2 });
});

test('what is one of its kind asks for one', async () => {
  await emulator.make('DELETE', `/eips/${SEED.eip}`);
  await giveToAlice(vip);
  for (const [operation, fields, name] of [
    ['CreateEip', { name: 'x', vipUuid: vip }, 'eip.num'],
    ['CreateVip', { name: 'x', l3NetworkUuid: publicNetwork }, 'vip.num'],
    ['CreateL3Network', { name: 'x', l2NetworkUuid: l2Networks.usual }, 'l3.num'],
    ['CreateSecurityGroup', { name: 'x' }, 'securityGroup.num'],
    ['CreateSshKeyPair', { name: 'x', publicKey: 'ssh-rsa AAAA' }, 'ssh_key_pair.num'],
    ['CreateDataVolume', { name: 'x', diskOfferingUuid: offerings.disk }, 'volume.data.num'],
  ] as const) {
    await expectAsked(operation, fields, { [name]: 1 });
  }
});

test('a VM that starts asks for what it has, one that is recovered for itself', async () => {
  const { cpuNum, memorySize } = await emulator.find(`/vm-instances/${VM}`);
  await emulator.make('PUT', `/vm-instances/${VM}/actions`, { stopVmInstance: {} });
  await expectAsked(
    'StartVmInstance',
    { uuid: VM },
    { 'vm.cpuNum': cpuNum, 'vm.memorySize': memorySize, 'vm.num': 1 },
  );
  await emulator.make('DELETE', `/vm-instances/${VM}`);
  await expectAsked('RecoverVmInstance', { uuid: VM }, { 'vm.totalNum': 1 });
});

test('a VM of a descriptor asks for its disks, and for the images that come with it', async () => {
  const call = (info: object) => ({
    xmlBase64: asBase64(ovfOf()),
    backupStorageUuid: SEED.backupStorages.imageStore,
    jsonImageInfos: JSON.stringify([{ ovfId: 'system', ...info }]),
    jsonCreateVmParam: JSON.stringify({ name: 'x', zoneUuid: zone }),
  });
  const ofVm = { ...VM_OF_ALL, 'vm.cpuNum': 4, 'vm.memorySize': 4 * GIB };
  await expectAsked('CreateVmInstanceFromOvf', call({ type: 'Upload' }), {
    ...ofVm,
    'volume.capacity': DISK,
    'image.num': 1,
  });
  await expectAsked('CreateVmInstanceFromOvf', call({ type: 'ImageUuid', uuid: images.linux }), {
    ...ofVm,
    'volume.capacity': IMAGE,
  });
  const added = await done(emulator, 'AddImage', {
    name: 'x',
    url: 'http://10.0.0.1/x.vmdk',
    format: 'vmdk',
    backupStorageUuids: [SEED.backupStorages.imageStore],
  });
  await expectAsked(
    'CreateVmInstanceFromOvf',
    call({ type: 'Download', url: 'http://10.0.0.1/x.vmdk' }),
    {
      ...ofVm,
      'volume.capacity': DISK,
      'image.num': 1,
      'image.size': added.inventory.actualSize,
    },
  );
});
