import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const { disk } = SEED.offerings;
const GIB = 2 ** 30;
const make = (params: object) => ['POST', '/disk-offerings', { params }] as const;
const actions = `/disk-offerings/${disk}/actions`;

test('a disk offering is made, by anybody, and changed, disabled, found and deleted', async () => {
  const emulator = await TestEmulator.start();
  const offering = await emulator.make(...make({ name: 'd', diskSize: GIB, sortKey: 3 }));
  expect(offering).toMatchObject({
    name: 'd',
    description: null,
    diskSize: GIB,
    sortKey: 3,
    state: 'Enabled',
    type: 'zstack',
    allocatorStrategy: 'DefaultPrimaryStorageAllocationStrategy',
  });
  const [method, path, body] = make({ name: 'of-alice', diskSize: 1 });
  const hers = await emulator.call(method, path, body, ALICE_SESSION);
  expect(hers.body.inventory).toMatchObject({ name: 'of-alice', diskSize: 1 });
  const own = `/disk-offerings/${offering.uuid}`;
  expect(
    await emulator.make('PUT', `${own}/actions`, { updateDiskOffering: { description: 'x' } }),
  ).toMatchObject({ name: 'd', description: 'x' });
  expect(
    await emulator.make('PUT', `${own}/actions`, {
      changeDiskOfferingState: { stateEvent: 'disable' },
    }),
  ).toMatchObject({ state: 'Disabled' });
  expect(await emulator.find('/disk-offerings?q=diskSize=1')).toMatchObject({ name: 'of-alice' });
  await emulator.make('DELETE', own);
  await emulator.make('DELETE', own);
  expect(await emulator.find(own)).toBeUndefined();
});

test.each([
  'DefaultPrimaryStorageAllocationStrategy',
  'LocalPrimaryStorageStrategy',
  'LeastVolumePrimaryStorageAllocationStrategy',
  'MaximumAvailableCapacityAllocationStrategy',
  'CustomOrderPrimaryStorageAllocationStrategy',
])('a storage can be chosen by %s', async (allocationStrategy) => {
  const emulator = await TestEmulator.start();
  expect(
    await emulator.make(...make({ name: 'x', diskSize: 1, allocationStrategy })),
  ).toMatchObject({ allocatorStrategy: allocationStrategy });
});

test.each([
  [{ name: 'x' }, 'field[diskSize] must be in range of [1 byte, 9223372036854775807 bytes]'],
  [{ name: 'x', diskSize: 1, type: 'ceph' }, 'valid value for field[type]'],
  [
    { name: 'x', diskSize: 1, allocationStrategy: 'ByName' },
    'unsupported primary storage allocation strategy[ByName]',
  ],
])('a disk offering of %j is refused', async (params, details) => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(...make(params));
  expect(error).toMatchObject({ code: 'SYS.1007', details: expect.stringContaining(details) });
});

test('only admin changes and deletes them', async () => {
  const emulator = await TestEmulator.start();
  const calls = [
    ['PUT', actions, { updateDiskOffering: { name: 'x' } }],
    ['PUT', actions, { changeDiskOfferingState: { stateEvent: 'disable' } }],
    ['DELETE', `/disk-offerings/${disk}`, undefined],
  ] as const;
  for (const [method, path, body] of calls) {
    expect((await emulator.refused(method, path, body, ALICE_SESSION)).code).toBe('ID.1002');
  }
});

test('volumes have the size of their offering, and forget one that is deleted', async () => {
  const emulator = await TestEmulator.start();
  const made = await emulator.make('POST', '/volumes/data', {
    params: { name: 'v', diskOfferingUuid: disk, diskSize: 5 },
  });
  expect(made).toMatchObject({ size: 20 * GIB, diskOfferingUuid: disk });
  const params = {
    name: 'vm',
    zoneUuid: SEED.zone,
    imageUuid: SEED.images.iso,
    cpuNum: 1,
    memorySize: GIB,
    rootDiskOfferingUuid: disk,
    dataDiskOfferingUuids: [disk],
    dataDiskSizes: [GIB],
  };
  const vm = await emulator.make('POST', '/vm-instances', { params });
  expect(vm.allVolumes).toMatchObject([
    { type: 'Root', size: 20 * GIB, diskOfferingUuid: disk },
    { type: 'Data', size: 20 * GIB, diskOfferingUuid: disk },
    { type: 'Data', size: GIB, diskOfferingUuid: null },
  ]);
  expect(
    (await emulator.call('GET', '/volumes?q=diskOffering.name=disk-20g')).body.inventories,
  ).toHaveLength(3);

  await emulator.make('PUT', actions, { changeDiskOfferingState: { stateEvent: 'disable' } });
  expect(await emulator.refused('POST', '/vm-instances', { params })).toMatchObject({
    code: 'SYS.1006',
    details: `disk offerings[uuids:[${disk}]] are Disabled, can not create vm from it`,
  });
  await emulator.make('DELETE', `/disk-offerings/${disk}`);
  expect(await emulator.find(`/volumes/${made.uuid}`)).toMatchObject({
    size: 20 * GIB,
    diskOfferingUuid: null,
  });
});

test('volumes remember an offering that is gone where the configuration says so', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/volumes/data', {
    params: { name: 'v', diskOfferingUuid: disk },
  });
  await emulator.configure('volume/diskOffering.setNullWhenDeleting', 'false');
  await emulator.make('DELETE', `/disk-offerings/${disk}`);
  expect(await emulator.find(`/volumes/${uuid}`)).toMatchObject({ diskOfferingUuid: disk });
});

test('a disk offering and its tags are of its type', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/disk-offerings', {
    params: { name: 'x', diskSize: GIB },
    userTags: ['mine'],
  });
  const resourceType = 'DiskOfferingVO';
  const ref = await emulator.find(`/accounts/resources/refs?q=resourceUuid=${uuid}`);
  expect(ref).toMatchObject({ resourceType });
  const tag = await emulator.find(`/user-tags?q=resourceUuid=${uuid}`);
  expect(tag).toMatchObject({ tag: 'mine', resourceType });
});

test('the quota of volumes counts those of offerings', async () => {
  const emulator = await TestEmulator.start();
  const [account] = (await emulator.call('GET', '/accounts?q=name=alice')).body.inventories;
  const hers = await emulator.call('GET', '/volumes', undefined, ALICE_SESSION);
  const used = hers.body.inventories.reduce((sum: number, { size }: Json) => sum + size, 0);
  const quota = { identityUuid: account.uuid, name: 'volume.capacity', value: used + GIB };
  const body = { updateQuota: quota };
  await emulator.make('PUT', '/accounts/quotas/actions', body);
  const call = { params: { name: 'v', diskOfferingUuid: disk } };
  const error = await emulator.refused('POST', '/volumes/data', call, ALICE_SESSION);
  expect(error).toMatchObject({
    code: 'ID.1003',
    details: expect.stringContaining(`Request:${20 * GIB}`),
  });
});
