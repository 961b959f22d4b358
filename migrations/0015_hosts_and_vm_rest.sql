CREATE TABLE `ssh_key_pair_vms` (
	`ssh_key_pair_uuid` text NOT NULL,
	`vm_instance_uuid` text NOT NULL,
	PRIMARY KEY(`ssh_key_pair_uuid`, `vm_instance_uuid`),
	FOREIGN KEY (`ssh_key_pair_uuid`) REFERENCES `ssh_key_pairs`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `ssh_key_pair_vms_vm` ON `ssh_key_pair_vms` (`vm_instance_uuid`);--> statement-breakpoint
CREATE TABLE `ssh_key_pairs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`public_key` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `ssh_key_pairs_key` ON `ssh_key_pairs` (`public_key`);--> statement-breakpoint
ALTER TABLE `hosts` ADD `username` text;--> statement-breakpoint
ALTER TABLE `hosts` ADD `ssh_port` integer;--> statement-breakpoint
ALTER TABLE `hosts` ADD `is_reachable` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `hosts_address` ON `hosts` (`management_ip`);