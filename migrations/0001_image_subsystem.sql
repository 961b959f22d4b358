CREATE TABLE `backup_storage_reservations` (
	`job_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`job_uuid`, `backup_storage_uuid`),
	FOREIGN KEY (`job_uuid`) REFERENCES `jobs`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `backup_storage_reservations_storage` ON `backup_storage_reservations` (`backup_storage_uuid`);--> statement-breakpoint
CREATE TABLE `blobs` (
	`content_id` text PRIMARY KEY NOT NULL,
	`length` integer NOT NULL,
	`virtual_size` integer NOT NULL,
	`format` text NOT NULL,
	`md5` text NOT NULL,
	`create_date` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `garbage_jobs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`image_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`install_path` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "garbage_jobs_status" CHECK("garbage_jobs"."status" in ('Idle', 'Processing', 'Done'))
);
--> statement-breakpoint
CREATE TABLE `global_config` (
	`category` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`category`, `name`)
);
--> statement-breakpoint
CREATE TABLE `image_caches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`primary_storage_uuid` text NOT NULL,
	`image_uuid` text NOT NULL,
	`install_url` text NOT NULL,
	`media_type` text NOT NULL,
	`size` integer NOT NULL,
	`md5sum` text NOT NULL,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `image_caches_once` ON `image_caches` (`primary_storage_uuid`,`image_uuid`);--> statement-breakpoint
CREATE TABLE `trash` (
	`trash_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`storage_uuid` text NOT NULL,
	`storage_type` text NOT NULL,
	`install_path` text NOT NULL,
	`is_folder` integer NOT NULL,
	`hypervisor_type` text,
	`size` integer NOT NULL,
	`trash_type` text NOT NULL,
	`create_date` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `trash_storage` ON `trash` (`storage_uuid`);--> statement-breakpoint
CREATE TABLE `uploads` (
	`image_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`key` text NOT NULL,
	`job_uuid` text NOT NULL,
	`image_size` integer,
	`slice_size` integer,
	`received` text NOT NULL,
	`upload_url` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	PRIMARY KEY(`image_uuid`, `backup_storage_uuid`),
	FOREIGN KEY (`job_uuid`) REFERENCES `jobs`(`uuid`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `uploads_key` ON `uploads` (`key`,`backup_storage_uuid`);--> statement-breakpoint
CREATE TABLE `url_hints` (
	`url` text PRIMARY KEY NOT NULL,
	`content_id` text,
	`size` integer,
	`actual_size` integer,
	`format` text,
	`failure` text
);
--> statement-breakpoint
CREATE TABLE `vm_cd_roms` (
	`uuid` text PRIMARY KEY NOT NULL,
	`vm_instance_uuid` text NOT NULL,
	`name` text NOT NULL,
	`device_id` integer NOT NULL,
	`iso_uuid` text,
	`iso_install_path` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`iso_uuid`) REFERENCES `images`(`uuid`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vm_cd_roms_device` ON `vm_cd_roms` (`vm_instance_uuid`,`device_id`);--> statement-breakpoint
CREATE INDEX `vm_cd_roms_iso` ON `vm_cd_roms` (`iso_uuid`);--> statement-breakpoint
CREATE TABLE `volume_snapshot_trees` (
	`uuid` text PRIMARY KEY NOT NULL,
	`volume_uuid` text,
	`current` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`volume_uuid`) REFERENCES `volumes`(`uuid`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `volume_snapshot_trees_volume` ON `volume_snapshot_trees` (`volume_uuid`);--> statement-breakpoint
CREATE TABLE `volume_snapshots` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`volume_uuid` text,
	`tree_uuid` text NOT NULL,
	`parent_uuid` text,
	`primary_storage_uuid` text NOT NULL,
	`primary_storage_install_path` text NOT NULL,
	`volume_type` text NOT NULL,
	`format` text NOT NULL,
	`latest` integer NOT NULL,
	`size` integer NOT NULL,
	`distance` integer NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`group_uuid` text,
	`content_id` text NOT NULL,
	`virtual_size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`volume_uuid`) REFERENCES `volumes`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tree_uuid`) REFERENCES `volume_snapshot_trees`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volume_snapshots_state" CHECK("volume_snapshots"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "volume_snapshots_status" CHECK("volume_snapshots"."status" in ('Creating', 'Ready', 'Deleted', 'Deleting')),
	CONSTRAINT "volume_snapshots_sizes" CHECK("volume_snapshots"."size" >= 0 and "volume_snapshots"."actual_size" >= 0)
);
--> statement-breakpoint
CREATE INDEX `volume_snapshots_content` ON `volume_snapshots` (`content_id`) WHERE "volume_snapshots"."content_id" glob '????????????????????????????????-*';--> statement-breakpoint
CREATE INDEX `volume_snapshots_volume` ON `volume_snapshots` (`volume_uuid`);--> statement-breakpoint
CREATE INDEX `volume_snapshots_tree` ON `volume_snapshots` (`tree_uuid`);--> statement-breakpoint
CREATE INDEX `volume_snapshots_primary_storage` ON `volume_snapshots` (`primary_storage_uuid`);--> statement-breakpoint
CREATE TABLE `__new_backup_storages` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`total_capacity` integer NOT NULL,
	`available_capacity` integer NOT NULL,
	`system_used_capacity` integer NOT NULL,
	`hostname` text,
	`username` text,
	`ssh_port` integer,
	`fsid` text,
	`pool_name` text,
	`mon_urls` text,
	`is_reachable` integer DEFAULT true NOT NULL,
	`bandwidth_bytes_per_second` integer NOT NULL,
	`latency_milliseconds` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "backup_storages_type" CHECK("__new_backup_storages"."type" in ('SftpBackupStorage', 'Ceph', 'ImageStoreBackupStorage', 'SimulatorBackupStorage')),
	CONSTRAINT "backup_storages_state" CHECK("__new_backup_storages"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "backup_storages_status" CHECK("__new_backup_storages"."status" in ('Connecting', 'Connected', 'Disconnected')),
	CONSTRAINT "backup_storages_capacity" CHECK("__new_backup_storages"."available_capacity" between 0 and "__new_backup_storages"."total_capacity"),
	CONSTRAINT "backup_storages_bandwidth" CHECK("__new_backup_storages"."bandwidth_bytes_per_second" > 0)
);
--> statement-breakpoint
INSERT INTO `__new_backup_storages`("uuid", "name", "url", "description", "type", "state", "status", "total_capacity", "available_capacity", "system_used_capacity", "hostname", "username", "ssh_port", "fsid", "pool_name", "mon_urls", "is_reachable", "bandwidth_bytes_per_second", "latency_milliseconds", "create_date", "last_op_date") SELECT "uuid", "name", "url", "description", "type", "state", "status", "total_capacity", "available_capacity", "system_used_capacity", "hostname", "username", "ssh_port", "fsid", "pool_name", NULL, 1, "bandwidth_bytes_per_second", "latency_milliseconds", "create_date", "last_op_date" FROM `backup_storages`;--> statement-breakpoint
DROP TABLE `backup_storages`;--> statement-breakpoint
ALTER TABLE `__new_backup_storages` RENAME TO `backup_storages`;--> statement-breakpoint
CREATE TABLE `__new_image_backup_storage_refs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`image_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`install_path` text NOT NULL,
	`status` text NOT NULL,
	`export_url` text,
	`export_md5_sum` text,
	`taken_bytes` integer NOT NULL,
	`export_bytes` integer DEFAULT 0 NOT NULL,
	`export_format` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`image_uuid`) REFERENCES `images`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "image_backup_storage_refs_status" CHECK("__new_image_backup_storage_refs"."status" in ('Creating', 'Downloading', 'Ready', 'Error', 'Deleted', 'Migrating')),
	CONSTRAINT "image_backup_storage_refs_taken" CHECK("__new_image_backup_storage_refs"."taken_bytes" >= 0 and "__new_image_backup_storage_refs"."export_bytes" >= 0)
);
--> statement-breakpoint
INSERT INTO `__new_image_backup_storage_refs`("id", "image_uuid", "backup_storage_uuid", "install_path", "status", "export_url", "export_md5_sum", "taken_bytes", "export_bytes", "export_format", "create_date", "last_op_date") SELECT "id", "image_uuid", "backup_storage_uuid", "install_path", "status", "export_url", "export_md5_sum", "taken_bytes", 0, NULL, "create_date", "last_op_date" FROM `image_backup_storage_refs`;--> statement-breakpoint
DROP TABLE `image_backup_storage_refs`;--> statement-breakpoint
ALTER TABLE `__new_image_backup_storage_refs` RENAME TO `image_backup_storage_refs`;--> statement-breakpoint
CREATE UNIQUE INDEX `image_backup_storage_refs_once` ON `image_backup_storage_refs` (`image_uuid`,`backup_storage_uuid`);--> statement-breakpoint
CREATE INDEX `image_backup_storage_refs_storage` ON `image_backup_storage_refs` (`backup_storage_uuid`);--> statement-breakpoint
CREATE INDEX `image_backup_storage_refs_deleted` ON `image_backup_storage_refs` (`last_op_date`) WHERE "image_backup_storage_refs"."status" = 'Deleted';--> statement-breakpoint
CREATE TABLE `__new_primary_storages` (
	`uuid` text PRIMARY KEY NOT NULL,
	`zone_uuid` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`mount_path` text,
	`fsid` text,
	`total_capacity` integer NOT NULL,
	`available_capacity` integer NOT NULL,
	`total_physical_capacity` integer NOT NULL,
	`available_physical_capacity` integer NOT NULL,
	`system_used_capacity` integer NOT NULL,
	`mon_urls` text,
	`is_reachable` integer DEFAULT true NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "primary_storages_type" CHECK("__new_primary_storages"."type" in ('LocalStorage', 'NFS', 'Ceph', 'SharedMountPoint', 'SimulatorPrimaryStorage')),
	CONSTRAINT "primary_storages_state" CHECK("__new_primary_storages"."state" in ('Enabled', 'Disabled', 'Maintenance', 'Deleting')),
	CONSTRAINT "primary_storages_status" CHECK("__new_primary_storages"."status" in ('Connecting', 'Connected', 'Disconnected')),
	CONSTRAINT "primary_storages_capacity" CHECK("__new_primary_storages"."available_capacity" between 0 and "__new_primary_storages"."total_capacity"),
	CONSTRAINT "primary_storages_physical_capacity" CHECK("__new_primary_storages"."available_physical_capacity" between 0 and "__new_primary_storages"."total_physical_capacity")
);
--> statement-breakpoint
INSERT INTO `__new_primary_storages`("uuid", "zone_uuid", "name", "url", "description", "type", "state", "status", "mount_path", "fsid", "total_capacity", "available_capacity", "total_physical_capacity", "available_physical_capacity", "system_used_capacity", "mon_urls", "is_reachable", "create_date", "last_op_date") SELECT "uuid", "zone_uuid", "name", "url", "description", "type", "state", "status", "mount_path", "fsid", "total_capacity", "available_capacity", "total_physical_capacity", "available_physical_capacity", "system_used_capacity", NULL, 1, "create_date", "last_op_date" FROM `primary_storages`;--> statement-breakpoint
DROP TABLE `primary_storages`;--> statement-breakpoint
ALTER TABLE `__new_primary_storages` RENAME TO `primary_storages`;--> statement-breakpoint
CREATE INDEX `primary_storages_zone` ON `primary_storages` (`zone_uuid`);--> statement-breakpoint
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
	`format` text NOT NULL,
	`size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`device_id` integer,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`is_shareable` integer NOT NULL,
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
);
--> statement-breakpoint
INSERT INTO `__new_volumes`("uuid", "name", "description", "primary_storage_uuid", "vm_instance_uuid", "disk_offering_uuid", "root_image_uuid", "install_path", "type", "format", "size", "actual_size", "device_id", "state", "status", "is_shareable", "content_id", "layer_size", "last_detach_date", "last_vm_instance_uuid", "last_attach_date", "create_date", "last_op_date") SELECT "uuid", "name", "description", "primary_storage_uuid", "vm_instance_uuid", "disk_offering_uuid", "root_image_uuid", "install_path", "type", "format", "size", "actual_size", "device_id", "state", "status", "is_shareable", "content_id", "actual_size", NULL, NULL, NULL, "create_date", "last_op_date" FROM `volumes`;--> statement-breakpoint
DROP TABLE `volumes`;--> statement-breakpoint
ALTER TABLE `__new_volumes` RENAME TO `volumes`;--> statement-breakpoint
CREATE INDEX `volumes_primary_storage` ON `volumes` (`primary_storage_uuid`);--> statement-breakpoint
CREATE INDEX `volumes_vm_instance` ON `volumes` (`vm_instance_uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `volumes_one_root_per_vm` ON `volumes` (`vm_instance_uuid`) WHERE "volumes"."type" = 'Root';--> statement-breakpoint
CREATE INDEX `volumes_content` ON `volumes` (`content_id`) WHERE "volumes"."content_id" glob '????????????????????????????????-*';--> statement-breakpoint
CREATE INDEX `volumes_root_image` ON `volumes` (`root_image_uuid`,`primary_storage_uuid`);--> statement-breakpoint
CREATE INDEX `volumes_deleted` ON `volumes` (`last_op_date`) WHERE "volumes"."status" = 'Deleted';--> statement-breakpoint
CREATE TABLE `__new_tasks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`job_uuid` text,
	`flow` text NOT NULL,
	`step` text NOT NULL,
	`subject` text,
	`due_date` integer NOT NULL,
	`create_date` integer NOT NULL,
	FOREIGN KEY (`job_uuid`) REFERENCES `jobs`(`uuid`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_tasks`("id", "job_uuid", "flow", "step", "subject", "due_date", "create_date") SELECT "id", "job_uuid", "flow", "step", "subject", "due_date", "create_date" FROM `tasks`;--> statement-breakpoint
DROP TABLE `tasks`;--> statement-breakpoint
ALTER TABLE `__new_tasks` RENAME TO `tasks`;--> statement-breakpoint
CREATE INDEX `tasks_due_date` ON `tasks` (`due_date`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_job` ON `tasks` (`job_uuid`,`due_date`);--> statement-breakpoint
CREATE INDEX `tasks_chore` ON `tasks` (`flow`,`subject`) WHERE "tasks"."job_uuid" is null;--> statement-breakpoint
CREATE INDEX `images_content` ON `images` (`content_id`) WHERE "images"."content_id" glob '????????????????????????????????-*';