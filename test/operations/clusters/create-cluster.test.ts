import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { zone } = SEED;
const params = { zoneUuid: zone, name: 'c', hypervisorType: 'KVM' };
const create = (more: object = {}) =>
  ['POST', '/clusters', { params: { ...params, ...more } }] as const;

test('a cluster is made, with its tags, and takes hosts', async () => {
  const emulator = await TestEmulator.start();
  const resourceUuid = 'c1005700000040008000000000000099';
  const cluster = await emulator.make('POST', '/clusters', {
    params: { ...params, description: 'd', architecture: 'aarch64', resourceUuid },
    userTags: ['mine'],
  });
  expect(cluster).toMatchObject({
    uuid: resourceUuid,
    name: 'c',
    description: 'd',
    zoneUuid: zone,
    hypervisorType: 'KVM',
    state: 'Enabled',
    type: 'zstack',
    architecture: 'aarch64',
  });
  expect(await emulator.find(`/clusters/${resourceUuid}`)).toEqual(cluster);
  const tags = await emulator.call('GET', `/user-tags?q=resourceUuid=${resourceUuid}`);
  expect(tags.body.inventories).toMatchObject([{ tag: 'mine', resourceType: 'ClusterVO' }]);
});

test('its first host says its architecture', async () => {
  const emulator = await TestEmulator.start();
  const { uuid: clusterUuid, architecture } = await emulator.make(...create());
  expect(architecture).toBeNull();
  const host = {
    name: 'h',
    managementIp: '10.9.9.9',
    username: 'root',
    password: 'p',
    clusterUuid,
  };
  await emulator.make('POST', '/hosts/kvm', { params: host });
  expect(await emulator.find(`/clusters/${clusterUuid}`)).toMatchObject({ architecture: 'x86_64' });
});

test.each([
  [
    { type: 'baremetal' },
    'SYS.1007',
    'if cluster type is baremetal, then hypervisorType must be baremetal too, or vice versa',
  ],
  [
    { type: 'zstack', hypervisorType: 'baremetal' },
    'SYS.1007',
    'if cluster type is baremetal, then hypervisorType must be baremetal too, or vice versa',
  ],
  [
    { type: 'baremetal2', hypervisorType: 'baremetal2' },
    'SYS.1000',
    'No ClusterFactory of type[baremetal2] found',
  ],
  [
    { resourceUuid: SEED.clusters.used },
    'SYS.1000',
    `Duplicate entry '${SEED.clusters.used}' for key 'PRIMARY'`,
  ],
  [
    { zoneUuid: SEED.clusters.used },
    'SYS.1003',
    `invalid field[zoneUuid], resource[uuid:${SEED.clusters.used}, type:ZoneVO] not found`,
  ],
])('a cluster with %j is refused', async (more, code, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...create(more))).toMatchObject({ code, details });
});

test('only admin makes clusters', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...create(), ALICE_SESSION)).toMatchObject({ code: 'ID.1002' });
});
