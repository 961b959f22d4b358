import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { addHost, movableVm } from '../../support/hosts';

const { hosts, primaryStorages, volumes } = SEED;

test('a host goes: its VMs are stopped, and what lay on its disks is gone', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  const vm = await movableVm(emulator, host.uuid);
  await emulator.call('DELETE', `/hosts/${host.uuid}`);
  expect(await emulator.find(`/hosts/${host.uuid}`)).toBeUndefined();
  expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toMatchObject({
    state: 'Stopped',
    hostUuid: null,
    lastHostUuid: null,
    clusterUuid: SEED.clusters.used,
  });
  const local = await emulator.find(`/volumes/${volumes.runningLinux}`);
  await emulator.call('DELETE', `/hosts/${hosts.linux}`);
  expect(await emulator.find(`/vm-instances/${local.vmInstanceUuid}`)).toMatchObject({
    state: 'Destroyed',
  });
  // Its disk is nowhere any more.
  const path = `/vm-instances/${local.vmInstanceUuid}/actions`;
  const { name } = await emulator.find(`/vm-instances/${local.vmInstanceUuid}`);
  expect(await emulator.refused('PUT', path, { recoverVmInstance: {} })).toMatchObject({
    code: 'SYS.1006',
    details: `unable to recover the vm[uuid:${local.vmInstanceUuid}, name:${name}]. The vm's root volume is on the local storage[uuid:${primaryStorages.local}]; however, the host on which the root volume is has been deleted`,
  });
  // A missing one is no error.
  expect((await emulator.call('DELETE', `/hosts/${host.uuid}`)).status).toBe(200);
});

test('only admin removes hosts', async () => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(
    'DELETE',
    `/hosts/${hosts.linux}`,
    undefined,
    ALICE_SESSION,
  );
  expect(refusal).toMatchObject({ code: 'ID.1002' });
});
