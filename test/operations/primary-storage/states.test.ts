import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { primaryStorages, vms, volumes } = SEED;
const { nfs, local } = primaryStorages;
const change = (uuid: string, stateEvent: string) =>
  [
    'PUT',
    `/primary-storage/${uuid}/actions`,
    { changePrimaryStorageState: { stateEvent } },
  ] as const;
const snapshot = [
  'POST',
  `/volumes/${volumes.spareData}/volume-snapshots`,
  { params: { name: 's' } },
] as const;
const attach = [
  'POST',
  `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`,
  { params: {} },
] as const;
const start = [
  'PUT',
  `/vm-instances/${vms.stoppedWindows}/actions`,
  { startVmInstance: {} },
] as const;

/** An error inside the text of another one. */
const refusal = (state: string) =>
  JSON.stringify({
    code: 'PS.1000',
    description: 'Operation is not permitted',
    details: `Operation is not permitted when primary storage status is '${state}', please check primary storage status`,
  });
const noSnapshot = (state: string) => ({
  code: 'SYS.1006',
  details: `cannot ask primary storage[uuid:${volumes.spareData}] for volume snapshot capability, see detail [${refusal(state)}]`,
});

test('maintenance stops the VMs that have a volume on the storage', async () => {
  const emulator = await TestEmulator.start();
  const states = async () =>
    Object.fromEntries(
      (await emulator.call('GET', '/vm-instances')).body.inventories.map((vm: Json) => [
        vm.name,
        vm.state,
      ]),
    );
  const before = await states();
  expect(await emulator.make(...change(local, 'maintain'))).toMatchObject({ state: 'Maintenance' });
  // What is on its way cannot be stopped, as in the real system, which only logs that.
  expect(await states()).toEqual({
    ...before,
    'web-1': 'Stopped',
    'paused-1': 'Stopped',
    'alice-1': 'Stopped',
  });
});

test('a Disabled storage takes no snapshot; its volumes go on', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...change(nfs, 'disable'));
  expect(await emulator.refused(...snapshot)).toMatchObject(noSnapshot('Disabled'));
  await emulator.make(...attach);
  await emulator.make(...start);
});

test('a storage in Maintenance takes no snapshot, and its volumes neither come to a VM nor start with one', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...change(nfs, 'maintain'));
  expect(await emulator.refused(...snapshot)).toMatchObject(noSnapshot('Maintenance'));
  expect(await emulator.refused(...attach)).toMatchObject({
    code: 'SYS.1006',
    details: `cannot attach volume[uuid:${volumes.spareData}] whose primary storage is Maintenance`,
  });
  const error = await emulator.refused(...start);
  expect(error.code).toBe('VM.1001');
  expect(error.details).toContain(
    `the VM[uuid:${vms.stoppedWindows}] volume stored location primary storage is in a state of maintenance`,
  );
  await emulator.make(...change(nfs, 'enable'));
  await emulator.make(...snapshot);
  await emulator.make(...attach);
  await emulator.make(...start);
});

test('a primary storage keeps its reserve, and uses it when the configuration takes it away', async () => {
  const emulator = await TestEmulator.start();
  const GIB = 2 ** 30;
  const left = emulator.available('primary', nfs);
  const create = (diskSize: number) =>
    [
      'POST',
      '/volumes/data',
      { params: { name: 'v', diskSize, primaryStorageUuid: nfs } },
    ] as const;
  const size = left - GIB + 1;
  expect(await emulator.refused(...create(size))).toMatchObject({
    code: 'SYS.1006',
    details: `after subtracting reserved capacity[1G], there is no primary storage having required size[${size} bytes], may be the threshold of primary storage physical capacity setting is lower`,
  });
  await emulator.configure('primaryStorage/reservedCapacity', '1');
  await emulator.make(...create(size));
  const wrong = await emulator.refused(
    'PUT',
    '/global-configurations/primaryStorage/reservedCapacity/actions',
    {
      updateGlobalConfig: { value: 'much' },
    },
  );
  expect(wrong.details).toContain('much is not a size string');
});

test('a storage that no host has to mount is not connected by a cluster that it is attached to', async () => {
  const emulator = await TestEmulator.start();
  const path = `/clusters/${SEED.clusters.used}/primary-storage/${primaryStorages.ceph}`;
  await emulator.make('DELETE', path);
  put(emulator, `update primary_storages set status = 'Disconnected'`);
  await emulator.make('POST', path);
  const ceph = await emulator.find(`/primary-storage?q=uuid=${primaryStorages.ceph}`);
  expect(ceph).toMatchObject({ status: 'Disconnected' });
});
