import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { IMAGE_FORMATS, type ImageFormat } from '../../domain/image/image.js';
import { VOLUME_STATES, VOLUME_STATUSES, VOLUME_TYPES } from '../../domain/volume/volume.js';
import { booleanColumn, dates, isBlobContent, isOneOf, uuidColumn } from './columns.js';
import { primaryStorages } from './primary-storages.js';
import { vmInstances } from './vm-instances.js';

/** `root_image_uuid` is no foreign key: a volume outlives the image that it was made from. */
export const volumes = sqliteTable(
  'volumes',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    primaryStorageUuid: uuidColumn('primary_storage_uuid').references(() => primaryStorages.uuid),
    vmInstanceUuid: uuidColumn('vm_instance_uuid').references(() => vmInstances.uuid),
    diskOfferingUuid: uuidColumn('disk_offering_uuid'),
    rootImageUuid: uuidColumn('root_image_uuid'),
    installPath: text('install_path'),
    type: text('type', { enum: VOLUME_TYPES }).notNull(),
    format: text('format').$type<ImageFormat>(),
    size: integer('size').notNull(),
    actualSize: integer('actual_size').notNull(),
    deviceId: integer('device_id'),
    state: text('state', { enum: VOLUME_STATES }).notNull(),
    status: text('status', { enum: VOLUME_STATUSES }).notNull(),
    isShareable: booleanColumn('is_shareable'),
    volumeQos: text('volume_qos'),
    contentId: text('content_id').notNull(),
    layerSize: integer('layer_size').notNull(),
    lastDetachDate: integer('last_detach_date'),
    lastVmInstanceUuid: uuidColumn('last_vm_instance_uuid'),
    lastAttachDate: integer('last_attach_date'),
    ...dates,
  },
  (table) => [
    index('volumes_disk_offering')
      .on(table.diskOfferingUuid)
      .where(sql`${table.diskOfferingUuid} is not null`),
    index('volumes_primary_storage').on(table.primaryStorageUuid),
    index('volumes_name').on(sql`${table.name} collate nocase`),
    index('volumes_vm_instance').on(table.vmInstanceUuid),
    uniqueIndex('volumes_one_root_per_vm')
      .on(table.vmInstanceUuid)
      .where(sql`${table.type} = 'Root'`),
    check('volumes_type', isOneOf(table.type, VOLUME_TYPES)),
    check('volumes_format', isOneOf(table.format, IMAGE_FORMATS)),
    check('volumes_state', isOneOf(table.state, VOLUME_STATES)),
    check('volumes_status', isOneOf(table.status, VOLUME_STATUSES)),
    index('volumes_content').on(table.contentId).where(isBlobContent(table.contentId)),
    index('volumes_root_image').on(table.rootImageUuid, table.primaryStorageUuid),
    index('volumes_deleted')
      .on(table.lastOpDate)
      .where(sql`${table.status} = 'Deleted'`),
    check(
      'volumes_sizes',
      sql`${table.size} >= 0 and ${table.actualSize} >= 0 and ${table.layerSize} >= 0`,
    ),
    check(
      'volumes_placed',
      sql`${table.primaryStorageUuid} is not null or ${table.status} in ('NotInstantiated', 'Creating', 'Deleted')`,
    ),
  ],
);
