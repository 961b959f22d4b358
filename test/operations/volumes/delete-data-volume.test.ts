import { SEED, TestEmulator } from '../../support/emulator';
import { put } from '../../support/volumes';

const { volumes, vms } = SEED;
const root = volumes.stoppedWindows;
const { spareData, data } = volumes;
const absent = '0123456789ab4def8123456789abcdef';
type Call = readonly ['PUT' | 'DELETE', string, object?];
const act = (uuid: string, action: string, params: object = {}): Call => [
  'PUT',
  `/volumes/${uuid}/actions`,
  { [action]: params },
];
const remove = (uuid: string): Call => ['DELETE', `/volumes/${uuid}`];
const deleted = `update volumes set status = 'Deleted', vm_instance_uuid = null where uuid = '${data}'`;

test.each([
  [
    'a root volume is deleted',
    remove(root),
    'SYS.1007',
    `volume[uuid:${root}, type:Root] can't be deleted`,
  ],
  [
    'a Deleted one is deleted',
    remove(data),
    'SYS.1006',
    `volume[uuid:${data}] is already in status of deleted`,
  ],
  [
    'one that is not Deleted is expunged',
    act(spareData, 'expungeDataVolume'),
    'SYS.1006',
    `the volume[uuid:${spareData}, name:spare] is not deleted yet, can't expunge it`,
  ],
  [
    'a root volume is expunged',
    act(root, 'expungeDataVolume'),
    'SYS.1006',
    `the volume[uuid:${root}, name:ROOT-for-win-1] is not deleted yet, can't expunge it`,
  ],
  [
    'the root volume of a destroyed VM is expunged',
    act(volumes.inMaintenance, 'expungeDataVolume'),
    'SYS.1006',
    `the volume[uuid:${volumes.inMaintenance}, name:ROOT-for-in-maintenance] is the root volume of a destroyed VM: expunge the VM instead`,
  ],
  [
    'one with a malformed uuid is expunged',
    act('xyz', 'expungeDataVolume'),
    'SYS.1003',
    'invalid value[xyz] of field [uuid]',
  ],
  [
    'one that is not Deleted is recovered',
    act(spareData, 'recoverDataVolume'),
    'SYS.1006',
    `the volume[uuid:${spareData}] is not in status of deleted. This is operation is to recover a deleted data volume`,
  ],
  [
    'a root volume is recovered',
    act(root, 'recoverDataVolume'),
    'SYS.1006',
    `the volume[uuid:${root}] is not in status of deleted. This is operation is to recover a deleted data volume`,
  ],
  [
    'the state of a root volume is changed',
    act(root, 'changeVolumeState', { stateEvent: 'disable' }),
    'SYS.1006',
    `it's not allowed to change state of root volume, uuid:${root}`,
  ],
  [
    'the state of a Deleted one is changed',
    act(data, 'changeVolumeState', { stateEvent: 'disable' }),
    'SYS.1006',
    `the volume[uuid:${data}] is in status of deleted, cannot do the operation`,
  ],
])('%s: refused', async (_what, call, code, details) => {
  const emulator = await TestEmulator.start();
  put(emulator, deleted);
  await emulator.call('DELETE', '/vm-instances/a0000000000040008000000000000006');
  expect(await emulator.refused(...call)).toMatchObject({ code, details });
});

test('what is absent is deleted and expunged with success', async () => {
  const emulator = await TestEmulator.start();
  expect((await emulator.call(...remove(absent))).status).toBe(200);
  expect((await emulator.call(...act(absent, 'expungeDataVolume'))).status).toBe(200);
});

test('a VM that does not let it go keeps it', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, `update vm_instances set state = 'Stopping' where uuid = '${vms.runningLinux}'`);
  const details = `Detaching volume is not allowed when VM[uuid=${vms.runningLinux}] is in state[Stopping]`;
  expect(await emulator.refused(...remove(data))).toMatchObject({
    code: 'SYS.1004',
    details,
    cause: { code: 'SYS.1006', details },
  });
});

test('one that lies nowhere waits, too, and is again what it was', async () => {
  const emulator = await TestEmulator.start();
  const { notInstantiated } = volumes;
  await emulator.call(...remove(notInstantiated));
  expect(await emulator.find(`/volumes/${notInstantiated}`)).toMatchObject({ status: 'Deleted' });
  expect(await emulator.make(...act(notInstantiated, 'recoverDataVolume'))).toMatchObject({
    status: 'NotInstantiated',
    format: null,
  });
  await emulator.call(...remove(notInstantiated));
  await emulator.call(...act(notInstantiated, 'expungeDataVolume'));
  expect(await emulator.find(`/volumes/${notInstantiated}`)).toBeUndefined();
});
