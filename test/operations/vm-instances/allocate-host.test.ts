import { startSeed } from '../../support/seeds';

const U = (n: number) => `0570000000004000800000000000${String(n).padStart(4, '0')}`;
const [ZONE, CLUSTER, HOST, IMAGE] = [U(1), U(2), U(3), U(4)] as const;
const GIB = 2 ** 30;

interface Parts {
  readonly hosts?: string;
  readonly storage?: string;
  readonly backup?: string;
  readonly more?: string;
}

/** A zone with two clusters; a storage, and by default a host, are in the first. */
const world = ({ hosts, storage = '', backup, more = '' }: Parts) => `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z, uuid: '${ZONE}' }, { name: other }]
clusters: [{ name: c, zone: z }, { name: empty, zone: z, uuid: '${CLUSTER}' }]
hosts: ${hosts ?? `[{ name: h, cluster: c, uuid: '${HOST}' }]`}
primaryStorages:
  - { name: p, zone: z, type: NFS, url: '1.1.1.1:/p', totalCapacity: 100G, clusterUuids: [c]${storage} }
backupStorages:
  - ${backup ?? "{ name: a, type: SftpBackupStorage, hostname: '1.1.1.1', url: /a, zones: [z], totalCapacity: 1T }"}
images: [{ name: i, uuid: '${IMAGE}', url: 'http://x/i.qcow2', size: 1G, backupStorages: [a] }]
${more}`;

const create = (params: object) =>
  [
    'POST',
    '/vm-instances',
    { params: { name: 'vm', cpuNum: 1, memorySize: GIB, imageUuid: IMAGE, ...params } },
  ] as const;

const CEPH = "{ name: a, type: Ceph, url: 'ceph://a', fsid: f, zones: [z], totalCapacity: 1T }";
const SFTP = "name: a, type: SftpBackupStorage, hostname: '1.1.1.1', url: /a, totalCapacity: 1T";

test.each<[string, Parts, object, string, string]>([
  [
    'a cluster without hosts',
    {},
    { clusterUuid: CLUSTER },
    'SYS.1006',
    `No host with clusterUuid in [${CLUSTER}] hypervisorType=KVM  found`,
  ],
  [
    'a host that its network does not reach',
    {
      hosts: `[{ name: h, cluster: c, uuid: '${HOST}' }, { name: g, cluster: empty }]`,
      more: `
l2Networks: [{ name: l2, zone: z, physicalInterface: eth0, clusters: [empty] }]
l3Networks: [{ name: l3, uuid: '${U(5)}', l2Network: l2 }]`,
    },
    { hostUuid: HOST, l3NetworkUuids: [U(5)] },
    'SYS.1006',
    `No host with hostUuid=${HOST} hypervisorType=KVM  found`,
  ],
  [
    'no host that is Connected',
    { hosts: '[{ name: h, cluster: c, status: Disconnected }]' },
    { zoneUuid: ZONE },
    'SYS.1006',
    'no Connected hosts found in the [1] candidate hosts',
  ],
  [
    'no host that is Enabled',
    {
      hosts: '[{ name: h, cluster: c, state: Disabled }, { name: g, cluster: c, state: Disabled }]',
    },
    { zoneUuid: ZONE },
    'SYS.1006',
    'no Enabled hosts found in the [2] candidate hosts',
  ],
  [
    'no host that is both',
    {
      hosts:
        '[{ name: h, cluster: c, state: Disabled }, { name: g, cluster: c, status: Disconnected }]',
    },
    { zoneUuid: ZONE },
    'SYS.1006',
    'no host having state=Enabled status=Connected found',
  ],
  [
    'an image on a storage that its primary storages cannot work with',
    { backup: CEPH },
    { zoneUuid: ZONE },
    'SYS.1006',
    'that requires to work with primary storage[types:[Ceph]],however, no host found suitable to work with those primary storage',
  ],
  [
    'an image on a storage that is lost',
    { backup: `{ ${SFTP}, zones: [z], status: Disconnected }` },
    { zoneUuid: ZONE },
    'HOST_ALLOCATION.1000',
    `all backup storage that image[uuid:${IMAGE}] is on can not satisfy conditions[status = Connected]`,
  ],
  [
    'an image in another zone',
    { backup: `{ ${SFTP}, zones: [other] }` },
    { zoneUuid: ZONE },
    'SYS.1006',
    `that attaches to backup storage where image[${IMAGE}] is on`,
  ],
  [
    'a storage that is Disabled',
    { storage: ', state: Disabled' },
    { zoneUuid: ZONE },
    'SYS.1006',
    `cannot find available primary storage[state: Enabled, status: Connected, available capacity ${GIB} bytes]. Check the state/status of primary storage and make sure they have been attached to clusters`,
  ],
  [
    'too many data volumes',
    {},
    { zoneUuid: ZONE, dataDiskSizes: [60 * GIB, 60 * GIB] },
    'SYS.1006',
    `available capacity ${121 * GIB} bytes]`,
  ],
])('%s: no VM', async (_what, parts, params, code, details) => {
  const emulator = await startSeed(world(parts));
  const error = await emulator.refused(...create(params));
  const told = expect.stringContaining(details);
  expect(error).toMatchObject({ code: 'SYS.1006', details: told, cause: { code, details: told } });
});

test('it runs on a host that is up to it', async () => {
  const hosts = `[{ name: g, cluster: c, state: Disabled }, { name: h, cluster: c, uuid: '${HOST}' }]`;
  const emulator = await startSeed(world({ hosts }));
  expect(await emulator.make(...create({ zoneUuid: ZONE }))).toMatchObject({ hostUuid: HOST });
});

test('a world without hosts has VMs all the same', async () => {
  const emulator = await startSeed(world({ hosts: '[]' }));
  expect(await emulator.make(...create({ zoneUuid: ZONE }))).toMatchObject({ state: 'Running' });
});
