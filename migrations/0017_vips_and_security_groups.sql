CREATE TABLE `eips` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`vip_uuid` text NOT NULL,
	`vip_ip` text NOT NULL,
	`vm_nic_uuid` text,
	`guest_ip` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vip_uuid`) REFERENCES `vips`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_nic_uuid`) REFERENCES `vm_nics`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "eips_state" CHECK("eips"."state" in ('Enabled', 'Disabled'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `eips_name` ON `eips` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `eips_vip` ON `eips` (`vip_uuid`);--> statement-breakpoint
CREATE INDEX `eips_nic` ON `eips` (`vm_nic_uuid`);--> statement-breakpoint
CREATE TABLE `security_group_l3_networks` (
	`uuid` text PRIMARY KEY NOT NULL,
	`security_group_uuid` text NOT NULL,
	`l3_network_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`security_group_uuid`) REFERENCES `security_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `security_group_l3_networks_once` ON `security_group_l3_networks` (`security_group_uuid`,`l3_network_uuid`);--> statement-breakpoint
CREATE INDEX `security_group_l3_networks_l3` ON `security_group_l3_networks` (`l3_network_uuid`);--> statement-breakpoint
CREATE TABLE `vips` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`l3_network_uuid` text NOT NULL,
	`ip_range_uuid` text NOT NULL,
	`used_ip_uuid` text NOT NULL,
	`ip` text NOT NULL,
	`netmask` text NOT NULL,
	`gateway` text NOT NULL,
	`prefix_len` integer NOT NULL,
	`system` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ip_range_uuid`) REFERENCES `ip_ranges`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`used_ip_uuid`) REFERENCES `used_ips`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vips_state" CHECK("vips"."state" in ('Enabled', 'Disabled'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `vips_name` ON `vips` (`name`);--> statement-breakpoint
CREATE INDEX `vips_l3` ON `vips` (`l3_network_uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `vips_used_ip` ON `vips` (`used_ip_uuid`);--> statement-breakpoint
CREATE TABLE `vm_nic_security_policies` (
	`uuid` text PRIMARY KEY NOT NULL,
	`vm_nic_uuid` text NOT NULL,
	`ingress_policy` text NOT NULL,
	`egress_policy` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vm_nic_uuid`) REFERENCES `vm_nics`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "vm_nic_security_policies_ingress" CHECK("vm_nic_security_policies"."ingress_policy" in ('ALLOW', 'DENY')),
	CONSTRAINT "vm_nic_security_policies_egress" CHECK("vm_nic_security_policies"."egress_policy" in ('ALLOW', 'DENY'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `vm_nic_security_policies_nic` ON `vm_nic_security_policies` (`vm_nic_uuid`);--> statement-breakpoint
-- Written by hand: every normal account has the quotas of VIPs and EIPs.
INSERT INTO `quotas` (`uuid`, `name`, `identity_uuid`, `identity_type`, `value`, `create_date`, `last_op_date`)
  SELECT uuid_from_name('quota ' || `kind`.`name` || ' of ' || `uuid`), `kind`.`name`, `uuid`, 'AccountVO', 20, `create_date`, `create_date`
  FROM `accounts`, (SELECT 'vip.num' AS `name` UNION ALL SELECT 'eip.num') AS `kind`
  WHERE `type` <> 'SystemAdmin' ORDER BY `accounts`.rowid, `kind`.`name` DESC;
