CREATE TABLE `__new_volumes` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`primary_storage_uuid` text,
	`vm_instance_uuid` text,
	`disk_offering_uuid` text,
	`root_image_uuid` text,
	`install_path` text,
	`type` text NOT NULL,
	`format` text,
	`size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`device_id` integer,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`is_shareable` integer NOT NULL,
	`volume_qos` text,
	`content_id` text NOT NULL,
	`layer_size` integer NOT NULL,
	`last_detach_date` integer,
	`last_vm_instance_uuid` text,
	`last_attach_date` integer,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volumes_type" CHECK("__new_volumes"."type" in ('Root', 'Data')),
	CONSTRAINT "volumes_format" CHECK("__new_volumes"."format" in ('iso', 'qcow2', 'raw', 'vmdk')),
	CONSTRAINT "volumes_state" CHECK("__new_volumes"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "volumes_status" CHECK("__new_volumes"."status" in ('Creating', 'Ready', 'NotInstantiated', 'Deleted', 'Migrating')),
	CONSTRAINT "volumes_sizes" CHECK("__new_volumes"."size" >= 0 and "__new_volumes"."actual_size" >= 0 and "__new_volumes"."layer_size" >= 0),
	CONSTRAINT "volumes_placed" CHECK("__new_volumes"."primary_storage_uuid" is not null or "__new_volumes"."status" in ('NotInstantiated', 'Creating', 'Deleted'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_volumes`("uuid", "name", "description", "primary_storage_uuid", "vm_instance_uuid", "disk_offering_uuid", "root_image_uuid", "install_path", "type", "format", "size", "actual_size", "device_id", "state", "status", "is_shareable", "volume_qos", "content_id", "layer_size", "last_detach_date", "last_vm_instance_uuid", "last_attach_date", "create_date", "last_op_date") SELECT "uuid", "name", "description", "primary_storage_uuid", "vm_instance_uuid", "disk_offering_uuid", "root_image_uuid", "install_path", "type", CASE "status" WHEN 'NotInstantiated' THEN NULL ELSE "format" END, "size", "actual_size", "device_id", "state", "status", "is_shareable", NULL, "content_id", "layer_size", "last_detach_date", "last_vm_instance_uuid", "last_attach_date", "create_date", "last_op_date" FROM `volumes`;--> statement-breakpoint
DROP TABLE `volumes`;--> statement-breakpoint
ALTER TABLE `__new_volumes` RENAME TO `volumes`;--> statement-breakpoint
CREATE INDEX `volumes_primary_storage` ON `volumes` (`primary_storage_uuid`);--> statement-breakpoint
CREATE INDEX `volumes_vm_instance` ON `volumes` (`vm_instance_uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `volumes_one_root_per_vm` ON `volumes` (`vm_instance_uuid`) WHERE "volumes"."type" = 'Root';--> statement-breakpoint
CREATE INDEX `volumes_content` ON `volumes` (`content_id`) WHERE "volumes"."content_id" glob '????????????????????????????????-*';--> statement-breakpoint
CREATE INDEX `volumes_root_image` ON `volumes` (`root_image_uuid`,`primary_storage_uuid`);--> statement-breakpoint
CREATE INDEX `volumes_deleted` ON `volumes` (`last_op_date`) WHERE "volumes"."status" = 'Deleted';--> statement-breakpoint
ALTER TABLE `volume_snapshot_trees` ADD `status` text DEFAULT 'Completed' NOT NULL;--> statement-breakpoint
INSERT INTO `quotas` ("uuid", "name", "identity_uuid", "identity_type", "value", "create_date", "last_op_date")
  SELECT uuid_from_name('quota ' || d.name || ' of ' || a.uuid), d.name, a.uuid, 'AccountVO', d.value, a.create_date, a.create_date
  FROM `accounts` a, (SELECT 'volume.data.num' AS name, 40 AS value UNION ALL SELECT 'volume.capacity', 10995116277760 UNION ALL SELECT 'snapshot.volume.num', 200) d
  WHERE a.type <> 'SystemAdmin';
