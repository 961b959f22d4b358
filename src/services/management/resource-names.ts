import type { NamedThing } from '../../domain/named-thing.js';
import type { Repositories } from '../../domain/repositories.js';
import type { World } from '../../domain/world.js';

interface Row {
  readonly uuid: string;
  readonly name?: string | null;
  readonly type?: string;
  readonly hypervisorType?: string;
}

interface Kind {
  readonly type: string;
  readonly find: (repositories: Repositories, uuid: string) => Row | undefined;
  readonly javaClass: (row: Row) => string;
}

const kind = (
  type: string,
  find: Kind['find'],
  packageName: string,
  /** By the row's own type, where classes of it differ. */
  classes: Readonly<Record<string, string>> = {},
): Kind => ({
  type,
  find,
  javaClass: ({ type: own, hypervisorType }) =>
    classes[own ?? hypervisorType ?? ''] ?? `org.zstack.${packageName}.${type}`,
});

const KINDS: readonly Kind[] = [
  kind('ImageVO', ({ images }, uuid) => images.find(uuid), 'header.image'),
  kind('VolumeVO', ({ volumes }, uuid) => volumes.find(uuid), 'header.volume'),
  kind('VmInstanceVO', ({ vmInstances }, uuid) => vmInstances.find(uuid), 'header.vm'),
  kind(
    'VolumeSnapshotVO',
    ({ volumeSnapshots }, uuid) => volumeSnapshots.find(uuid),
    'header.storage.snapshot',
  ),
  kind(
    'VolumeSnapshotTreeVO',
    ({ volumeSnapshots }, uuid) => volumeSnapshots.findTree(uuid),
    'header.storage.snapshot',
  ),
  kind(
    'BackupStorageVO',
    ({ backupStorages }, uuid) => backupStorages.find(uuid),
    'header.storage.backup',
    {
      SftpBackupStorage: 'org.zstack.storage.backup.sftp.SftpBackupStorageVO',
      ImageStoreBackupStorage: 'org.zstack.storage.backup.imagestore.ImageStoreBackupStorageVO',
      Ceph: 'org.zstack.storage.ceph.backup.CephBackupStorageVO',
    },
  ),
  kind(
    'PrimaryStorageVO',
    ({ primaryStorages }, uuid) => primaryStorages.find(uuid),
    'header.storage.primary',
    { Ceph: 'org.zstack.storage.ceph.primary.CephPrimaryStorageVO' },
  ),
  kind(
    'ImageReplicationGroupVO',
    ({ replicationGroups }, uuid) => replicationGroups.find(uuid),
    'imagereplicator',
  ),
  kind('ZoneVO', ({ zones }, uuid) => zones.find(uuid), 'header.zone'),
  kind('ClusterVO', ({ clusters }, uuid) => clusters.find(uuid), 'header.cluster'),
  kind('HostVO', ({ hosts }, uuid) => hosts.find(uuid), 'header.host', {
    KVM: 'org.zstack.kvm.KVMHostVO',
    Simulator: 'org.zstack.header.simulator.SimulatorHostVO',
  }),
  kind('AccountVO', ({ accounts }, uuid) => accounts.find(uuid), 'header.identity', {}),
  kind('UserVO', ({ users }, uuid) => users.find(uuid), 'header.identity'),
  kind('UserGroupVO', ({ userGroups }, uuid) => userGroups.find(uuid), 'header.identity'),
  kind('PolicyVO', ({ policies }, uuid) => policies.find(uuid), 'header.identity'),
  kind('LongJobVO', ({ longJobs }, uuid) => longJobs.find(uuid), 'header.longjob'),
  kind('TagPatternVO', ({ tagPatterns }, uuid) => tagPatterns.find(uuid), 'header.tag'),
  kind('GarbageCollectorVO', ({ garbage }, uuid) => garbage.find(uuid), 'core.gc'),
  kind('VipVO', ({ vips }, uuid) => vips.find(uuid), 'network.service.vip'),
  kind('EipVO', ({ eips }, uuid) => eips.find(uuid), 'network.service.eip'),
  kind(
    'SecurityGroupVO',
    ({ securityGroups }, uuid) => securityGroups.find(uuid),
    'network.securitygroup',
  ),
  kind(
    'SecurityGroupRuleVO',
    ({ securityGroups }, uuid) => securityGroups.findRule(uuid),
    'network.securitygroup',
  ),
];

/** What the uuids name, each once, by uuid as the real database gives it; one that names nothing is not told. */
export function namedThings({ repositories }: World, uuids: readonly string[]): NamedThing[] {
  return [...new Set(uuids)].toSorted().flatMap((uuid) => {
    for (const { type, find, javaClass } of KINDS) {
      const row = find(repositories, uuid);
      if (row) return [{ uuid, name: row.name ?? null, type, javaClass: javaClass(row) }];
    }
    return [];
  });
}
