import { SEED, TestEmulator } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

const { volumes, vms } = SEED;
const detach = (volume: string, query = '') =>
  ['DELETE', `/volumes/${volume}/vm-instances${query}`] as const;

test.each([
  [
    'a free one',
    volumes.spareData,
    `data volume[uuid:${volumes.spareData}] is not attached to any vm, can't detach`,
  ],
  [
    'a root volume',
    volumes.stoppedWindows,
    `the volume[uuid:${volumes.stoppedWindows}, name:ROOT-for-win-1, type:Root] can't detach it`,
  ],
])('%s is not detached', async (_what, volume, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...detach(volume))).toMatchObject({ code: 'SYS.1006', details });
});

test.each(['Starting', 'Stopping', 'Rebooting', 'Unknown'])(
  'a volume does not leave a VM that is %s',
  async (state) => {
    const emulator = await TestEmulator.start();
    put(emulator, `update vm_instances set state = '${state}' where uuid = '${vms.runningLinux}'`);
    const error = await emulator.refused(...detach(volumes.data));
    expect(error).toMatchObject({
      code: 'SYS.1006',
      details: `Detaching volume is not allowed when VM[uuid=${vms.runningLinux}] is in state[${state}]`,
    });
    expect(error.cause ?? null).toBeNull();
  },
);

test('of a shareable one the VM must be named', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/volumes/data', {
    params: { name: 'shared', diskSize: GIB, systemTags: ['ephemeral::shareable'] },
  });
  const path = `/volumes/${uuid}/vm-instances/${vms.runningLinux}`;
  await emulator.make('POST', path, { params: {} });
  const error = await emulator.refused(...detach(uuid));
  expect(error.details).toBe(`to detach shareable data volume[uuid:${uuid}], vm uuid is needed.`);
  await emulator.make(...detach(uuid, `?vmUuid=${vms.runningLinux}`));
});

test('a VM that it is not attached to frees it, too, and leaves no trace', async () => {
  const emulator = await TestEmulator.start();
  const query = `?vmUuid=${vms.stoppedWindows}`;
  expect(await emulator.make(...detach(volumes.data, query))).toMatchObject({
    vmInstanceUuid: null,
    deviceId: null,
    lastDetachDate: null,
  });
});

test('by a VM that is Destroyed nothing happens', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call('DELETE', `/vm-instances/${vms.stoppedWindows}`);
  const query = `?vmUuid=${vms.stoppedWindows}`;
  const { vmInstanceUuid } = await emulator.make(...detach(volumes.data, query));
  expect(vmInstanceUuid).toBe(vms.runningLinux);
});
