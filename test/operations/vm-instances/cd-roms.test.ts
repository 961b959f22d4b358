import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { vms, images } = SEED;
const vm = vms.stoppedWindows;
const drives = async (emulator: TestEmulator) =>
  (await emulator.call('GET', `/vm-instances/cdroms?q=vmInstanceUuid=${vm}&sort=+deviceId`)).body
    .inventories;
const create = (params: object = {}) =>
  [
    'POST',
    '/vm-instances/cdroms',
    { params: { name: 'd', vmInstanceUuid: vm, ...params } },
  ] as const;

test('a drive is made, changed, made the first, and removed', async () => {
  const emulator = await TestEmulator.start();
  const [first] = await drives(emulator);
  const made = await emulator.make(...create({ description: 'x', isoUuid: images.iso }));
  expect(made).toMatchObject({ name: 'd', description: 'x', deviceId: 1, isoUuid: images.iso });
  expect(await emulator.find(`/vm-instances/cdroms/${made.uuid}`)).toEqual(made);
  const path = `/vm-instances/cdroms/${made.uuid}`;
  const changed = await emulator.make('PUT', `${path}/actions`, { updateVmCdRom: { name: 'n' } });
  expect(changed).toMatchObject({ name: 'n', description: 'x' });
  const asDefault = `/vm-instances/${vm}/cdroms/${made.uuid}/actions`;
  expect(await emulator.make('PUT', asDefault, { setVmInstanceDefaultCdRom: {} })).toMatchObject({
    deviceId: 0,
  });
  expect(await drives(emulator)).toMatchObject([
    { uuid: made.uuid },
    { uuid: first.uuid, deviceId: 1 },
  ]);
  expect(await emulator.refused('PUT', asDefault, { setVmInstanceDefaultCdRom: {} })).toMatchObject(
    {
      code: 'SYS.1007',
      details: `The CdRom[${made.uuid}] Already the default`,
    },
  );
  expect((await emulator.call('DELETE', path)).body).toEqual({ success: true, error: null });
  const left = await emulator.find(`/vm-instances/${vm}`);
  expect(left.vmCdRoms).toMatchObject([{ uuid: first.uuid }]);
  // A missing one is no error.
  expect((await emulator.call('DELETE', path)).status).toBe(200);
});

test('a VM has so many drives, and an ISO once', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...create({ isoUuid: images.iso }));
  expect(await emulator.refused(...create({ isoUuid: images.iso }))).toMatchObject({
    code: 'SYS.1006',
    details: `VM[uuid:${vm}] already has an ISO[uuid:${images.iso}] attached`,
  });
  await emulator.make(...create());
  expect(await emulator.refused(...create())).toMatchObject({
    code: 'SYS.1006',
    details: `VM[uuid:${vm}] can only add 3 CDROMs`,
  });
});

test('a VM that runs keeps its drives', async () => {
  const emulator = await TestEmulator.start();
  const other = vms.runningLinux;
  expect(await emulator.refused(...create({ vmInstanceUuid: other }))).toMatchObject({
    code: 'SYS.1007',
    details: `Can not create CD-ROM for vm[uuid:${other}] which is in state[Running] `,
  });
  const { vmCdRoms } = await emulator.find(`/vm-instances/${other}`);
  const refusal = await emulator.refused('DELETE', `/vm-instances/cdroms/${vmCdRoms[0].uuid}`);
  expect(refusal).toMatchObject({ code: 'SYS.1006' });
  expect(refusal.details).toContain("current vm instance state[Running] doesn't allow");
});

test('the drives of others are out of reach', async () => {
  const emulator = await TestEmulator.start();
  const [first] = await drives(emulator);
  const path = `/vm-instances/cdroms/${first.uuid}`;
  for (const [method, at, body] of [
    ['DELETE', path, undefined],
    ['PUT', `${path}/actions`, { updateVmCdRom: { name: 'n' } }],
  ] as const) {
    expect((await emulator.refused(method, at, body, ALICE_SESSION)).code).toBe('SYS.1006');
  }
  const { body } = await emulator.call('GET', '/vm-instances/cdroms', undefined, ALICE_SESSION);
  for (const { vmInstanceUuid } of body.inventories) {
    expect(vmInstanceUuid).not.toBe(vm);
  }
});
