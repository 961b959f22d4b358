import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

const { images, l3Network, hosts, clusters, zone, vms, volumes, primaryStorages } = SEED;
const query = (params: Record<string, string | number>) =>
  new URLSearchParams(
    Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
const uuids = (inventories: Json[]) => inventories.map(({ uuid }) => String(uuid)).toSorted();

const places = (more: object = {}) =>
  `/vm-instances/candidate-destinations?${query({
    imageUuid: images.linux,
    l3NetworkUuids: l3Network,
    cpuNum: 1,
    memorySize: GIB,
    zoneUuid: zone,
    ...more,
  })}`;
const storages = (more: object = {}) =>
  `/vm-instances/candidate-storages?${query({
    imageUuid: images.linux,
    l3NetworkUuids: l3Network,
    ...more,
  })}`;

test('where a VM of an image could be made', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', places());
  expect(uuids(body.hosts)).toEqual([hosts.linux, hosts.arm].toSorted());
  expect(uuids(body.clusters)).toEqual([clusters.used]);
  expect(uuids(body.zones)).toEqual([zone]);
  await emulator.make('PUT', `/hosts/${hosts.arm}/actions`, {
    changeHostState: { stateEvent: 'disable' },
  });
  const fewer = await emulator.call('GET', places());
  expect(uuids(fewer.body.hosts)).toEqual([hosts.linux]);
});

test.each([
  [{ memorySize: 2 ** 50 }, `no host having cpu[1], memory[${2 ** 50} bytes] found`],
  [{ clusterUuid: clusters.empty }, 'No host with'],
  [
    { imageUuid: images.iso },
    `the image[name:ubuntu-22.04-live.iso, uuid:${images.iso}] is an ISO, rootDiskSize must be set`,
  ],
])('no place for %j', async (more, details) => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused('GET', places(more));
  expect(refusal.details).toContain(details);
});

test('what would have to be given is asked for', async () => {
  const emulator = await TestEmulator.start();
  const without = places().replace('cpuNum=1&', '');
  expect(await emulator.refused('GET', without)).toMatchObject({
    code: 'SYS.1006',
    details: 'Missing CPU/memory settings',
  });
  const noZone = places().replace(`&zoneUuid=${zone}`, '');
  expect((await emulator.refused('GET', noZone)).details).toContain(
    'is on multiple backup storage',
  );
  expect(await emulator.refused('GET', storages({ imageUuid: images.iso }))).toMatchObject({
    code: 'SYS.1007',
    details: 'rootDiskSize is needed when image media type is ISO',
  });
});

test('on which storages its volumes could lie', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', storages({ dataDiskSizes: GIB }));
  expect(uuids(body.rootVolumePrimaryStorages)).toContain(primaryStorages.local);
  expect(uuids(body.dataVolumePrimaryStorages[String(GIB)])).toContain(primaryStorages.nfs);
  const { empty } = clusters;
  put(emulator, `update l2_network_clusters set cluster_uuid = '${empty}'`);
  const none = await emulator.call('GET', storages({ dataDiskSizes: GIB }));
  for (const { attachedClusterUuids } of none.body.rootVolumePrimaryStorages) {
    expect(attachedClusterUuids).toContain(empty);
  }
  expect(uuids(none.body.dataVolumePrimaryStorages[String(GIB)])).not.toContain(
    primaryStorages.nfs,
  );
});

test('the data volumes that a VM can take', async () => {
  const emulator = await TestEmulator.start();
  const path = `/vm-instances/${vms.runningLinux}/data-volume-candidates`;
  const { body } = await emulator.call('GET', path);
  expect(uuids(body.inventories)).toContain(volumes.notInstantiated);
  expect(uuids(body.inventories)).not.toContain(volumes.data);
  for (const { type, vmInstanceUuid, state } of body.inventories) {
    expect({ type, vmInstanceUuid, state }).toEqual({
      type: 'Data',
      vmInstanceUuid: null,
      state: 'Enabled',
    });
  }
  put(emulator, `update vm_instances set state = 'Paused' where uuid = '${vms.runningLinux}'`);
  expect(await emulator.refused('GET', path)).toMatchObject({
    code: 'SYS.1006',
    details: `vm[uuid:${vms.runningLinux}] can only attach volume when state is Running or Stopped, current state is Paused`,
  });
});
