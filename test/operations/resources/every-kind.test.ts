import { ADMIN_ACCOUNT, ALICE } from '../../support/accounts';
import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put, takeSnapshot } from '../../support/volumes';

const NEW = '0ace0000000040008000000000000001';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const made = (path: string, params: object) => async (): Promise<string> =>
  (await emulator.make('POST', path, { params: { resourceUuid: NEW, ...params } })).uuid;
const at = (uuid: string) => () => Promise.resolve(uuid);

/** What it is, where one is, and its name, type and class. */
test.each<[string, () => Promise<string>, string | null, string, string]>([
  ['an image', at(SEED.images.iso), 'ubuntu-22.04-live.iso', 'ImageVO', 'header.image.ImageVO'],
  ['a volume', at(SEED.volumes.data), 'web-1-data', 'VolumeVO', 'header.volume.VolumeVO'],
  ['a VM', at(SEED.vms.runningLinux), 'web-1', 'VmInstanceVO', 'header.vm.VmInstanceVO'],
  [
    'a snapshot',
    async () => (await takeSnapshot(emulator, 's')).uuid,
    's',
    'VolumeSnapshotVO',
    'header.storage.snapshot.VolumeSnapshotVO',
  ],
  [
    'a tree of snapshots',
    async () => (await takeSnapshot(emulator, 's')).treeUuid,
    null,
    'VolumeSnapshotTreeVO',
    'header.storage.snapshot.VolumeSnapshotTreeVO',
  ],
  [
    'an image store',
    at(SEED.backupStorages.imageStore),
    'imagestore-1',
    'BackupStorageVO',
    'storage.backup.imagestore.ImageStoreBackupStorageVO',
  ],
  [
    'an SFTP storage',
    at(SEED.backupStorages.sftp),
    'sftp-1',
    'BackupStorageVO',
    'storage.backup.sftp.SftpBackupStorageVO',
  ],
  [
    'a backup storage of Ceph',
    at(SEED.backupStorages.ceph),
    'ceph-bs-1',
    'BackupStorageVO',
    'storage.ceph.backup.CephBackupStorageVO',
  ],
  [
    'a local storage',
    at(SEED.primaryStorages.local),
    'local-1',
    'PrimaryStorageVO',
    'header.storage.primary.PrimaryStorageVO',
  ],
  [
    'a primary storage of Ceph',
    at(SEED.primaryStorages.ceph),
    'ceph-1',
    'PrimaryStorageVO',
    'storage.ceph.primary.CephPrimaryStorageVO',
  ],
  [
    'a replication group',
    made('/image-replication-groups', { name: 'n' }),
    'n',
    'ImageReplicationGroupVO',
    'imagereplicator.ImageReplicationGroupVO',
  ],
  ['a zone', at(SEED.zone), 'zone-1', 'ZoneVO', 'header.zone.ZoneVO'],
  ['a cluster', at(SEED.clusters.used), 'cluster-1', 'ClusterVO', 'header.cluster.ClusterVO'],
  ['a host of KVM', at(SEED.hosts.linux), 'host-1', 'HostVO', 'kvm.KVMHostVO'],
  [
    'a simulated host',
    () => {
      put(
        emulator,
        `update hosts set hypervisor_type = 'Simulator' where uuid = '${SEED.hosts.disconnected}'`,
      );
      return Promise.resolve(SEED.hosts.disconnected);
    },
    'host-3',
    'HostVO',
    'header.simulator.SimulatorHostVO',
  ],
  ['an account', at(ALICE), 'alice', 'AccountVO', 'header.identity.AccountVO'],
  [
    'a user',
    made('/accounts/users', { name: 'n', password: 'x' }),
    'n',
    'UserVO',
    'header.identity.UserVO',
  ],
  [
    'a group of users',
    made('/accounts/groups', { name: 'n' }),
    'n',
    'UserGroupVO',
    'header.identity.UserGroupVO',
  ],
  [
    'a policy',
    made('/accounts/policies', { name: 'n', statements: [{ effect: 'Allow', actions: ['.*'] }] }),
    'n',
    'PolicyVO',
    'header.identity.PolicyVO',
  ],
  [
    'a long job',
    made('/longjobs', {
      name: 'n',
      jobName: 'APIAddImageMsg',
      jobData: JSON.stringify({
        name: 'x',
        url: 'http://10.0.0.1/x.qcow2',
        format: 'qcow2',
        backupStorageUuids: [SEED.backupStorages.ceph],
      }),
    }),
    'n',
    'LongJobVO',
    'header.longjob.LongJobVO',
  ],
  [
    'a tag pattern',
    made('/tags', { name: 'n', value: 'v', color: '#000000', type: 'simple' }),
    'n',
    'TagPatternVO',
    'header.tag.TagPatternVO',
  ],
  ['a VIP', at(SEED.vip), 'vip-1', 'VipVO', 'network.service.vip.VipVO'],
  ['an EIP', at(SEED.eip), 'eip-1', 'EipVO', 'network.service.eip.EipVO'],
  [
    'a security group',
    made('/security-groups', { name: 'n' }),
    'n',
    'SecurityGroupVO',
    'network.securitygroup.SecurityGroupVO',
  ],
  [
    'a rule of a security group',
    async () => {
      const group = await emulator.make('POST', '/security-groups', { params: { name: 'n' } });
      return group.rules[0].uuid;
    },
    null,
    'SecurityGroupRuleVO',
    'network.securitygroup.SecurityGroupRuleVO',
  ],
])('%s is named by its uuid', async (_, resource, resourceName, resourceType, javaClass) => {
  const uuid = await resource();
  const { body } = await emulator.call('GET', `/resources/names?uuids=${uuid}`);
  expect(body.inventories).toEqual([
    { uuid, resourceName, resourceType, concreteResourceType: `org.zstack.${javaClass}` },
  ]);
});

test('what an image leaves on a storage that is away is named', async () => {
  const { uuid } = await emulator.make('POST', '/images', {
    params: {
      name: 'gone',
      url: 'http://10.0.0.1/x.qcow2',
      format: 'qcow2',
      backupStorageUuids: [SEED.backupStorages.sftp],
    },
  });
  emulator.advance(600_000);
  await emulator.make('DELETE', `/images/${uuid}`);
  put(
    emulator,
    `update backup_storages set status = 'Disconnected' where uuid = '${SEED.backupStorages.sftp}'`,
  );
  await emulator.make('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
  const [job] = (await emulator.call('GET', '/gc-jobs')).body.inventories as Json[];
  const { body } = await emulator.call('GET', `/resources/names?uuids=${job.uuid}`);
  expect(body.inventories).toEqual([
    {
      uuid: job.uuid,
      resourceName: job.name,
      resourceType: 'GarbageCollectorVO',
      concreteResourceType: 'org.zstack.core.gc.GarbageCollectorVO',
    },
  ]);
  expect(job.name).not.toBeNull();
});

test('the account of an account that is none’s is the first admin', async () => {
  const { body } = await emulator.call('GET', `/resources/accounts?resourceUuids=${NEW}`);
  expect(body.inventories[NEW].uuid).toBe(ADMIN_ACCOUNT);
});
