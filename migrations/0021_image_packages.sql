CREATE TABLE `image_package_disks` (
	`image_package_uuid` text NOT NULL,
	`disk_index` integer NOT NULL,
	`file_name` text NOT NULL,
	`content_id` text NOT NULL,
	`volume_format` text NOT NULL,
	`format` text NOT NULL,
	`virtual_size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`sha256` text,
	PRIMARY KEY(`image_package_uuid`, `disk_index`),
	FOREIGN KEY (`image_package_uuid`) REFERENCES `image_packages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "image_package_disks_sizes" CHECK("image_package_disks"."virtual_size" >= 0 and "image_package_disks"."actual_size" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `image_package_disks_content` ON `image_package_disks` (`content_id`) WHERE "image_package_disks"."content_id" glob '????????????????????????????????-*';--> statement-breakpoint
CREATE TABLE `image_packages` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`vm_uuid` text,
	`backup_storage_uuid` text NOT NULL,
	`state` text NOT NULL,
	`export_url` text,
	`md5_sum` text,
	`format` text,
	`size` integer,
	`ovf` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vm_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "image_packages_state" CHECK("image_packages"."state" in ('Exporting', 'Exported')),
	CONSTRAINT "image_packages_size" CHECK("image_packages"."size" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `image_packages_vm_uuid_unique` ON `image_packages` (`vm_uuid`);--> statement-breakpoint
CREATE INDEX `image_packages_storage` ON `image_packages` (`backup_storage_uuid`);