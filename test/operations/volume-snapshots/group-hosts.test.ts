import { type Json, type TestEmulator } from '../../support/emulator';
import { put } from '../../support/volumes';
import { startSeed } from '../../support/seeds';

const seedOf = (type: 'NFS' | 'SharedMountPoint') => `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
clusters: [{ name: c, zone: z }]
hosts:
  - { name: h, cluster: c, managementIp: 10.0.0.1 }
primaryStorages:
  - { name: p, zone: z, type: ${type}, url: '10.0.0.2:/p', mountPath: /p, totalCapacity: 10T, clusterUuids: [c] }
vmInstances:
  - name: v
    zone: z
    clusterUuid: c
    hostUuid: h
    rootVolume: { name: root, primaryStorage: p, size: 10G }
`;

const take = async (emulator: TestEmulator) => {
  const { uuid: rootVolumeUuid } = await emulator.find('/volumes?q=name=root');
  return ['POST', '/volume-snapshots/group', { params: { rootVolumeUuid, name: 'g' } }] as const;
};

describe.each(['NFS', 'SharedMountPoint'] as const)('on %s a group', (type) => {
  test('needs the host of its VM', async () => {
    const emulator = await startSeed(seedOf(type));
    const call = await take(emulator);
    put(emulator, "update hosts set status = 'Disconnected'");
    const vm = await emulator.find('/vm-instances?q=name=v');
    expect(await emulator.refused(...call)).toMatchObject({
      code: 'HOST.1010',
      details: `host where vm[uuid:${vm.uuid}] locate is not Connected.`,
    });
    put(emulator, "update hosts set status = 'Connected'");
    await emulator.make(...call);
  });

  test('or, of a VM that is on none, one that can be had', async () => {
    const emulator = await startSeed(seedOf(type));
    const call = await take(emulator);
    put(
      emulator,
      "update vm_instances set state = 'Stopped', host_uuid = null; update hosts set state = 'Disabled'",
    );
    const storage = await emulator.find('/primary-storage');
    expect(await emulator.refused(...call)).toMatchObject({
      code: 'HOST.1010',
      details: `cannot find available host for operation on primary storage[uuid:${storage.uuid}].`,
    });
    put(emulator, "update hosts set state = 'Enabled'");
    const group: Json = await emulator.make(...call);
    put(emulator, "update hosts set status = 'Disconnected'");
    const path = `/volume-snapshots/group/${group.uuid}`;
    expect((await emulator.refused('DELETE', path)).code).toBe('HOST.1010');
  });
});
