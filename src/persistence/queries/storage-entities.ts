import type { BackupStorageType } from '../../domain/backup-storage/backup-storage.js';
import { DISK_UTILIZATION, REPLICAS, SECURITY_POLICY } from '../../domain/ceph/ceph.js';
import * as schema from '../schema/index.js';
import { entity, type Entity, type EntityField, type More } from './entity.js';
import { HOST, KVM_HOST } from './host-fields.js';

const INTERNAL_OF_BACKUP_STORAGES = [
  'systemUsedCapacity',
  'hostname',
  'username',
  'sshPort',
  'fsid',
  'poolName',
  'isReachable',
  'bandwidthBytesPerSecond',
  'latencyMilliseconds',
];

const AROUND_BACKUP_STORAGES: Pick<More, 'relations' | 'shortcuts'> = {
  relations: {
    imageRef: ['imageBackupStorageRef', 'uuid', 'backup_storage_uuid'],
    zoneRef: ['backupStorageZoneRef', 'uuid', 'backup_storage_uuid'],
    volumeSnapshotRef: ['volumeSnapshotBackupStorageRef', 'uuid', 'backupStorageUuid'],
  },
  shortcuts: {
    image: 'imageRef.image',
    zone: 'zoneRef.zone',
    volumeSnapshot: 'volumeSnapshotRef.volumeSnapshot',
    attachedZoneUuids: 'zoneRef.zoneUuid',
  },
};

/** A kind of backup storage: those of one type, with the fields that only they have. */
const backupStoragesOf = (
  javaClass: string,
  type: BackupStorageType,
  shown: readonly string[],
  more: Pick<More, 'relations' | 'fields'> = {},
) =>
  entity(javaClass, schema.backupStorages, {
    ...AROUND_BACKUP_STORAGES,
    ...more,
    relations: { ...AROUND_BACKUP_STORAGES.relations, ...more.relations },
    hidden: INTERNAL_OF_BACKUP_STORAGES.filter((name) => !shown.includes(name)),
    only: (alias) => `${alias}."type" = '${type}'`,
  });
const IMAGE_SERVER = ['hostname', 'username', 'sshPort'];

const INTERNAL_OF_PRIMARY_STORAGES = [
  'fsid',
  'rootVolumePool',
  'dataVolumePool',
  'imageCachePool',
  'isReachable',
];
const AROUND_PRIMARY_STORAGES: Pick<More, 'relations' | 'shortcuts'> = {
  relations: {
    zone: ['zone', 'zone_uuid', 'uuid'],
    volume: ['volume', 'uuid', 'primary_storage_uuid'],
    volumeSnapshot: ['volumeSnapshot', 'uuid', 'primary_storage_uuid'],
    imageCache: ['imageCache', 'uuid', 'primary_storage_uuid'],
    clusterRef: ['primaryStorageClusterRef', 'uuid', 'primary_storage_uuid'],
  },
  shortcuts: { cluster: 'clusterRef.cluster', attachedClusterUuids: 'clusterRef.clusterUuid' },
};

/** What the pools of one storage have in common: numbers of their cluster, as inventories tell them. */
const POOL_FIELDS = (prefix: string): Entity['fields'] => {
  const named = (name: string) =>
    prefix === '' ? name : `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    [named('replicatedSize')]: { column: () => String(REPLICAS), kind: 'number' },
    [named('diskUtilization')]: { column: () => String(DISK_UTILIZATION), kind: 'number' },
    [named('securityPolicy')]: { column: () => `'${SECURITY_POLICY}'`, kind: 'text' },
  };
};

/** A value of the storage that a pool or a monitor belongs to. */
const ofStorage = (table: string, own: string, expression: string) => (alias: string) =>
  `(select ${expression} from "${table}" s where s."uuid" = ${alias}."${own}")`;

const OF_MONS = (table: string, own: string): Entity['fields'] => ({
  monUuid: { column: 'uuid', kind: 'uuid' },
  monAddr: { column: 'hostname', kind: 'text' },
  status: { column: ofStorage(table, own, 's."status"'), kind: 'text' },
});

const ofPool = (expression: string): EntityField => ({
  column: ofStorage('primary_storages', 'primary_storage_uuid', expression),
  kind: 'number',
});

/** Volumes on local storages and their snapshots, with the hosts that they lie on. */
const LOCAL_REFS = `(select v."uuid" as "resourceUuid", v."primary_storage_uuid" as "primaryStorageUuid", l."host_uuid" as "hostUuid", v."size" as "size", 'VolumeVO' as "resourceType", v."create_date" as "createDate", v."last_op_date" as "lastOpDate" from "local_volumes" l join "volumes" v on v."uuid" = l."volume_uuid" union all select s."uuid", s."primary_storage_uuid", l."host_uuid", s."size", 'VolumeSnapshotVO', s."create_date", s."last_op_date" from "local_volumes" l join "volume_snapshots" s on s."volume_uuid" = l."volume_uuid")`;

/** One group of disks for each Ceph storage that has pools: its uuid follows from the storage's. */
const OSD_GROUPS = `(select substr(p."uuid", 5, 8) || substr(p."uuid", 1, 4) || substr(p."uuid", 13) as "uuid", p."uuid" as "primaryStorageUuid", 'osd.0,osd.1,osd.2' as "osds", p."available_capacity" as "availableCapacity", p."available_physical_capacity" as "availablePhysicalCapacity", p."total_physical_capacity" as "totalPhysicalCapacity", p."create_date" as "createDate", p."create_date" as "lastOpDate" from "primary_storages" p where exists (select 1 from "ceph_primary_storage_pools" c where c."primary_storage_uuid" = p."uuid"))`;

/** Storages, where they are attached, and the clusters and hosts around them. */
export const STORAGE_ENTITIES = {
  primaryStorage: entity(
    'org.zstack.header.storage.primary.PrimaryStorageInventory',
    schema.primaryStorages,
    { ...AROUND_PRIMARY_STORAGES, hidden: INTERNAL_OF_PRIMARY_STORAGES },
  ),
  cephPrimaryStorage: entity(
    'org.zstack.storage.ceph.primary.CephPrimaryStorageInventory',
    schema.primaryStorages,
    {
      ...AROUND_PRIMARY_STORAGES,
      relations: {
        ...AROUND_PRIMARY_STORAGES.relations,
        mons: ['cephPrimaryStorageMon', 'uuid', 'primary_storage_uuid'],
        pools: ['cephPrimaryStoragePool', 'uuid', 'primary_storage_uuid'],
      },
      hidden: INTERNAL_OF_PRIMARY_STORAGES.filter((name) => name !== 'fsid'),
      only: (alias) => `${alias}."type" = 'Ceph'`,
    },
  ),
  primaryStorageClusterRef: entity(
    'org.zstack.header.storage.primary.PrimaryStorageClusterRefInventory',
    schema.primaryStorageClusters,
    {
      key: 'cluster_uuid',
      relations: {
        cluster: ['cluster', 'cluster_uuid', 'uuid'],
        primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'],
      },
    },
  ),
  backupStorage: entity(
    'org.zstack.header.storage.backup.BackupStorageInventory',
    schema.backupStorages,
    { ...AROUND_BACKUP_STORAGES, hidden: INTERNAL_OF_BACKUP_STORAGES },
  ),
  sftpBackupStorage: backupStoragesOf(
    'org.zstack.storage.backup.sftp.SftpBackupStorageInventory',
    'SftpBackupStorage',
    IMAGE_SERVER,
  ),
  imageStoreBackupStorage: backupStoragesOf(
    'org.zstack.storage.backup.imagestore.ImageStoreBackupStorageInventory',
    'ImageStoreBackupStorage',
    IMAGE_SERVER,
  ),
  cephBackupStorage: backupStoragesOf(
    'org.zstack.storage.ceph.backup.CephBackupStorageInventory',
    'Ceph',
    ['fsid', 'poolName'],
    {
      relations: { mons: ['cephBackupStorageMon', 'uuid', 'backup_storage_uuid'] },
      fields: {
        poolAvailableCapacity: { column: 'available_capacity', kind: 'number' },
        poolUsedCapacity: {
          column: (alias) => `(${alias}."total_capacity" - ${alias}."available_capacity")`,
          kind: 'number',
        },
        ...POOL_FIELDS('pool'),
      },
    },
  ),
  backupStorageZoneRef: entity(
    'org.zstack.header.storage.backup.BackupStorageZoneRefInventory',
    schema.backupStorageZones,
    {
      key: 'zone_uuid',
      relations: {
        zone: ['zone', 'zone_uuid', 'uuid'],
        backupStorage: ['backupStorage', 'backup_storage_uuid', 'uuid'],
      },
    },
  ),
  cephPrimaryStorageMon: entity(
    'org.zstack.storage.ceph.primary.CephPrimaryStorageMonInventory',
    schema.cephPrimaryStorageMons,
    {
      hidden: ['uuid', 'storageUuid'],
      fields: {
        ...OF_MONS('primary_storages', 'primary_storage_uuid'),
        primaryStorageUuid: { column: 'primary_storage_uuid', kind: 'uuid' },
      },
    },
  ),
  cephBackupStorageMon: entity(
    'org.zstack.storage.ceph.backup.CephBackupStorageMonInventory',
    schema.cephBackupStorageMons,
    {
      hidden: ['uuid', 'storageUuid'],
      fields: {
        ...OF_MONS('backup_storages', 'backup_storage_uuid'),
        backupStorageUuid: { column: 'backup_storage_uuid', kind: 'uuid' },
      },
    },
  ),
  cephPrimaryStoragePool: entity(
    'org.zstack.storage.ceph.primary.CephPrimaryStoragePoolInventory',
    schema.cephPrimaryStoragePools,
    {
      fields: {
        availableCapacity: ofPool('s."available_physical_capacity"'),
        usedCapacity: ofPool('s."total_physical_capacity" - s."available_physical_capacity"'),
        totalCapacity: ofPool('s."total_physical_capacity"'),
        ...POOL_FIELDS(''),
      },
    },
  ),
  cephOsdGroup: {
    javaClass: 'org.zstack.storage.ceph.primary.CephOsdGroupInventory',
    from: OSD_GROUPS,
    columns: {},
    key: 'uuid',
    rowKey: 'uuid',
    order: ['createDate', 'uuid'],
    fields: {
      uuid: { column: 'uuid', kind: 'uuid' },
      primaryStorageUuid: { column: 'primaryStorageUuid', kind: 'uuid' },
      osds: { column: 'osds', kind: 'text' },
      availableCapacity: { column: 'availableCapacity', kind: 'number' },
      availablePhysicalCapacity: { column: 'availablePhysicalCapacity', kind: 'number' },
      totalPhysicalCapacity: { column: 'totalPhysicalCapacity', kind: 'number' },
      createDate: { column: 'createDate', kind: 'date' },
      lastOpDate: { column: 'lastOpDate', kind: 'date' },
    },
    relations: {},
    shortcuts: {},
    visibleTo: 'everybody',
  },
  cluster: entity('org.zstack.header.cluster.ClusterInventory', schema.clusters, {
    relations: {
      zone: ['zone', 'zone_uuid', 'uuid'],
      host: ['host', 'uuid', 'cluster_uuid'],
      vmInstance: ['vmInstance', 'uuid', 'cluster_uuid'],
      primaryStorageRef: ['primaryStorageClusterRef', 'uuid', 'cluster_uuid'],
      l2NetworkRef: ['l2NetworkClusterRef', 'uuid', 'cluster_uuid'],
      l2VlanNetworkRef: ['l2NetworkClusterRef', 'uuid', 'cluster_uuid'],
    },
    shortcuts: {
      primaryStorage: 'primaryStorageRef.primaryStorage',
      l2Network: 'l2NetworkRef.l2Network',
      l2VlanNetwork: 'l2VlanNetworkRef.l2Network',
    },
  }),
  host: entity('org.zstack.header.host.HostInventory', schema.hosts, HOST),
  kvmHost: entity('org.zstack.kvm.KVMHostInventory', schema.hosts, KVM_HOST),
  localStorageResourceRef: {
    javaClass: 'org.zstack.storage.primary.local.LocalStorageResourceRefInventory',
    from: LOCAL_REFS,
    columns: {},
    key: 'resourceUuid',
    rowKey: 'resourceUuid',
    order: ['resourceUuid'],
    fields: {
      resourceUuid: { column: 'resourceUuid', kind: 'uuid' },
      primaryStorageUuid: { column: 'primaryStorageUuid', kind: 'uuid' },
      hostUuid: { column: 'hostUuid', kind: 'uuid' },
      size: { column: 'size', kind: 'number' },
      resourceType: { column: 'resourceType', kind: 'text' },
      createDate: { column: 'createDate', kind: 'date' },
      lastOpDate: { column: 'lastOpDate', kind: 'date' },
    },
    relations: {
      volume: { to: 'volume', outer: 'resourceUuid', inner: 'uuid' },
      image: { to: 'image', outer: 'resourceUuid', inner: 'uuid' },
      snapshot: { to: 'volumeSnapshot', outer: 'resourceUuid', inner: 'uuid' },
    },
    shortcuts: {},
    visibleTo: { resource: 'resourceUuid' },
  },
} as const satisfies Record<string, Entity>;
