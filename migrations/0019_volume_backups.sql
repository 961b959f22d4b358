CREATE TABLE `volume_backup_storage_refs` (
	`volume_backup_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`install_path` text NOT NULL,
	`status` text NOT NULL,
	`taken_bytes` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	PRIMARY KEY(`volume_backup_uuid`, `backup_storage_uuid`),
	FOREIGN KEY (`volume_backup_uuid`) REFERENCES `volume_backups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volume_backup_storage_refs_status" CHECK("volume_backup_storage_refs"."status" in ('Creating', 'Ready')),
	CONSTRAINT "volume_backup_storage_refs_bytes" CHECK("volume_backup_storage_refs"."taken_bytes" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `volume_backup_storage_refs_storage` ON `volume_backup_storage_refs` (`backup_storage_uuid`);--> statement-breakpoint
CREATE TABLE `volume_backups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`volume_uuid` text NOT NULL,
	`vm_instance_uuid` text,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`mode` text NOT NULL,
	`size` integer NOT NULL,
	`metadata` text,
	`group_uuid` text,
	`content_id` text NOT NULL,
	`format` text NOT NULL,
	`virtual_size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "volume_backups_type" CHECK("volume_backups"."type" in ('Root', 'Data')),
	CONSTRAINT "volume_backups_state" CHECK("volume_backups"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "volume_backups_status" CHECK("volume_backups"."status" in ('Creating', 'Ready')),
	CONSTRAINT "volume_backups_mode" CHECK("volume_backups"."mode" in ('full', 'incremental')),
	CONSTRAINT "volume_backups_sizes" CHECK("volume_backups"."size" >= 0 and "volume_backups"."actual_size" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `volume_backups_content` ON `volume_backups` (`content_id`) WHERE "volume_backups"."content_id" glob '????????????????????????????????-*';--> statement-breakpoint
CREATE INDEX `volume_backups_volume` ON `volume_backups` (`volume_uuid`);