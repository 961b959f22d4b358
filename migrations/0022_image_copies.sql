CREATE TABLE `image_replication_group_refs` (
	`backup_storage_uuid` text PRIMARY KEY NOT NULL,
	`replication_group_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`replication_group_uuid`) REFERENCES `image_replication_groups`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `image_replication_group_refs_group` ON `image_replication_group_refs` (`replication_group_uuid`);--> statement-breakpoint
CREATE TABLE `image_replication_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "image_replication_groups_state" CHECK("image_replication_groups"."state" in ('Enabled', 'Disabled'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `image_store_quotas` (
	`backup_storage_uuid` text PRIMARY KEY NOT NULL,
	`disk_capacity` integer NOT NULL,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "image_store_quotas_disk" CHECK("image_store_quotas"."disk_capacity" >= 0)
) STRICT;
