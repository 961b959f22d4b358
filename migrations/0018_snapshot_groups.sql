CREATE TABLE `volume_snapshot_group_refs` (
	`volume_snapshot_uuid` text PRIMARY KEY NOT NULL,
	`volume_snapshot_group_uuid` text NOT NULL,
	`snapshot_deleted` integer NOT NULL,
	`device_id` integer NOT NULL,
	`volume_uuid` text NOT NULL,
	`volume_name` text NOT NULL,
	`volume_type` text NOT NULL,
	`volume_snapshot_install_path` text NOT NULL,
	`volume_snapshot_name` text NOT NULL,
	`volume_last_attach_date` integer,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`volume_snapshot_group_uuid`) REFERENCES `volume_snapshot_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "volume_snapshot_group_refs_volume_type" CHECK("volume_snapshot_group_refs"."volume_type" in ('Root', 'Data'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `volume_snapshot_group_refs_group` ON `volume_snapshot_group_refs` (`volume_snapshot_group_uuid`);--> statement-breakpoint
CREATE TABLE `volume_snapshot_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`snapshot_count` integer NOT NULL,
	`vm_instance_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `volume_snapshot_groups_vm` ON `volume_snapshot_groups` (`vm_instance_uuid`);--> statement-breakpoint
-- Before there were groups, a seed could name one that was not there.
UPDATE `volume_snapshots` SET `group_uuid` = NULL WHERE `group_uuid` IS NOT NULL;
