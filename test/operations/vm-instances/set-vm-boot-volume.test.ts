import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put, takeSnapshot } from '../../support/volumes';

const { vms, volumes } = SEED;
const vm = vms.stoppedWindows;
const root = volumes.stoppedWindows;

const boot = (volumeUuid: string, of: string = vm) =>
  ['PUT', `/vm-instances/${of}/actions`, { setVmBootVolume: { volumeUuid } }] as const;
const attach = (emulator: TestEmulator, volume: string, to: string = vm) =>
  emulator.make('POST', `/volumes/${volume}/vm-instances/${to}`, { params: {} });
const folder = (type: 'root' | 'data', volume: string) =>
  new RegExp(`/${type}Volumes/acct-[0-9a-f]{32}/vol-${volume}/`);

test('a data volume of a stopped VM and its root volume change places, with their snapshots', async () => {
  const emulator = await TestEmulator.start();
  await attach(emulator, volumes.spareData);
  const ofRoot = await takeSnapshot(emulator, 'of root', root);
  const ofData = await takeSnapshot(emulator, 'of data', volumes.spareData);
  const { deviceId } = await emulator.find(`/volumes/${volumes.spareData}`);
  const before = emulator.world();
  const answer = await emulator.make(...boot(volumes.spareData));
  expect(answer).toMatchObject({ uuid: vm, rootVolumeUuid: volumes.spareData, state: 'Stopped' });
  expect(await emulator.find(`/volumes/${volumes.spareData}`)).toMatchObject({
    type: 'Root',
    deviceId: 0,
    vmInstanceUuid: vm,
    installPath: expect.stringMatching(folder('root', volumes.spareData)),
  });
  expect(await emulator.find(`/volumes/${root}`)).toMatchObject({
    type: 'Data',
    deviceId,
    vmInstanceUuid: vm,
    installPath: expect.stringMatching(folder('data', root)),
  });
  expect(await emulator.find(`/volume-snapshots/${ofRoot.uuid}`)).toMatchObject({
    volumeType: 'Data',
    primaryStorageInstallPath: expect.stringMatching(folder('data', root)),
  });
  expect(await emulator.find(`/volume-snapshots/${ofData.uuid}`)).toMatchObject({
    volumeType: 'Root',
    primaryStorageInstallPath: expect.stringMatching(folder('root', volumes.spareData)),
  });
  // And back: nothing else has changed.
  await emulator.make(...boot(root));
  const dated = (world: Record<string, unknown[]>) => ({
    ...world,
    volumes: (world['volumes'] as Json[]).map((row) => ({ ...row, last_op_date: 0 })),
  });
  expect(dated(emulator.world())).toEqual(dated(before));
});

test('the former root volume can be detached, the new one goes with its VM', async () => {
  const emulator = await TestEmulator.start();
  await attach(emulator, volumes.spareData);
  await emulator.make(...boot(volumes.spareData));
  expect(
    (await emulator.refused('DELETE', `/volumes/${volumes.spareData}/vm-instances`)).code,
  ).toBe('SYS.1006');
  await emulator.make('DELETE', `/volumes/${root}/vm-instances`);
  await emulator.call('DELETE', `/vm-instances/${vm}`);
  await emulator.call('PUT', `/vm-instances/${vm}/actions`, { expungeVmInstance: {} });
  expect(await emulator.find(`/volumes/${volumes.spareData}`)).toBeUndefined();
  expect(await emulator.find(`/volumes/${root}`)).toMatchObject({ type: 'Data', status: 'Ready' });
});

test('on Ceph the paths stay as they are', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, `update vm_instances set state = 'Stopped' where uuid = '${vms.runningArmOnCeph}'`);
  const { uuid } = await emulator.make('POST', '/volumes/data', {
    params: { name: 'd', diskSize: 2 ** 30, primaryStorageUuid: SEED.primaryStorages.ceph },
  });
  await attach(emulator, uuid, vms.runningArmOnCeph);
  const { installPath } = await emulator.find(`/volumes/${uuid}`);
  await emulator.make(...boot(uuid, vms.runningArmOnCeph));
  expect(await emulator.find(`/volumes/${uuid}`)).toMatchObject({ type: 'Root', installPath });
});

test('the root volume of a VM that runs is left alone', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  await emulator.make(...boot(volumes.runningLinux, vms.runningLinux));
  expect(emulator.world()).toEqual(before);
});

test('what can be no boot volume is refused', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...boot(volumes.spareData))).toMatchObject({
    code: 'SYS.1007',
    details: `volume[uuid:${volumes.spareData}] must be attached to vm[uuid:${vm}]`,
  });
  put(emulator, `update volumes set is_shareable = 1 where uuid = '${volumes.spareData}'`);
  expect(await emulator.refused(...boot(volumes.spareData))).toMatchObject({
    code: 'SYS.1007',
    details: 'boot volume cannot be shareable.',
  });
  // Its data volume, while it runs.
  expect(await emulator.refused(...boot(volumes.data, vms.runningLinux))).toMatchObject({
    code: 'VM.1010',
    details:
      "current vm instance state[Running] doesn't allow to proceed message[org.zstack.header.vm.APISetVmBootVolumeMsg], allowed states are [Stopped]",
  });
});

test('a volume that does not lie in its folder cannot be moved to another', async () => {
  const emulator = await TestEmulator.start();
  await attach(emulator, volumes.spareData);
  put(emulator, `update volumes set install_path = '/odd/x.qcow2' where uuid = '${root}'`);
  expect(await emulator.refused(...boot(volumes.spareData))).toMatchObject({
    code: 'SYS.1006',
    details: expect.stringMatching(
      new RegExp(
        `^why volume\\[uuid:${root}, installPath:/odd/x.qcow2\\] not in directory .*/rootVolumes/acct-[0-9a-f]{32}/vol-${root}$`,
      ),
    ),
  });
});

test('at each of its steps a fault leaves the world as it was', async () => {
  const emulator = await TestEmulator.start();
  await attach(emulator, volumes.spareData);
  const before = { ...emulator.world(), faults: undefined };
  for (const step of [
    'check-operation-allowed',
    'change-new-root-volume-type',
    'change-origin-root-volume-type',
    'set-boot-volume-in-db',
  ]) {
    const point = `set-boot-volume/${step}`;
    await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
    const answer = await emulator.call(...boot(volumes.spareData));
    expect([step, answer.status, answer.body.error.location]).toEqual([step, 503, step]);
    expect([step, { ...emulator.world(), faults: undefined }]).toEqual([step, before]);
  }
});
