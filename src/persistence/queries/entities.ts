import { GLOBAL_CONFIG_ENTRIES } from '../../domain/global-config.js';
import { sumOf } from '../later-sums.js';
import * as schema from '../schema/index.js';
import { absent, entity, text, type Entity, type More } from './entity.js';
import { NETWORK_ENTITIES } from './network-entities.js';
import { CLOUD_ENTITIES } from './cloud-entities.js';
import { STORAGE_ENTITIES } from './storage-entities.js';

export type { Entity, EntityField, EntityName, Relation } from './entity.js';

const TAG_RESOURCES: NonNullable<More['relations']> = {
  image: ['image', 'resource_uuid', 'uuid'],
  volume: ['volume', 'resource_uuid', 'uuid'],
  vmInstance: ['vmInstance', 'resource_uuid', 'uuid'],
};

const OF_TAGS = { resource: 'resource_uuid', orNobodys: true } as const;

/** All entries of the global configuration with the values that hold, as rows. */
const GLOBAL_CONFIG_ROWS = (() => {
  const quoted = JSON.stringify(
    GLOBAL_CONFIG_ENTRIES.map(({ category, name, description, defaultValue }, i) => ({
      id: i + 1,
      category,
      name,
      description,
      defaultValue,
    })),
  ).replaceAll("'", "''");
  return `(select e.value ->> 'id' as "id", e.value ->> 'category' as "category", e.value ->> 'name' as "name", e.value ->> 'description' as "description", e.value ->> 'defaultValue' as "default_value", coalesce(g.value, e.value ->> 'defaultValue') as "value" from json_each('${quoted}') e left join "global_config" g on g.category = e.value ->> 'category' and g.name = e.value ->> 'name')`;
})();

/** What the entry says that a resource has a value of its own for. */
const descriptionOfConfig = (alias: string) =>
  `(select g."description" from ${GLOBAL_CONFIG_ROWS} g where g."category" = ${alias}."category" and g."name" = ${alias}."name")`;

/** Of volumes on external storages alone, which there are none of here. */
const PROTOCOL = { protocol: { column: () => 'null', kind: 'text' } } as const;

/**
 * Every kind of inventory by its name here. ZQL calls each by the name of its Java class without
 * `Inventory`, in any case.
 */
export const ENTITIES = {
  ...STORAGE_ENTITIES,
  ...NETWORK_ENTITIES,
  ...CLOUD_ENTITIES,
  zone: entity('org.zstack.header.zone.ZoneInventory', schema.zones, {
    relations: {
      primaryStorage: ['primaryStorage', 'uuid', 'zone_uuid'],
      vmInstance: ['vmInstance', 'uuid', 'zone_uuid'],
      cluster: ['cluster', 'uuid', 'zone_uuid'],
      host: ['host', 'uuid', 'zone_uuid'],
      l2Network: ['l2Network', 'uuid', 'zone_uuid'],
      l3Network: ['l3Network', 'uuid', 'zone_uuid'],
      backupStorageRef: ['backupStorageZoneRef', 'uuid', 'zone_uuid'],
    },
    shortcuts: { backupStorage: 'backupStorageRef.backupStorage' },
  }),
  imageCache: entity('org.zstack.header.storage.primary.ImageCacheInventory', schema.imageCaches, {
    key: 'id',
    visibleTo: { resource: 'image_uuid' },
    relations: {
      primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'],
      image: ['image', 'image_uuid', 'uuid'],
    },
  }),
  vmInstance: entity('org.zstack.header.vm.VmInstanceInventory', schema.vmInstances, {
    ownedAs: 'VmInstanceVO',
    indexed: ['name'],
    hidden: ['virtio', 'creation'],
    fields: {
      rootVolumeUuid: {
        column: (alias) =>
          `(select "uuid" from "volumes" where "vm_instance_uuid" = ${alias}."uuid" and "type" = 'Root')`,
        kind: 'uuid',
      },
    },
    relations: {
      zone: ['zone', 'zone_uuid', 'uuid'],
      cluster: ['cluster', 'cluster_uuid', 'uuid'],
      host: ['host', 'host_uuid', 'uuid'],
      image: ['image', 'image_uuid', 'uuid'],
      instanceOffering: ['instanceOffering', 'instance_offering_uuid', 'uuid'],
      vmNics: ['vmNic', 'uuid', 'vm_instance_uuid'],
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
    ownedAs: 'VolumeVO',
    indexed: ['name'],
    hidden: ['contentId', 'layerSize'],
    fields: PROTOCOL,
    relations: {
      vmInstance: ['vmInstance', 'vm_instance_uuid', 'uuid'],
      snapshot: ['volumeSnapshot', 'uuid', 'volume_uuid'],
      localStorageHostRef: ['localStorageResourceRef', 'uuid', 'resourceUuid'],
      primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'],
      image: ['image', 'root_image_uuid', 'uuid'],
      diskOffering: ['diskOffering', 'disk_offering_uuid', 'uuid'],
    },
  }),
  rootVolume: entity('org.zstack.header.volume.VolumeInventory', schema.volumes, {
    ownedAs: 'VolumeVO',
    hidden: ['contentId', 'layerSize'],
    fields: PROTOCOL,
    relations: { primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'] },
    only: (alias) => `${alias}."type" = 'Root'`,
  }),
  volumeSnapshot: entity(
    'org.zstack.header.storage.snapshot.VolumeSnapshotInventory',
    schema.volumeSnapshots,
    {
      ownedAs: 'VolumeSnapshotVO',
      indexed: ['name'],
      hidden: ['contentId', 'virtualSize', 'actualSize'],
      relations: {
        volume: ['volume', 'volume_uuid', 'uuid'],
        tree: ['volumeSnapshotTree', 'tree_uuid', 'uuid'],
        primaryStorage: ['primaryStorage', 'primary_storage_uuid', 'uuid'],
        backupStorageRef: ['volumeSnapshotBackupStorageRef', 'uuid', 'volumeSnapshotUuid'],
        groupRef: ['volumeSnapshotGroupRef', 'uuid', 'volume_snapshot_uuid'],
        localStorageHostRef: ['localStorageResourceRef', 'uuid', 'resourceUuid'],
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
  volumeSnapshotGroupRef: entity(
    'org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupRefInventory',
    schema.volumeSnapshotGroupRefs,
    {
      key: 'volume_snapshot_uuid',
      visibleTo: { resource: 'volume_snapshot_group_uuid' },
      relations: {
        volumeSnapshot: ['volumeSnapshot', 'volume_snapshot_uuid', 'uuid'],
        volumeSnapshotGroup: ['volumeSnapshotGroup', 'volume_snapshot_group_uuid', 'uuid'],
      },
    },
  ),
  volumeSnapshotGroup: entity(
    'org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupInventory',
    schema.volumeSnapshotGroups,
    {
      ownedAs: 'VolumeSnapshotGroupVO',
      relations: {
        volumeSnapshotRef: ['volumeSnapshotGroupRef', 'uuid', 'volume_snapshot_group_uuid'],
        volumeSnapshotRefs: ['volumeSnapshotGroupRef', 'uuid', 'volume_snapshot_group_uuid'],
      },
      shortcuts: { volumeSnapshot: 'volumeSnapshotRef.volumeSnapshot' },
    },
  ),
  imagePackage: entity('org.zstack.ovf.datatype.ImagePackageInventory', schema.imagePackages, {
    ownedAs: 'ImagePackageVO',
    hidden: ['ovf'],
    relations: {
      vmInstance: ['vmInstance', 'vm_uuid', 'uuid'],
      backupStorage: ['backupStorage', 'backup_storage_uuid', 'uuid'],
    },
  }),
  volumeBackup: entity(
    'org.zstack.header.storage.backup.VolumeBackupInventory',
    schema.volumeBackups,
    {
      ownedAs: 'VolumeBackupVO',
      hidden: ['contentId', 'format', 'virtualSize', 'actualSize'],
      relations: {
        volume: ['volume', 'volume_uuid', 'uuid'],
        vmInstance: ['vmInstance', 'vm_instance_uuid', 'uuid'],
        backupStorageRef: ['volumeBackupStorageRef', 'uuid', 'volume_backup_uuid'],
        backupStorageRefs: ['volumeBackupStorageRef', 'uuid', 'volume_backup_uuid'],
      },
      shortcuts: { backupStorage: 'backupStorageRef.backupStorage' },
    },
  ),
  volumeBackupStorageRef: entity(
    'org.zstack.header.storage.backup.VolumeBackupStorageRefInventory',
    schema.volumeBackupStorageRefs,
    {
      key: 'volume_backup_uuid',
      visibleTo: { resource: 'volume_backup_uuid' },
      hidden: ['takenBytes'],
      relations: {
        volumeBackup: ['volumeBackup', 'volume_backup_uuid', 'uuid'],
        backupStorage: ['backupStorage', 'backup_storage_uuid', 'uuid'],
      },
    },
  ),
  imageGroup: entity('org.zstack.header.image.ImageGroupInventory', schema.imageGroups, {
    ownedAs: 'ImageGroupVO',
    relations: { imageRef: ['imageGroupRef', 'uuid', 'image_group_uuid'] },
    shortcuts: { image: 'imageRef.image' },
  }),
  imageGroupRef: entity('org.zstack.header.image.ImageGroupRefInventory', schema.imageGroupRefs, {
    key: 'image_group_uuid',
    hidden: ['id'],
    visibleTo: { resource: 'image_group_uuid' },
    relations: {
      imageGroup: ['imageGroup', 'image_group_uuid', 'uuid'],
      image: ['image', 'image_uuid', 'uuid'],
    },
  }),
  imageReplicationGroup: entity(
    'org.zstack.imagereplicator.ImageReplicationGroupInventory',
    schema.imageReplicationGroups,
    {
      relations: {
        backupStorageRef: [
          'imageReplicationGroupBackupStorageRef',
          'uuid',
          'replication_group_uuid',
        ],
        backupStorageRefs: [
          'imageReplicationGroupBackupStorageRef',
          'uuid',
          'replication_group_uuid',
        ],
      },
      shortcuts: { backupStorage: 'backupStorageRef.backupStorage' },
    },
  ),
  imageReplicationGroupBackupStorageRef: entity(
    'org.zstack.imagereplicator.ImageReplicationGroupBackupStorageRefInventory',
    schema.imageReplicationGroupRefs,
    {
      key: 'backup_storage_uuid',
      relations: {
        replicationGroup: ['imageReplicationGroup', 'replication_group_uuid', 'uuid'],
        backupStorage: ['backupStorage', 'backup_storage_uuid', 'uuid'],
      },
    },
  ),
  volumeSnapshotTree: entity(
    'org.zstack.header.storage.snapshot.VolumeSnapshotTreeInventory',
    schema.volumeSnapshotTrees,
    {
      ownedAs: 'VolumeSnapshotTreeVO',
      relations: {
        volume: ['volume', 'volume_uuid', 'uuid'],
        snapshot: ['volumeSnapshot', 'uuid', 'tree_uuid'],
      },
    },
  ),
  image: entity('org.zstack.header.image.ImageInventory', schema.images, {
    ownedAs: 'ImageVO',
    hidden: ['contentId'],
    fields: { md5Sum: { column: sumOf, kind: 'text', isDear: true } },
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
    {
      key: 'resource_uuid',
      visibleTo: { account: 'account_uuid' },
      fields: { concreteResourceType: text('resource_type') },
    },
  ),
  sharedResource: entity(
    'org.zstack.header.identity.SharedResourceInventory',
    schema.sharedResources,
    { key: 'id', hidden: ['id'], visibleTo: { account: 'owner_account_uuid' } },
  ),
  quota: entity('org.zstack.header.identity.QuotaInventory', schema.quotas, {
    visibleTo: { account: 'identity_uuid' },
    relations: { account: ['account', 'identity_uuid', 'uuid'] },
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
    ownedAs: 'TagPatternVO',
    indexed: ['name'],
    relations: { tag: ['userTag', 'uuid', 'tag_pattern_uuid'] },
  }),
  sshKeyPair: entity('org.zstack.header.sshkeypair.SshKeyPairInventory', schema.sshKeyPairs, {
    ownedAs: 'SshKeyPairVO',
  }),
  longJob: entity('org.zstack.header.longjob.LongJobInventory', schema.longJobs, {
    ownedAs: 'LongJobVO',
    hidden: ['innerJobUuid', 'doneDate'],
  }),
  resourceConfig: entity(
    'org.zstack.resourceconfig.ResourceConfigInventory',
    schema.resourceConfigs,
    { fields: { description: { column: descriptionOfConfig, kind: 'text' } } },
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
