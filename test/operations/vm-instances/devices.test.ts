import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { vms } = SEED;
const vm = vms.runningLinux;
const act = (action: string, params: object) =>
  ['PUT', `/vm-instances/${vm}/actions`, { [action]: params }] as const;
const tagsOf = async (emulator: TestEmulator): Promise<string[]> => {
  const { body } = await emulator.call('GET', `/system-tags?q=resourceUuid=${vm}`);
  return body.inventories.map(({ tag }: Json) => String(tag)).toSorted();
};
const configOf = async (emulator: TestEmulator): Promise<Record<string, string>> => {
  const { body } = await emulator.call('GET', `/resource-configurations?q=resourceUuid=${vm}`);
  return Object.fromEntries(body.inventories.map(({ name, value }: Json) => [name, value]));
};

test('a VM has one sound device, the last that was said', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...act('setVmSoundType', { soundType: 'ac97' }));
  await emulator.make(...act('setVmSoundType', { soundType: 'ich6' }));
  expect(await tagsOf(emulator)).toEqual(['qemuga', 'soundType::ich6']);
});

test('the memory of its display adapter, where not said as usual', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...act('setVmQxlMemory', {}));
  expect(await tagsOf(emulator)).toEqual(['qemuga', 'qxlMemory::65536::32768::16384']);
  await emulator.make(...act('setVmQxlMemory', { ram: 1024, vram: 524_288, vgamem: 2048 }));
  expect(await tagsOf(emulator)).toEqual(['qemuga', 'qxlMemory::1024::524288::2048']);
});

test('whose clock its guest follows is configuration of its own', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.make(...act('setVmClockTrack', { track: 'guest' }))).toEqual(
    await emulator.find(`/vm-instances/${vm}`),
  );
  expect(await configOf(emulator)).toEqual({ 'vm.clock.track': 'guest' });
  await emulator.make(
    ...act('setVmClockTrack', { track: 'host', syncAfterVMResume: true, intervalInSeconds: 600 }),
  );
  expect(await configOf(emulator)).toEqual({
    'vm.clock.track': 'host',
    'vm.clock.sync.after.vm.resume': 'true',
    'vm.clock.sync.interval.in.seconds': '600',
  });
});

test('a VM has one level of priority, and the usual one where nobody said any', async () => {
  const emulator = await TestEmulator.start();
  for (const priority of ['Normal', 'High', 'High', 'MemoryHigh']) {
    await emulator.make(...act('updateVmPriority', { priority }));
    expect(await tagsOf(emulator)).toEqual(['qemuga', `vmPriority::${priority}`]);
  }
});

test('the host of a VM that runs must take its level; that of one at rest is not asked', async () => {
  const emulator = await TestEmulator.start();
  const { hostUuid } = await emulator.find(`/vm-instances/${vm}`);
  put(emulator, `update hosts set status = 'Connecting' where uuid = '${hostUuid}'`);
  const refusal = await emulator.refused(...act('updateVmPriority', { priority: 'High' }));
  expect(refusal.code).toBe('SYS.1006');
  expect(refusal.details).toContain(`update vm[${vm}] priority to [High] failed,because`);
  // It is what it was: nobody is asked.
  await emulator.make(...act('updateVmPriority', { priority: 'Normal' }));
  const stopped = `/vm-instances/${vms.stoppedWindows}/actions`;
  await emulator.make('PUT', stopped, { updateVmPriority: { priority: 'CpuHigh' } });
});

test.each([
  ['setVmSoundType', { soundType: 'ich9' }, 'SYS.1007', 'valid value for field[soundType]'],
  ['setVmSoundType', {}, 'SYS.1007', 'field[soundType]'],
  ['setVmQxlMemory', { ram: 1023 }, 'SYS.1007', 'field[ram] must be in range of [1024, 524288]'],
  ['setVmQxlMemory', { vgamem: 524_289 }, 'SYS.1007', 'field[vgamem] must be in range'],
  ['setVmClockTrack', { track: 'none' }, 'SYS.1007', 'valid value for field[track]'],
  [
    'setVmClockTrack',
    { track: 'host', intervalInSeconds: 61 },
    'SYS.1007',
    'valid value for field[intervalInSeconds]',
  ],
  [
    'updateVmPriority',
    { priority: 'Highest' },
    'SYS.1000',
    'No enum constant org.zstack.header.vm.VmPriorityLevel.Highest',
  ],
])('%s with %j is refused', async (action, params, code, words) => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(...act(action, params));
  expect(refusal.code).toBe(code);
  expect(refusal.details).toContain(words);
});

test.each([
  ['setVmSoundType', { soundType: 'ac97' }],
  ['setVmQxlMemory', {}],
  ['setVmClockTrack', { track: 'guest' }],
  ['updateVmPriority', { priority: 'High' }],
])('%s on a VM of others is refused', async (action, params) => {
  const emulator = await TestEmulator.start();
  const [method, path, body] = act(action, params);
  expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
    code: 'SYS.1006',
  });
});
