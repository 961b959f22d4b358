import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { small } = SEED.offerings;
const GIB = 2 ** 30;
const make = (params: object) => ['POST', '/instance-offerings', { params }] as const;
const actions = `/instance-offerings/${small}/actions`;

test.each([
  'DefaultHostAllocatorStrategy',
  'DesignatedHostAllocatorStrategy',
  'LastHostPreferredAllocatorStrategy',
  'MigrateVmAllocatorStrategy',
  'LeastVmPreferredHostAllocatorStrategy',
  'StoppedVmAwareLeastVmPreferredHostAllocatorStrategy',
  'LocalStorageMigrateVmAllocatorStrategy',
])('a host can be chosen by %s', async (allocatorStrategy) => {
  const emulator = await TestEmulator.start();
  const params = { name: 'x', cpuNum: 1, memorySize: GIB, allocatorStrategy };
  expect(await emulator.make(...make(params))).toMatchObject({ allocatorStrategy });
});

test('an offering may have the least memory that there is, and reserve all of it', async () => {
  const emulator = await TestEmulator.start();
  const sizes = { memorySize: 16 * 2 ** 20, reservedMemorySize: 16 * 2 ** 20 };
  const told = await emulator.make(...make({ name: 'x', cpuNum: 1, ...sizes }));
  expect(told).toMatchObject(sizes);
  const { uuid } = told;
  const userTags = ['mine'];
  const tagged = await emulator.make('POST', '/instance-offerings', {
    params: { name: 'y', cpuNum: 1, memorySize: GIB },
    userTags,
  });
  for (const one of [uuid, tagged.uuid]) {
    const ref = await emulator.find(`/accounts/resources/refs?q=resourceUuid=${one}`);
    expect(ref).toMatchObject({ resourceType: 'InstanceOfferingVO' });
  }
  const tag = await emulator.find(`/user-tags?q=resourceUuid=${tagged.uuid}`);
  expect(tag).toMatchObject({ tag: 'mine', resourceType: 'InstanceOfferingVO' });
});

test('an instance offering is made, changed, disabled, found and deleted', async () => {
  const emulator = await TestEmulator.start();
  const offering = await emulator.make(
    ...make({ name: 'medium', description: 'two', cpuNum: 2, memorySize: 4 * GIB, sortKey: 7 }),
  );
  expect(offering).toMatchObject({
    name: 'medium',
    description: 'two',
    cpuNum: 2,
    cpuSpeed: 0,
    memorySize: 4 * GIB,
    reservedMemorySize: 0,
    type: 'UserVm',
    allocatorStrategy: 'LeastVmPreferredHostAllocatorStrategy',
    sortKey: 0,
    state: 'Enabled',
  });
  const path = `/instance-offerings/${offering.uuid}`;
  const change = { name: 'm', allocatorStrategy: 'DefaultHostAllocatorStrategy' };
  expect(
    await emulator.make('PUT', `${path}/actions`, { updateInstanceOffering: change }),
  ).toMatchObject({ ...change, description: 'two' });
  const disable = { changeInstanceOfferingState: { stateEvent: 'disable' } };
  expect(await emulator.make('PUT', `${path}/actions`, disable)).toMatchObject({
    state: 'Disabled',
  });
  expect(await emulator.find(`/instance-offerings?q=state=Disabled`)).toMatchObject(change);
  await emulator.make('DELETE', path);
  expect(await emulator.find(path)).toBeUndefined();
  // What is gone is deleted once more without an error.
  await emulator.make('DELETE', path);
});

test.each([
  [{ cpuNum: 1, memorySize: GIB }, 'is mandatory, can not be null'],
  [{ name: 'x', memorySize: GIB }, 'field[cpuNum] must be in range of [1, 1024]'],
  [{ name: 'x', cpuNum: 1025, memorySize: GIB }, 'field[cpuNum] must be in range of [1, 1024]'],
  [
    { name: 'x', cpuNum: 1 },
    'field[memorySize] must be in range of [1 byte, 9223372036854775807 bytes]',
  ],
  [
    { name: 'x', cpuNum: 1, memorySize: GIB, allocatorStrategy: 'ByName' },
    'unsupported host allocation strategy[ByName]',
  ],
  [
    { name: 'x', cpuNum: 1, memorySize: GIB, type: 'Router' },
    'unsupported instance offering type[Router]',
  ],
  [
    { name: 'x', cpuNum: 1, memorySize: 1024 },
    'memory size[1024 bytes] is less than 16M, no modern operating system is likely able to boot with such small memory size',
  ],
  [
    { name: 'x', cpuNum: 1, memorySize: GIB, reservedMemorySize: GIB + 1 },
    `reserved memory size[${GIB + 1} bytes] is greater than memory size[${GIB} bytes]`,
  ],
])('an instance offering of %j is refused', async (params, details) => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(...make(params));
  expect(error).toMatchObject({ code: 'SYS.1007', details: expect.stringContaining(details) });
});

test('unsupported allocators of an update are refused, and others make, change and delete nothing', async () => {
  const emulator = await TestEmulator.start();
  const odd = { updateInstanceOffering: { allocatorStrategy: 'ByName' } };
  expect(await emulator.refused('PUT', actions, odd)).toMatchObject({
    code: 'SYS.1007',
    details: 'unsupported host allocation strategy[ByName]',
  });
  const calls = [
    make({ name: 'x', cpuNum: 1, memorySize: GIB }),
    ['PUT', actions, { updateInstanceOffering: { name: 'x' } }],
    ['PUT', actions, { changeInstanceOfferingState: { stateEvent: 'disable' } }],
    ['DELETE', `/instance-offerings/${small}`, undefined],
  ] as const;
  for (const [method, path, body] of calls) {
    expect((await emulator.refused(method, path, body, ALICE_SESSION)).code).toBe('ID.1002');
  }
  // It is shared with everybody.
  const seen = await emulator.call('GET', '/instance-offerings', undefined, ALICE_SESSION);
  expect(seen.body.inventories).toHaveLength(2);
});

test('a VM has the processors and memory of its offering, and forgets one that is deleted', async () => {
  const emulator = await TestEmulator.start();
  const offering = await emulator.make(
    ...make({ name: 'two', cpuNum: 2, memorySize: GIB, reservedMemorySize: 2 ** 20 }),
  );
  const params = {
    name: 'vm',
    imageUuid: SEED.images.linux,
    zoneUuid: SEED.zone,
    // An offering takes precedence over both.
    cpuNum: 8,
    memorySize: 7 * GIB,
    instanceOfferingUuid: offering.uuid,
  };
  const vm = await emulator.make('POST', '/vm-instances', { params });
  expect(vm).toMatchObject({
    cpuNum: 2,
    memorySize: GIB,
    reservedMemorySize: 2 ** 20,
    instanceOfferingUuid: offering.uuid,
    allocatorStrategy: 'LeastVmPreferredHostAllocatorStrategy',
  });
  const query = `/vm-instances?q=instanceOffering.name=two`;
  expect(await emulator.find(query)).toMatchObject({ uuid: vm.uuid });
  expect(await emulator.find(`/instance-offerings?q=vmInstance.uuid=${vm.uuid}`)).toMatchObject({
    name: 'two',
  });

  const disable = { changeInstanceOfferingState: { stateEvent: 'disable' } };
  await emulator.make('PUT', `/instance-offerings/${offering.uuid}/actions`, disable);
  expect(await emulator.refused('POST', '/vm-instances', { params })).toMatchObject({
    code: 'SYS.1006',
    details: `instance offering[uuid:${offering.uuid}] is Disabled, can't create vm from it`,
  });
  await emulator.make('DELETE', `/instance-offerings/${offering.uuid}`);
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    cpuNum: 2,
    instanceOfferingUuid: null,
  });
  expect(await emulator.refused('POST', '/vm-instances', { params })).toMatchObject({
    code: 'SYS.1003',
  });
});

test('where vm/instanceOffering.setNullWhenDeleting is off, VMs remember', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('vm/instanceOffering.setNullWhenDeleting', 'false');
  const uuid = 'a0000000000040008000000000000001';
  await emulator.make('DELETE', `/instance-offerings/${small}`);
  expect(await emulator.find(`/vm-instances/${uuid}`)).toMatchObject({
    instanceOfferingUuid: small,
  });
});
