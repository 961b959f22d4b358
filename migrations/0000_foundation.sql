CREATE TABLE `account_resource_refs` (
	`resource_uuid` text PRIMARY KEY NOT NULL,
	`resource_type` text NOT NULL,
	`account_uuid` text NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `account_resource_refs_account` ON `account_resource_refs` (`account_uuid`,`resource_type`);--> statement-breakpoint
CREATE TABLE `accounts` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`password_hash` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "accounts_type" CHECK("accounts"."type" in ('SystemAdmin', 'Normal'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_name` ON `accounts` (`name`);--> statement-breakpoint
CREATE TABLE `backup_storage_zones` (
	`backup_storage_uuid` text NOT NULL,
	`zone_uuid` text NOT NULL,
	PRIMARY KEY(`backup_storage_uuid`, `zone_uuid`),
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `backup_storage_zones_zone` ON `backup_storage_zones` (`zone_uuid`);--> statement-breakpoint
CREATE TABLE `backup_storages` (
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
	`bandwidth_bytes_per_second` integer NOT NULL,
	`latency_milliseconds` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "backup_storages_type" CHECK("backup_storages"."type" in ('SftpBackupStorage', 'Ceph', 'ImageStoreBackupStorage')),
	CONSTRAINT "backup_storages_state" CHECK("backup_storages"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "backup_storages_status" CHECK("backup_storages"."status" in ('Connecting', 'Connected', 'Disconnected')),
	CONSTRAINT "backup_storages_capacity" CHECK("backup_storages"."available_capacity" between 0 and "backup_storages"."total_capacity"),
	CONSTRAINT "backup_storages_bandwidth" CHECK("backup_storages"."bandwidth_bytes_per_second" > 0)
);
--> statement-breakpoint
CREATE TABLE `image_backup_storage_refs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`image_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`install_path` text NOT NULL,
	`status` text NOT NULL,
	`export_url` text,
	`export_md5_sum` text,
	`taken_bytes` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`image_uuid`) REFERENCES `images`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "image_backup_storage_refs_status" CHECK("image_backup_storage_refs"."status" in ('Creating', 'Downloading', 'Ready', 'Error', 'Deleted', 'Migrating')),
	CONSTRAINT "image_backup_storage_refs_taken" CHECK("image_backup_storage_refs"."taken_bytes" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `image_backup_storage_refs_once` ON `image_backup_storage_refs` (`image_uuid`,`backup_storage_uuid`);--> statement-breakpoint
CREATE INDEX `image_backup_storage_refs_storage` ON `image_backup_storage_refs` (`backup_storage_uuid`);--> statement-breakpoint
CREATE TABLE `images` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`md5_sum` text,
	`url` text NOT NULL,
	`media_type` text NOT NULL,
	`guest_os_type` text,
	`type` text NOT NULL,
	`platform` text,
	`architecture` text,
	`format` text NOT NULL,
	`system` integer NOT NULL,
	`virtio` integer NOT NULL,
	`content_id` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "images_state" CHECK("images"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "images_status" CHECK("images"."status" in ('Creating', 'Downloading', 'Ready', 'Error', 'Deleted', 'Migrating')),
	CONSTRAINT "images_media_type" CHECK("images"."media_type" in ('RootVolumeTemplate', 'DataVolumeTemplate', 'ISO')),
	CONSTRAINT "images_format" CHECK("images"."format" in ('iso', 'qcow2', 'raw', 'vmdk')),
	CONSTRAINT "images_sizes" CHECK("images"."size" >= 0 and "images"."actual_size" >= 0)
);
--> statement-breakpoint
CREATE INDEX `images_name` ON `images` ("name" collate nocase);--> statement-breakpoint
CREATE INDEX `images_create_date` ON `images` (`create_date`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`operation` text NOT NULL,
	`account_uuid` text NOT NULL,
	`state` text NOT NULL,
	`context` text NOT NULL,
	`result` text,
	`web_hook` text,
	`create_date` integer NOT NULL,
	`done_date` integer,
	CONSTRAINT "jobs_state" CHECK("jobs"."state" in ('Running', 'Succeeded', 'Failed')),
	CONSTRAINT "jobs_done" CHECK(("jobs"."state" = 'Running') = ("jobs"."done_date" is null))
);
--> statement-breakpoint
CREATE TABLE `primary_storage_clusters` (
	`primary_storage_uuid` text NOT NULL,
	`cluster_uuid` text NOT NULL,
	PRIMARY KEY(`primary_storage_uuid`, `cluster_uuid`),
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `primary_storages` (
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
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "primary_storages_type" CHECK("primary_storages"."type" in ('LocalStorage', 'NFS', 'Ceph', 'SharedMountPoint')),
	CONSTRAINT "primary_storages_state" CHECK("primary_storages"."state" in ('Enabled', 'Disabled', 'Maintenance', 'Deleting')),
	CONSTRAINT "primary_storages_status" CHECK("primary_storages"."status" in ('Connecting', 'Connected', 'Disconnected')),
	CONSTRAINT "primary_storages_capacity" CHECK("primary_storages"."available_capacity" between 0 and "primary_storages"."total_capacity")
);
--> statement-breakpoint
CREATE INDEX `primary_storages_zone` ON `primary_storages` (`zone_uuid`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`uuid` text PRIMARY KEY NOT NULL,
	`account_uuid` text NOT NULL,
	`user_uuid` text NOT NULL,
	`user_type` text NOT NULL,
	`expired_date` integer NOT NULL,
	`is_permanent` integer NOT NULL,
	`create_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account_uuid`,`expired_date`);--> statement-breakpoint
CREATE INDEX `sessions_expired_date` ON `sessions` (`expired_date`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `system_tags` (
	`uuid` text PRIMARY KEY NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`tag` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	`inherent` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `system_tags_once` ON `system_tags` (`resource_uuid`,`tag`);--> statement-breakpoint
CREATE INDEX `system_tags_tag` ON `system_tags` (`tag`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`job_uuid` text NOT NULL,
	`flow` text NOT NULL,
	`step` text NOT NULL,
	`subject` text,
	`due_date` integer NOT NULL,
	`create_date` integer NOT NULL,
	FOREIGN KEY (`job_uuid`) REFERENCES `jobs`(`uuid`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `tasks_due_date` ON `tasks` (`due_date`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_job` ON `tasks` (`job_uuid`);--> statement-breakpoint
CREATE TABLE `user_tags` (
	`uuid` text PRIMARY KEY NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`tag` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_tags_once` ON `user_tags` (`resource_uuid`,`tag`);--> statement-breakpoint
CREATE INDEX `user_tags_tag` ON `user_tags` (`tag`);--> statement-breakpoint
CREATE TABLE `vm_instances` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`zone_uuid` text NOT NULL,
	`cluster_uuid` text,
	`image_uuid` text,
	`host_uuid` text,
	`last_host_uuid` text,
	`instance_offering_uuid` text,
	`platform` text NOT NULL,
	`architecture` text NOT NULL,
	`guest_os_type` text NOT NULL,
	`virtio` integer NOT NULL,
	`type` text NOT NULL,
	`hypervisor_type` text NOT NULL,
	`memory_size` integer NOT NULL,
	`cpu_num` integer NOT NULL,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vm_instances_state" CHECK("vm_instances"."state" in ('Created', 'Starting', 'Running', 'Stopping', 'Stopped', 'Rebooting', 'Destroying', 'Destroyed', 'Migrating', 'Expunging', 'Pausing', 'Paused', 'Resuming', 'VolumeMigrating', 'VolumeRecovering', 'Error', 'NoState', 'Unknown', 'Crashed'))
);
--> statement-breakpoint
CREATE INDEX `vm_instances_zone` ON `vm_instances` (`zone_uuid`);--> statement-breakpoint
CREATE TABLE `volumes` (
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
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volumes_type" CHECK("volumes"."type" in ('Root', 'Data')),
	CONSTRAINT "volumes_format" CHECK("volumes"."format" in ('iso', 'qcow2', 'raw', 'vmdk')),
	CONSTRAINT "volumes_state" CHECK("volumes"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "volumes_status" CHECK("volumes"."status" in ('Creating', 'Ready', 'NotInstantiated', 'Deleted', 'Migrating')),
	CONSTRAINT "volumes_sizes" CHECK("volumes"."size" >= 0 and "volumes"."actual_size" >= 0),
	CONSTRAINT "volumes_placed" CHECK("volumes"."primary_storage_uuid" is not null or "volumes"."status" in ('NotInstantiated', 'Creating', 'Deleted'))
);
--> statement-breakpoint
CREATE INDEX `volumes_primary_storage` ON `volumes` (`primary_storage_uuid`);--> statement-breakpoint
CREATE INDEX `volumes_vm_instance` ON `volumes` (`vm_instance_uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `volumes_one_root_per_vm` ON `volumes` (`vm_instance_uuid`) WHERE "volumes"."type" = 'Root';--> statement-breakpoint
CREATE TABLE `zones` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`type` text NOT NULL,
	`is_default` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "zones_state" CHECK("zones"."state" in ('Enabled', 'Disabled'))
);
