import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { ARCHITECTURES } from '../../domain/image/image.js';
import { VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import { booleanColumn, dates, isOneOf, uuidColumn } from './columns.js';
import { images } from './images.js';
import { zones } from './zones.js';

/** `image_uuid` is no foreign key: the real system keeps it after the image is gone. */
export const vmInstances = sqliteTable(
  'vm_instances',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    zoneUuid: uuidColumn('zone_uuid')
      .notNull()
      .references(() => zones.uuid),
    clusterUuid: uuidColumn('cluster_uuid'),
    imageUuid: uuidColumn('image_uuid'),
    hostUuid: uuidColumn('host_uuid'),
    lastHostUuid: uuidColumn('last_host_uuid'),
    instanceOfferingUuid: uuidColumn('instance_offering_uuid'),
    defaultL3NetworkUuid: uuidColumn('default_l3_network_uuid'),
    platform: text('platform').notNull(),
    architecture: text('architecture', { enum: ARCHITECTURES }).notNull(),
    guestOsType: text('guest_os_type').notNull(),
    virtio: booleanColumn('virtio'),
    type: text('type').notNull(),
    hypervisorType: text('hypervisor_type').notNull(),
    memorySize: integer('memory_size').notNull(),
    reservedMemorySize: integer('reserved_memory_size').notNull().default(0),
    cpuNum: integer('cpu_num').notNull(),
    cpuSpeed: integer('cpu_speed').notNull().default(0),
    allocatorStrategy: text('allocator_strategy'),
    state: text('state', { enum: VM_STATES }).notNull(),
    creation: text('creation'),
    ...dates,
  },
  (table) => [
    index('vm_instances_offering')
      .on(table.instanceOfferingUuid)
      .where(sql`${table.instanceOfferingUuid} is not null`),
    index('vm_instances_zone').on(table.zoneUuid),
    // With what VMs take of a host: its sums are read of the index alone.
    index('vm_instances_host').on(table.hostUuid, table.cpuNum, table.memorySize),
    index('vm_instances_image').on(table.imageUuid),
    index('vm_instances_name').on(sql`${table.name} collate nocase`),
    index('vm_instances_state').on(sql`${table.state} collate nocase`, table.createDate),
    check('vm_instances_state', isOneOf(table.state, VM_STATES)),
  ],
);

/** An image that a drive holds cannot be removed: it is detached first. */
export const vmCdRoms = sqliteTable(
  'vm_cd_roms',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    vmInstanceUuid: uuidColumn('vm_instance_uuid')
      .notNull()
      .references(() => vmInstances.uuid, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description'),
    deviceId: integer('device_id').notNull(),
    isoUuid: uuidColumn('iso_uuid').references(() => images.uuid),
    isoInstallPath: text('iso_install_path'),
    protocol: text('protocol'),
    ...dates,
  },
  (table) => [
    uniqueIndex('vm_cd_roms_device').on(table.vmInstanceUuid, table.deviceId),
    index('vm_cd_roms_iso').on(table.isoUuid),
  ],
);
