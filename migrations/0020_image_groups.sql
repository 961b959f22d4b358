CREATE TABLE `image_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`status` text NOT NULL,
	`image_count` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "image_groups_status" CHECK("image_groups"."status" in ('Creating', 'Ready')),
	CONSTRAINT "image_groups_count" CHECK("image_groups"."image_count" >= 1)
) STRICT;
--> statement-breakpoint
CREATE INDEX `image_groups_name` ON `image_groups` (`name`);--> statement-breakpoint
CREATE TABLE `image_group_refs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`image_group_uuid` text NOT NULL,
	`image_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`image_group_uuid`) REFERENCES `image_groups`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `image_group_refs_once` ON `image_group_refs` (`image_group_uuid`,`image_uuid`);--> statement-breakpoint
CREATE INDEX `image_group_refs_image` ON `image_group_refs` (`image_uuid`);--> statement-breakpoint
CREATE INDEX `image_backup_storage_refs_shared` ON `image_backup_storage_refs` (`backup_storage_uuid`,`install_path`) WHERE "image_backup_storage_refs"."taken_bytes" = 0 and "image_backup_storage_refs"."install_path" <> '';