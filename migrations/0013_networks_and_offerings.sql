CREATE TABLE `disk_offerings` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`disk_size` integer NOT NULL,
	`sort_key` integer NOT NULL,
	`state` text NOT NULL,
	`type` text NOT NULL,
	`allocator_strategy` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "disk_offerings_state" CHECK("disk_offerings"."state" in ('Enabled', 'Disabled'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `instance_offerings` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`cpu_num` integer NOT NULL,
	`cpu_speed` integer NOT NULL,
	`memory_size` integer NOT NULL,
	`reserved_memory_size` integer NOT NULL,
	`type` text NOT NULL,
	`allocator_strategy` text NOT NULL,
	`sort_key` integer NOT NULL,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "instance_offerings_state" CHECK("instance_offerings"."state" in ('Enabled', 'Disabled'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `ip_ranges` (
	`uuid` text PRIMARY KEY NOT NULL,
	`l3_network_uuid` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`start_ip` text NOT NULL,
	`end_ip` text NOT NULL,
	`netmask` text NOT NULL,
	`gateway` text NOT NULL,
	`network_cidr` text NOT NULL,
	`ip_version` integer NOT NULL,
	`prefix_len` integer NOT NULL,
	`ip_range_type` text NOT NULL,
	`start_in_long` integer NOT NULL,
	`end_in_long` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "ip_ranges_type" CHECK("ip_ranges"."ip_range_type" in ('Normal', 'AddressPool'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `ip_ranges_l3` ON `ip_ranges` (`l3_network_uuid`,`start_in_long`);--> statement-breakpoint
CREATE TABLE `l2_network_clusters` (
	`l2_network_uuid` text NOT NULL,
	`cluster_uuid` text NOT NULL,
	`l2_provider_type` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	PRIMARY KEY(`l2_network_uuid`, `cluster_uuid`),
	FOREIGN KEY (`l2_network_uuid`) REFERENCES `l2_networks`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`cluster_uuid`) REFERENCES `clusters`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `l2_network_clusters_cluster` ON `l2_network_clusters` (`cluster_uuid`);--> statement-breakpoint
CREATE TABLE `l2_networks` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`zone_uuid` text NOT NULL,
	`physical_interface` text NOT NULL,
	`type` text NOT NULL,
	`v_switch_type` text NOT NULL,
	`virtual_network_id` integer NOT NULL,
	`isolated` integer NOT NULL,
	`pvlan` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "l2_networks_type" CHECK("l2_networks"."type" in ('L2NoVlanNetwork', 'L2VlanNetwork'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `l2_networks_zone` ON `l2_networks` (`zone_uuid`);--> statement-breakpoint
CREATE TABLE `l3_network_dns` (
	`l3_network_uuid` text NOT NULL,
	`dns` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	PRIMARY KEY(`l3_network_uuid`, `dns`),
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `l3_network_host_routes` (
	`id` integer PRIMARY KEY NOT NULL,
	`l3_network_uuid` text NOT NULL,
	`prefix` text NOT NULL,
	`nexthop` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `l3_network_host_routes_once` ON `l3_network_host_routes` (`l3_network_uuid`,`prefix`);--> statement-breakpoint
CREATE TABLE `l3_networks` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`zone_uuid` text NOT NULL,
	`l2_network_uuid` text NOT NULL,
	`state` text NOT NULL,
	`dns_domain` text,
	`system` integer NOT NULL,
	`category` text NOT NULL,
	`ip_version` integer NOT NULL,
	`enable_ipam` integer NOT NULL,
	`isolated` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`l2_network_uuid`) REFERENCES `l2_networks`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "l3_networks_state" CHECK("l3_networks"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "l3_networks_category" CHECK("l3_networks"."category" in ('Public', 'Private', 'System'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `l3_networks_l2` ON `l3_networks` (`l2_network_uuid`);--> statement-breakpoint
CREATE INDEX `l3_networks_zone` ON `l3_networks` (`zone_uuid`);--> statement-breakpoint
CREATE TABLE `network_service_refs` (
	`l3_network_uuid` text NOT NULL,
	`network_service_provider_uuid` text NOT NULL,
	`network_service_type` text NOT NULL,
	PRIMARY KEY(`l3_network_uuid`, `network_service_provider_uuid`, `network_service_type`),
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `reserved_ip_ranges` (
	`uuid` text PRIMARY KEY NOT NULL,
	`l3_network_uuid` text NOT NULL,
	`name` text,
	`description` text,
	`start_ip` text NOT NULL,
	`end_ip` text NOT NULL,
	`ip_version` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `reserved_ip_ranges_l3` ON `reserved_ip_ranges` (`l3_network_uuid`);--> statement-breakpoint
CREATE TABLE `used_ips` (
	`uuid` text PRIMARY KEY NOT NULL,
	`ip_range_uuid` text,
	`l3_network_uuid` text NOT NULL,
	`ip_version` integer NOT NULL,
	`ip` text NOT NULL,
	`netmask` text,
	`gateway` text,
	`used_for` text,
	`meta_data` text,
	`ip_in_long` integer NOT NULL,
	`vm_nic_uuid` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`ip_range_uuid`) REFERENCES `ip_ranges`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_nic_uuid`) REFERENCES `vm_nics`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `used_ips_once` ON `used_ips` (`l3_network_uuid`,`ip_in_long`);--> statement-breakpoint
CREATE INDEX `used_ips_range` ON `used_ips` (`ip_range_uuid`,`ip_in_long`);--> statement-breakpoint
CREATE INDEX `used_ips_nic` ON `used_ips` (`vm_nic_uuid`);--> statement-breakpoint
CREATE TABLE `vm_nics` (
	`uuid` text PRIMARY KEY NOT NULL,
	`vm_instance_uuid` text,
	`l3_network_uuid` text NOT NULL,
	`used_ip_uuid` text,
	`ip` text,
	`mac` text NOT NULL,
	`hypervisor_type` text,
	`netmask` text,
	`gateway` text,
	`meta_data` text,
	`ip_version` integer,
	`driver_type` text,
	`internal_name` text,
	`device_id` integer NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vm_nics_state" CHECK("vm_nics"."state" in ('enable', 'disable'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `vm_nics_device` ON `vm_nics` (`vm_instance_uuid`,`device_id`);--> statement-breakpoint
CREATE INDEX `vm_nics_l3` ON `vm_nics` (`l3_network_uuid`);--> statement-breakpoint
CREATE INDEX `vm_nics_mac` ON `vm_nics` (`mac`);--> statement-breakpoint
ALTER TABLE `vm_instances` ADD `cpu_speed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `vm_instances` ADD `allocator_strategy` text;--> statement-breakpoint
CREATE INDEX `vm_instances_offering` ON `vm_instances` (`instance_offering_uuid`) WHERE "vm_instances"."instance_offering_uuid" is not null;--> statement-breakpoint
CREATE INDEX `volumes_disk_offering` ON `volumes` (`disk_offering_uuid`) WHERE "volumes"."disk_offering_uuid" is not null;--> statement-breakpoint
INSERT INTO `quotas` ("uuid", "name", "identity_uuid", "identity_type", "value", "create_date", "last_op_date")
  SELECT uuid_from_name('quota l3.num of ' || a.uuid), 'l3.num', a.uuid, 'AccountVO', 20, a.create_date, a.create_date
  FROM `accounts` a WHERE a.type <> 'SystemAdmin';
