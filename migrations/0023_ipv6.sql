DROP INDEX `ip_ranges_l3`;--> statement-breakpoint
ALTER TABLE `ip_ranges` ADD `address_mode` text;--> statement-breakpoint
-- Written by hand: a column that must not be null needs a default beside rows, which the next statement replaces.
ALTER TABLE `ip_ranges` ADD `start_key` text NOT NULL DEFAULT '';--> statement-breakpoint
ALTER TABLE `ip_ranges` ADD `end_key` text NOT NULL DEFAULT '';--> statement-breakpoint
UPDATE `ip_ranges` SET `start_key` = printf('4%08x', `start_in_long`), `end_key` = printf('4%08x', `end_in_long`);--> statement-breakpoint
CREATE INDEX `ip_ranges_l3` ON `ip_ranges` (`l3_network_uuid`,`start_key`);--> statement-breakpoint
ALTER TABLE `ip_ranges` DROP COLUMN `start_in_long`;--> statement-breakpoint
ALTER TABLE `ip_ranges` DROP COLUMN `end_in_long`;--> statement-breakpoint
DROP INDEX `used_ips_once`;--> statement-breakpoint
DROP INDEX `used_ips_range`;--> statement-breakpoint
ALTER TABLE `used_ips` ADD `ip_key` text NOT NULL DEFAULT '';--> statement-breakpoint
UPDATE `used_ips` SET `ip_key` = printf('4%08x', `ip_in_long`);--> statement-breakpoint
CREATE UNIQUE INDEX `used_ips_once` ON `used_ips` (`l3_network_uuid`,`ip_key`);--> statement-breakpoint
CREATE INDEX `used_ips_range` ON `used_ips` (`ip_range_uuid`,`ip_key`);--> statement-breakpoint
CREATE INDEX `used_ips_ip` ON `used_ips` ("ip" collate nocase);--> statement-breakpoint
CREATE INDEX `vm_instances_image` ON `vm_instances` (`image_uuid`);--> statement-breakpoint
CREATE INDEX `vm_instances_name` ON `vm_instances` ("name" collate nocase);--> statement-breakpoint
CREATE INDEX `vm_instances_state` ON `vm_instances` ("state" collate nocase,`create_date`);--> statement-breakpoint
CREATE INDEX `vm_nics_ip` ON `vm_nics` ("ip" collate nocase);--> statement-breakpoint
CREATE INDEX `volumes_name` ON `volumes` ("name" collate nocase);--> statement-breakpoint
CREATE INDEX `used_ips_l3` ON `used_ips` (`l3_network_uuid`);--> statement-breakpoint
CREATE INDEX `volume_snapshots_name` ON `volume_snapshots` ("name" collate nocase);
