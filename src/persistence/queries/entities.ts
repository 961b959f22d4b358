import { getTableColumns, getTableName, type Column } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { BackupStorageType } from '../../domain/backup-storage/backup-storage.js';
import { GLOBAL_CONFIG } from '../../domain/global-config.js';
import type { SummaryColumn } from '../../query/queryable.js';
import { sumOf } from '../later-sums.js';
import * as schema from '../schema/index.js';

/** A field that queries can name. */
export interface EntityField {
  /** The column of the entity's table, or SQL for an alias of it. */
  readonly column: string | ((alias: string) => string);
  readonly kind: SummaryColumn['kind'];
  /** Its texts are in an index: prefixes are looked up there. */
  readonly isIndexed?: boolean;
}

/** How one inventory leads to others: equal values of two columns. */
export interface Relation {
  readonly to: EntityName;
  readonly outer: string;
  readonly inner: string;
}

/**
 * Which rows a normal account sees: all; resources that are its own, shared with it or public; rows
 * whose column names the account (`account`) or such a resource (`resource`; of tags also what belongs
 * to nobody), and whose column `owner` names something of its own, or nothing.
 */
export type Visibility =
  | 'everybody'
  | 'resource'
  | { readonly account: string }
  | { readonly resource: string; readonly orNobodys?: true; readonly owner?: string };

/** One kind of inventory: where it lies in the database, and what queries can name of it. */
export interface Entity {
  /** The Java class that the real system names in its messages and in `schema`. */
  readonly javaClass: string;
  /** A table, or a select in parentheses. */
  readonly from: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** What tells its rows apart and what others point at. */
  readonly key: string;
  /** What tells its rows apart in the order in which they were made. */
  readonly rowKey: string;
  /** In which order they come when none is asked for. */
  readonly order: readonly string[];
  readonly fields: Readonly<Record<string, EntityField>>;
  readonly relations: Readonly<Record<string, Relation>>;
  /** Names that stand for a longer way: `backupStorage` of an image is `backupStorageRef.backupStorage`. */
  readonly shortcuts: Readonly<Record<string, readonly string[]>>;
  readonly visibleTo: Visibility;
  /** Which rows of the table are of this kind at all. */
  readonly only?: (alias: string) => string;
}

interface More {
  readonly hidden?: readonly string[];
  readonly fields?: Entity['fields'];
  readonly indexed?: readonly string[];
  readonly relations?: Record<string, readonly [EntityName, string, string]>;
  readonly shortcuts?: Record<string, string>;
  readonly visibleTo?: Visibility;
  readonly only?: Entity['only'];
  readonly order?: readonly string[];
  readonly key?: string;
}

function entity(javaClass: string, table: SQLiteTable, more: More = {}): Entity {
  const columns = getTableColumns(table);
  const fields: Record<string, EntityField> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (more.hidden?.includes(name)) continue;
    const isIndexed = more.indexed?.includes(name) ?? false;
    fields[name] = { column: column.name, kind: kindOf(name, column), isIndexed };
  }
  const relations = Object.entries(more.relations ?? {}).map(
    ([name, [to, outer, inner]]) => [name, { to, outer, inner }] as const,
  );
  const shortcuts = Object.entries(more.shortcuts ?? {}).map(
    ([name, path]) => [name, path.split('.')] as const,
  );
  return {
    javaClass,
    from: `"${getTableName(table)}"`,
    columns,
    key: more.key ?? 'uuid',
    rowKey: 'rowid',
    order: more.order ?? ['rowid'],
    fields: { ...fields, ...more.fields },
    relations: Object.fromEntries(relations),
    shortcuts: Object.fromEntries(shortcuts),
    visibleTo: more.visibleTo ?? 'everybody',
    ...(more.only ? { only: more.only } : {}),
  };
}

function kindOf(name: string, column: Column): EntityField['kind'] {
  if (column.dataType === 'boolean') return 'boolean';
  if (name.endsWith('Date')) return 'date';
  if (column.dataType === 'number') return 'number';
  return name === 'uuid' || name.endsWith('Uuid') ? 'uuid' : 'text';
}

const INTERNAL_OF_BACKUP_STORAGES = [
  'systemUsedCapacity',
  'hostname',
  'username',
  'sshPort',
  'fsid',
  'poolName',
  'monUrls',
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
const backupStoragesOf = (javaClass: string, type: BackupStorageType, shown: readonly string[]) =>
  entity(javaClass, schema.backupStorages, {
    ...AROUND_BACKUP_STORAGES,
    hidden: INTERNAL_OF_BACKUP_STORAGES.filter((name) => !shown.includes(name)),
    only: (alias) => `${alias}."type" = '${type}'`,
  });
const IMAGE_SERVER = ['hostname', 'username', 'sshPort'];

const INTERNAL_OF_PRIMARY_STORAGES = ['fsid', 'monUrls', 'isReachable'];
const AROUND_PRIMARY_STORAGES: Pick<More, 'relations' | 'shortcuts'> = {
  relations: {
    zone: ['zone', 'zone_uuid', 'uuid'],
    volume: ['volume', 'uuid', 'primary_storage_uuid'],
    volumeSnapshot: ['volumeSnapshot', 'uuid', 'primary_storage_uuid'],
    imageCache: ['imageCache', 'uuid', 'primary_storage_uuid'],
    clusterRef: ['primaryStorageClusterRef', 'uuid', 'primary_storage_uuid'],
  },
  shortcuts: { attachedClusterUuids: 'clusterRef.clusterUuid' },
};

const TAG_RESOURCES: NonNullable<More['relations']> = {
  image: ['image', 'resource_uuid', 'uuid'],
  volume: ['volume', 'resource_uuid', 'uuid'],
  vmInstance: ['vmInstance', 'resource_uuid', 'uuid'],
};

const OF_TAGS = { resource: 'resource_uuid', orNobodys: true } as const;

/** All entries of the global configuration with the values that hold, as rows. */
const GLOBAL_CONFIG_ROWS = (() => {
  const quoted = JSON.stringify(
    Object.values(GLOBAL_CONFIG).map(({ category, name, description, defaultValue }, i) => ({
      id: i + 1,
      category,
      name,
      description,
      defaultValue,
    })),
  ).replaceAll("'", "''");
  return `(select e.value ->> 'id' as "id", e.value ->> 'category' as "category", e.value ->> 'name' as "name", e.value ->> 'description' as "description", e.value ->> 'defaultValue' as "default_value", coalesce(g.value, e.value ->> 'defaultValue') as "value" from json_each('${quoted}') e left join "global_config" g on g.category = e.value ->> 'category' and g.name = e.value ->> 'name')`;
})();

const text = (column: string): EntityField => ({ column, kind: 'text' });

/** Of volumes on external storages alone, which there are none of here. */
const PROTOCOL = { protocol: { column: () => 'null', kind: 'text' } } as const;

/** Inventories that worlds here have none of: queries may lead to them, and find nothing. */
function absent(
  javaClass: string,
  kinds: Readonly<Record<string, EntityField['kind']>>,
  relations: Entity['relations'] = {},
): Entity {
  const names = Object.keys(kinds);
  const [key = ''] = names;
  return {
    javaClass,
    from: `(select ${names.map((name) => `null as "${name}"`).join(', ')} where 0)`,
    columns: {},
    key,
    rowKey: key,
    order: [key],
    fields: Object.fromEntries(
      Object.entries(kinds).map(([column, kind]) => [column, { column, kind }]),
    ),
    relations,
    shortcuts: {},
    visibleTo: 'everybody',
  };
}

/**
 * Every kind of inventory by its name here. ZQL calls each by the name of its Java class without
 * `Inventory`, in any case.
 */
export const ENTITIES = {
  zone: entity('org.zstack.header.zone.ZoneInventory', schema.zones, {
    relations: {
      primaryStorage: ['primaryStorage', 'uuid', 'zone_uuid'],
      vmInstance: ['vmInstance', 'uuid', 'zone_uuid'],
      backupStorageRef: ['backupStorageZoneRef', 'uuid', 'zone_uuid'],
    },
    shortcuts: { backupStorage: 'backupStorageRef.backupStorage' },
  }),
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
      hidden: INTERNAL_OF_PRIMARY_STORAGES.filter((name) => name !== 'fsid'),
      only: (alias) => `${alias}."type" = 'Ceph'`,
    },
  ),
  primaryStorageClusterRef: entity(
    'org.zstack.header.storage.primary.PrimaryStorageClusterRefInventory',
    schema.primaryStorageClusters,
    { key: 'cluster_uuid' },
  ),
  imageCache: entity('org.zstack.header.storage.primary.ImageCacheInventory', schema.imageCaches, {
    key: 'id',
    visibleTo: { resource: 'image_uuid' },
    relations: {
      primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'],
      image: ['image', 'image_uuid', 'uuid'],
    },
  }),
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
  vmInstance: entity('org.zstack.header.vm.VmInstanceInventory', schema.vmInstances, {
    visibleTo: 'resource',
    hidden: ['virtio'],
    fields: {
      rootVolumeUuid: {
        column: (alias) =>
          `(select "uuid" from "volumes" where "vm_instance_uuid" = ${alias}."uuid" and "type" = 'Root')`,
        kind: 'uuid',
      },
    },
    relations: {
      zone: ['zone', 'zone_uuid', 'uuid'],
      image: ['image', 'image_uuid', 'uuid'],
      allVolumes: ['volume', 'uuid', 'vm_instance_uuid'],
      rootVolume: ['rootVolume', 'uuid', 'vm_instance_uuid'],
      vmCdRoms: ['vmCdRom', 'uuid', 'vm_instance_uuid'],
    },
  }),
  vmCdRom: entity('org.zstack.header.vm.cdrom.VmCdRomInventory', schema.vmCdRoms, {
    visibleTo: { resource: 'vm_instance_uuid' },
    relations: {
      vmInstance: ['vmInstance', 'vm_instance_uuid', 'uuid'],
      image: ['image', 'iso_uuid', 'uuid'],
    },
  }),
  volume: entity('org.zstack.header.volume.VolumeInventory', schema.volumes, {
    visibleTo: 'resource',
    hidden: ['contentId', 'layerSize'],
    fields: PROTOCOL,
    relations: {
      vmInstance: ['vmInstance', 'vm_instance_uuid', 'uuid'],
      snapshot: ['volumeSnapshot', 'uuid', 'volume_uuid'],
      primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'],
      image: ['image', 'root_image_uuid', 'uuid'],
      diskOffering: ['diskOffering', 'disk_offering_uuid', 'uuid'],
    },
  }),
  diskOffering: absent('org.zstack.header.configuration.DiskOfferingInventory', {
    uuid: 'uuid',
    name: 'text',
    description: 'text',
    diskSize: 'number',
    sortKey: 'number',
    state: 'text',
    type: 'text',
    allocatorStrategy: 'text',
    createDate: 'date',
    lastOpDate: 'date',
  }),
  rootVolume: entity('org.zstack.header.volume.VolumeInventory', schema.volumes, {
    visibleTo: 'resource',
    hidden: ['contentId', 'layerSize'],
    fields: PROTOCOL,
    relations: { primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'] },
    only: (alias) => `${alias}."type" = 'Root'`,
  }),
  volumeSnapshot: entity(
    'org.zstack.header.storage.snapshot.VolumeSnapshotInventory',
    schema.volumeSnapshots,
    {
      visibleTo: 'resource',
      hidden: ['contentId', 'virtualSize', 'actualSize'],
      relations: {
        volume: ['volume', 'volume_uuid', 'uuid'],
        tree: ['volumeSnapshotTree', 'tree_uuid', 'uuid'],
        primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'],
        backupStorageRef: ['volumeSnapshotBackupStorageRef', 'uuid', 'volumeSnapshotUuid'],
        groupRef: ['volumeSnapshotGroupRef', 'uuid', 'volumeSnapshotUuid'],
      },
      shortcuts: {
        backupStorage: 'backupStorageRef.backupStorage',
        group: 'groupRef.volumeSnapshotGroup',
      },
    },
  ),
  volumeSnapshotBackupStorageRef: absent(
    'org.zstack.header.storage.snapshot.VolumeSnapshotBackupStorageRefInventory',
    { volumeSnapshotUuid: 'uuid', backupStorageUuid: 'uuid', installPath: 'text' },
    {
      volumeSnapshot: { to: 'volumeSnapshot', outer: 'volumeSnapshotUuid', inner: 'uuid' },
      backupStorage: { to: 'backupStorage', outer: 'backupStorageUuid', inner: 'uuid' },
    },
  ),
  volumeSnapshotGroupRef: absent(
    'org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupRefInventory',
    {
      volumeSnapshotUuid: 'uuid',
      volumeSnapshotGroupUuid: 'uuid',
      snapshotDeleted: 'boolean',
      deviceId: 'number',
      volumeUuid: 'uuid',
      volumeName: 'text',
      volumeType: 'text',
      volumeSnapshotInstallPath: 'text',
      volumeSnapshotName: 'text',
      volumeLastAttachDate: 'date',
      createDate: 'date',
      lastOpDate: 'date',
    },
    {
      volumeSnapshot: { to: 'volumeSnapshot', outer: 'volumeSnapshotUuid', inner: 'uuid' },
      volumeSnapshotGroup: {
        to: 'volumeSnapshotGroup',
        outer: 'volumeSnapshotGroupUuid',
        inner: 'uuid',
      },
    },
  ),
  volumeSnapshotGroup: absent(
    'org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupInventory',
    {
      uuid: 'uuid',
      name: 'text',
      description: 'text',
      snapshotCount: 'number',
      vmInstanceUuid: 'uuid',
      createDate: 'date',
      lastOpDate: 'date',
    },
  ),
  volumeSnapshotTree: entity(
    'org.zstack.header.storage.snapshot.VolumeSnapshotTreeInventory',
    schema.volumeSnapshotTrees,
    {
      visibleTo: 'resource',
      relations: {
        volume: ['volume', 'volume_uuid', 'uuid'],
        snapshot: ['volumeSnapshot', 'uuid', 'tree_uuid'],
      },
    },
  ),
  image: entity('org.zstack.header.image.ImageInventory', schema.images, {
    visibleTo: 'resource',
    hidden: ['contentId'],
    fields: { md5Sum: { column: sumOf, kind: 'text' } },
    indexed: ['name'],
    // The order of creation: the index by status ends in it, so that no page needs a sort.
    order: ['create_date', 'rowid'],
    relations: {
      backupStorageRef: ['imageBackupStorageRef', 'uuid', 'image_uuid'],
      backupStorageRefs: ['imageBackupStorageRef', 'uuid', 'image_uuid'],
      volume: ['volume', 'uuid', 'root_image_uuid'],
    },
    shortcuts: { backupStorage: 'backupStorageRef.backupStorage' },
  }),
  imageBackupStorageRef: entity(
    'org.zstack.header.image.ImageBackupStorageRefInventory',
    schema.imageBackupStorageRefs,
    {
      key: 'id',
      visibleTo: { resource: 'image_uuid' },
      hidden: ['takenBytes', 'exportBytes', 'exportFormat'],
      relations: {
        image: ['image', 'image_uuid', 'uuid'],
        backupStorage: ['backupStorage', 'backup_storage_uuid', 'uuid'],
      },
    },
  ),
  account: entity('org.zstack.header.identity.AccountInventory', schema.accounts, {
    visibleTo: { account: 'uuid' },
    hidden: ['passwordHash'],
    relations: { quota: ['quota', 'uuid', 'identity_uuid'] },
  }),
  accountResourceRef: entity(
    'org.zstack.header.identity.AccountResourceRefInventory',
    schema.accountResourceRefs,
    { key: 'resource_uuid', visibleTo: { account: 'account_uuid' } },
  ),
  sharedResource: entity(
    'org.zstack.header.identity.SharedResourceInventory',
    schema.sharedResources,
    { key: 'id', hidden: ['id'], visibleTo: { account: 'owner_account_uuid' } },
  ),
  quota: entity('org.zstack.header.identity.QuotaInventory', schema.quotas, {
    visibleTo: { account: 'identity_uuid' },
  }),
  accessKey: entity('org.zstack.accessKey.AccessKeyInventory', schema.accessKeys, {
    visibleTo: { account: 'account_uuid' },
    hidden: ['accessKeyId', 'accessKeySecret'],
    fields: { AccessKeyID: text('access_key_id'), AccessKeySecret: text('access_key_secret') },
  }),
  systemTag: entity('org.zstack.header.tag.SystemTagInventory', schema.systemTags, {
    visibleTo: OF_TAGS,
    indexed: ['tag'],
    relations: TAG_RESOURCES,
    fields: { type: { column: () => "'System'", kind: 'text' } },
  }),
  userTag: entity('org.zstack.header.tag.UserTagInventory', schema.userTags, {
    visibleTo: { ...OF_TAGS, owner: 'tag_pattern_uuid' },
    indexed: ['tag'],
    relations: { ...TAG_RESOURCES, tagPattern: ['tagPattern', 'tag_pattern_uuid', 'uuid'] },
    fields: { type: { column: () => "'User'", kind: 'text' } },
  }),
  tagPattern: entity('org.zstack.header.tag.TagPatternInventory', schema.tagPatterns, {
    visibleTo: 'resource',
    indexed: ['name'],
    relations: { tag: ['userTag', 'uuid', 'tag_pattern_uuid'] },
  }),
  longJob: entity('org.zstack.header.longjob.LongJobInventory', schema.longJobs, {
    visibleTo: 'resource',
    hidden: ['innerJobUuid', 'doneDate'],
  }),
  resourceConfig: entity(
    'org.zstack.resourceconfig.ResourceConfigInventory',
    schema.resourceConfigs,
  ),
  globalConfig: {
    javaClass: 'org.zstack.core.config.GlobalConfigInventory',
    from: GLOBAL_CONFIG_ROWS,
    columns: {},
    key: 'id',
    rowKey: 'id',
    order: ['id'],
    fields: {
      id: { column: 'id', kind: 'number' },
      category: text('category'),
      name: text('name'),
      description: text('description'),
      defaultValue: text('default_value'),
      value: text('value'),
    },
    relations: {},
    shortcuts: {},
    visibleTo: 'everybody',
  },
} as const satisfies Record<string, Entity>;

export type EntityName =
  | 'zone'
  | 'primaryStorage'
  | 'cephPrimaryStorage'
  | 'primaryStorageClusterRef'
  | 'imageCache'
  | 'backupStorage'
  | 'sftpBackupStorage'
  | 'imageStoreBackupStorage'
  | 'cephBackupStorage'
  | 'backupStorageZoneRef'
  | 'vmInstance'
  | 'vmCdRom'
  | 'volume'
  | 'rootVolume'
  | 'volumeSnapshot'
  | 'diskOffering'
  | 'volumeSnapshotTree'
  | 'volumeSnapshotBackupStorageRef'
  | 'volumeSnapshotGroup'
  | 'volumeSnapshotGroupRef'
  | 'image'
  | 'imageBackupStorageRef'
  | 'account'
  | 'accountResourceRef'
  | 'sharedResource'
  | 'quota'
  | 'accessKey'
  | 'systemTag'
  | 'userTag'
  | 'tagPattern'
  | 'longJob'
  | 'resourceConfig'
  | 'globalConfig';
