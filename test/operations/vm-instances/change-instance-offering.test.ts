import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB } from '../../support/volumes';

const { vms } = SEED;
const NUMA = ['PUT', '/global-configurations/vm/numa/actions'] as const;

const change = (vm: string, instanceOfferingUuid: string) =>
  [
    'PUT',
    `/vm-instances/${vm}/actions`,
    { changeInstanceOffering: { instanceOfferingUuid } },
  ] as const;
const offering = async (emulator: TestEmulator, params: object): Promise<string> => {
  const made: Json = await emulator.make('POST', '/instance-offerings', {
    params: { name: 'o', cpuNum: 3, memorySize: 3 * GIB, ...params },
  });
  return made.uuid;
};
const numa = (emulator: TestEmulator, value: string) =>
  emulator.make(...NUMA, { updateGlobalConfig: { value } });

test('a stopped VM becomes what the offering says, more or less', async () => {
  const emulator = await TestEmulator.start();
  for (const [cpuNum, memorySize] of [
    [8, 8 * GIB],
    [1, GIB / 2],
  ] as const) {
    const uuid = await offering(emulator, { cpuNum, memorySize });
    const vm = await emulator.make(...change(vms.stoppedWindows, uuid));
    expect(vm).toMatchObject({
      cpuNum,
      memorySize,
      instanceOfferingUuid: uuid,
      allocatorStrategy: 'LeastVmPreferredHostAllocatorStrategy',
    });
    expect(await emulator.find(`/vm-instances/${vms.stoppedWindows}`)).toEqual(vm);
  }
});

test('a VM that runs grows where vm/numa is on, and takes it from its host', async () => {
  const emulator = await TestEmulator.start();
  const uuid = await offering(emulator, {});
  await numa(emulator, 'false');
  expect(await emulator.refused(...change(vms.runningLinux, uuid))).toMatchObject({
    code: 'SYS.1007',
    details:
      'the VM cannot do online cpu/memory update because of disabling Instance Offering Online Modification. Please stop the VM then do the cpu/memory update again',
  });
  await numa(emulator, 'true');
  const before = await emulator.find(`/vm-instances/${vms.runningLinux}`);
  const free = async () =>
    (await emulator.find(`/hosts/${before.hostUuid}`)).availableMemoryCapacity;
  const had: number = await free();
  expect(await emulator.make(...change(vms.runningLinux, uuid))).toMatchObject({
    cpuNum: 3,
    memorySize: 3 * GIB,
    instanceOfferingUuid: uuid,
    state: 'Running',
  });
  expect(had - (await free())).toBe(3 * GIB - before.memorySize);
  // The same of one is no decrease.
  for (const grown of [{ cpuNum: 4 }, { cpuNum: 4, memorySize: 4 * GIB }]) {
    const more = await offering(emulator, grown);
    expect(await emulator.make(...change(vms.runningLinux, more))).toMatchObject(grown);
  }
  const less = await offering(emulator, { cpuNum: 1, memorySize: 8 * GIB });
  expect(await emulator.refused(...change(vms.runningLinux, less))).toMatchObject({
    code: 'SYS.1007',
    details: `can't decrease capacity when vm[uuid:${vms.runningLinux}] is running`,
  });
  const smaller = await offering(emulator, { cpuNum: 8, memorySize: GIB });
  expect((await emulator.refused(...change(vms.runningLinux, smaller))).code).toBe('SYS.1007');
});

test('a VM that was on no host gets none', async () => {
  const emulator = await TestEmulator.start();
  const nowhere = 'a0000000000040008000000000000006';
  const uuid = await offering(emulator, {});
  expect(await emulator.refused(...change(nowhere, uuid))).toMatchObject({
    code: 'SYS.1006',
    details: `failed to find host of vm[uuid=${nowhere}]`,
  });
});

test('neither a paused VM nor one beyond its owner’s quota gets it', async () => {
  const emulator = await TestEmulator.start();
  await numa(emulator, 'true');
  const uuid = await offering(emulator, {});
  const paused = 'a0000000000040008000000000000004';
  expect(await emulator.refused(...change(paused, uuid))).toMatchObject({
    code: 'SYS.1006',
    details: `The state of vm[uuid:${paused}] is Paused. Only these state[Running,Stopped] is allowed to update cpu or memory.`,
  });
  const alices = 'a0000000000040008000000000000007';
  await emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: { identityUuid: 'a11ce000000040008000000000000001', name: 'vm.cpuNum', value: 2 },
  });
  expect(await emulator.refused(...change(alices, uuid))).toMatchObject({
    code: 'SYS.1006',
    details: `Failed to update vm[uuid=${alices}] on hypervisor.`,
    cause: { details: expect.stringContaining('capacity is not enough to offer cpu[') },
  });
  const error = await emulator.refused(...change(vms.runningLinux, uuid), ALICE_SESSION);
  expect(error.code).not.toBe('SYS.1014');
});
