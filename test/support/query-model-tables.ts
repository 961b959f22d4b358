/*
 * What of the world random queries ask for; written by hand from the documented inventories, so that
 * it can be held against what the emulator declares.
 */

export type Kind = 'text' | 'uuid' | 'number' | 'boolean' | 'date';

/** One table as queries see it. */
export interface Table {
  readonly table: string;
  readonly fields: Readonly<Record<string, readonly [column: string, kind: Kind]>>;
  /** Name to: entity, own column, its column. */
  readonly relations: Readonly<Record<string, readonly [string, string, string]>>;
  readonly shortcuts?: Readonly<Record<string, readonly string[]>>;
  /** The column with the resource that a caller must see to see a row; without it everybody does. */
  readonly resource?: string;
  /** The column with what must be a caller's own, where it names something, for the caller to see a row. */
  readonly owned?: string;
}

const DATES = {
  createDate: ['create_date', 'date'],
  lastOpDate: ['last_op_date', 'date'],
} as const satisfies Table['fields'];
const NAMED = {
  uuid: ['uuid', 'uuid'],
  name: ['name', 'text'],
  description: ['description', 'text'],
  ...DATES,
} as const satisfies Table['fields'];
const STATES = { state: ['state', 'text'], status: ['status', 'text'] } as const;
const SIZES = { size: ['size', 'number'], actualSize: ['actual_size', 'number'] } as const;

/** What of the world is asked for here; written by hand from the documented inventories. */
export const MODEL: Readonly<Record<string, Table>> = {
  image: {
    table: 'images',
    resource: 'uuid',
    fields: {
      ...NAMED,
      ...STATES,
      ...SIZES,
      md5Sum: ['md5_sum', 'text'],
      guestOsType: ['guest_os_type', 'text'],
      platform: ['platform', 'text'],
      format: ['format', 'text'],
      system: ['system', 'boolean'],
      virtio: ['virtio', 'boolean'],
    },
    relations: {
      backupStorageRef: ['ref', 'uuid', 'image_uuid'],
      backupStorageRefs: ['ref', 'uuid', 'image_uuid'],
      volume: ['volume', 'uuid', 'root_image_uuid'],
    },
    shortcuts: { backupStorage: ['backupStorageRef', 'backupStorage'] },
  },
  ref: {
    table: 'image_backup_storage_refs',
    resource: 'image_uuid',
    fields: {
      imageUuid: ['image_uuid', 'uuid'],
      backupStorageUuid: ['backup_storage_uuid', 'uuid'],
      installPath: ['install_path', 'text'],
      status: ['status', 'text'],
      exportUrl: ['export_url', 'text'],
    },
    relations: {
      image: ['image', 'image_uuid', 'uuid'],
      backupStorage: ['backupstorage', 'backup_storage_uuid', 'uuid'],
    },
  },
  backupstorage: {
    table: 'backup_storages',
    fields: {
      ...NAMED,
      ...STATES,
      type: ['type', 'text'],
      availableCapacity: ['available_capacity', 'number'],
    },
    relations: {
      imageRef: ['ref', 'uuid', 'backup_storage_uuid'],
      zoneRef: ['zoneRef', 'uuid', 'backup_storage_uuid'],
    },
    shortcuts: { image: ['imageRef', 'image'], zone: ['zoneRef', 'zone'] },
  },
  zoneRef: {
    table: 'backup_storage_zones',
    fields: { zoneUuid: ['zone_uuid', 'uuid'] },
    relations: { zone: ['zone', 'zone_uuid', 'uuid'] },
  },
  zone: {
    table: 'zones',
    fields: { ...NAMED, isDefault: ['is_default', 'boolean'] },
    relations: {},
  },
  volume: {
    table: 'volumes',
    resource: 'uuid',
    fields: {
      ...NAMED,
      ...STATES,
      ...SIZES,
      type: ['type', 'text'],
      deviceId: ['device_id', 'number'],
      isShareable: ['is_shareable', 'boolean'],
      vmInstanceUuid: ['vm_instance_uuid', 'uuid'],
      primaryStorageUuid: ['primary_storage_uuid', 'uuid'],
      rootImageUuid: ['root_image_uuid', 'uuid'],
      lastAttachDate: ['last_attach_date', 'date'],
    },
    relations: {
      vmInstance: ['vminstance', 'vm_instance_uuid', 'uuid'],
      snapshot: ['volumesnapshot', 'uuid', 'volume_uuid'],
      primaryStorage: ['primarystorage', 'primary_storage_uuid', 'uuid'],
      image: ['image', 'root_image_uuid', 'uuid'],
    },
  },
  volumesnapshot: {
    table: 'volume_snapshots',
    resource: 'uuid',
    fields: {
      ...NAMED,
      ...STATES,
      size: ['size', 'number'],
      latest: ['latest', 'boolean'],
      volumeUuid: ['volume_uuid', 'uuid'],
      treeUuid: ['tree_uuid', 'uuid'],
      primaryStorageUuid: ['primary_storage_uuid', 'uuid'],
    },
    relations: {
      volume: ['volume', 'volume_uuid', 'uuid'],
      tree: ['tree', 'tree_uuid', 'uuid'],
      primaryStorage: ['primarystorage', 'primary_storage_uuid', 'uuid'],
    },
  },
  tree: {
    table: 'volume_snapshot_trees',
    resource: 'uuid',
    fields: {
      uuid: ['uuid', 'uuid'],
      current: ['current', 'boolean'],
      volumeUuid: ['volume_uuid', 'uuid'],
    },
    relations: { volume: ['volume', 'volume_uuid', 'uuid'] },
  },
  vminstance: {
    table: 'vm_instances',
    resource: 'uuid',
    fields: {
      ...NAMED,
      state: ['state', 'text'],
      platform: ['platform', 'text'],
      zoneUuid: ['zone_uuid', 'uuid'],
      imageUuid: ['image_uuid', 'uuid'],
    },
    relations: {
      zone: ['zone', 'zone_uuid', 'uuid'],
      image: ['image', 'image_uuid', 'uuid'],
      allVolumes: ['volume', 'uuid', 'vm_instance_uuid'],
    },
  },
  primarystorage: {
    table: 'primary_storages',
    fields: { ...NAMED, ...STATES, type: ['type', 'text'] },
    relations: { zone: ['zone', 'zone_uuid', 'uuid'] },
  },
  usertag: {
    table: 'user_tags',
    resource: 'resource_uuid',
    owned: 'tag_pattern_uuid',
    fields: {
      uuid: ['uuid', 'uuid'],
      tag: ['tag', 'text'],
      resourceUuid: ['resource_uuid', 'uuid'],
      tagPatternUuid: ['tag_pattern_uuid', 'uuid'],
    },
    relations: {
      image: ['image', 'resource_uuid', 'uuid'],
      volume: ['volume', 'resource_uuid', 'uuid'],
      tagPattern: ['tagpattern', 'tag_pattern_uuid', 'uuid'],
    },
  },
  tagpattern: {
    table: 'tag_patterns',
    resource: 'uuid',
    fields: {
      ...NAMED,
      value: ['value', 'text'],
      color: ['color', 'text'],
      type: ['type', 'text'],
    },
    relations: { tag: ['usertag', 'uuid', 'tag_pattern_uuid'] },
  },
};

export const TAGS: Readonly<
  Record<string, { readonly table: string; readonly column: string; readonly kind: Kind }>
> = {
  __systemTag__: { table: 'system_tags', column: 'tag', kind: 'text' },
  __userTag__: { table: 'user_tags', column: 'tag', kind: 'text' },
  __tagUuid__: { table: 'user_tags', column: 'tag_pattern_uuid', kind: 'uuid' },
};
