CREATE TABLE `policies` (
	`uuid` text PRIMARY KEY NOT NULL,
	`account_uuid` text NOT NULL,
	`name` text NOT NULL,
	`statements` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `policies_account` ON `policies` (`account_uuid`,`name`);--> statement-breakpoint
CREATE TABLE `security_group_rules` (
	`uuid` text PRIMARY KEY NOT NULL,
	`security_group_uuid` text NOT NULL,
	`type` text NOT NULL,
	`ip_version` integer NOT NULL,
	`protocol` text NOT NULL,
	`state` text NOT NULL,
	`priority` integer NOT NULL,
	`description` text,
	`src_ip_range` text,
	`dst_ip_range` text,
	`src_port_range` text,
	`dst_port_range` text,
	`action` text NOT NULL,
	`remote_security_group_uuid` text,
	`allowed_cidr` text NOT NULL,
	`start_port` integer,
	`end_port` integer,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`security_group_uuid`) REFERENCES `security_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`remote_security_group_uuid`) REFERENCES `security_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "security_group_rules_type" CHECK("security_group_rules"."type" in ('Ingress', 'Egress')),
	CONSTRAINT "security_group_rules_protocol" CHECK("security_group_rules"."protocol" in ('ALL', 'TCP', 'UDP', 'ICMP')),
	CONSTRAINT "security_group_rules_state" CHECK("security_group_rules"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "security_group_rules_action" CHECK("security_group_rules"."action" in ('ACCEPT', 'DROP'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `security_group_rules_group` ON `security_group_rules` (`security_group_uuid`,`type`,`priority`);--> statement-breakpoint
CREATE INDEX `security_group_rules_remote` ON `security_group_rules` (`remote_security_group_uuid`);--> statement-breakpoint
CREATE TABLE `security_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "security_groups_state" CHECK("security_groups"."state" in ('Enabled', 'Disabled'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `security_groups_name` ON `security_groups` (`name`);--> statement-breakpoint
CREATE TABLE `user_group_policies` (
	`id` integer PRIMARY KEY NOT NULL,
	`group_uuid` text NOT NULL,
	`policy_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`group_uuid`) REFERENCES `user_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`policy_uuid`) REFERENCES `policies`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `user_group_policies_once` ON `user_group_policies` (`group_uuid`,`policy_uuid`);--> statement-breakpoint
CREATE INDEX `user_group_policies_policy` ON `user_group_policies` (`policy_uuid`);--> statement-breakpoint
CREATE TABLE `user_group_users` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`group_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`user_uuid`) REFERENCES `users`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`group_uuid`) REFERENCES `user_groups`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `user_group_users_user` ON `user_group_users` (`user_uuid`);--> statement-breakpoint
CREATE INDEX `user_group_users_group` ON `user_group_users` (`group_uuid`);--> statement-breakpoint
CREATE TABLE `user_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`account_uuid` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `user_groups_account` ON `user_groups` (`account_uuid`);--> statement-breakpoint
CREATE TABLE `user_policies` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`policy_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`user_uuid`) REFERENCES `users`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`policy_uuid`) REFERENCES `policies`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `user_policies_once` ON `user_policies` (`user_uuid`,`policy_uuid`);--> statement-breakpoint
CREATE INDEX `user_policies_policy` ON `user_policies` (`policy_uuid`);--> statement-breakpoint
CREATE TABLE `users` (
	`uuid` text PRIMARY KEY NOT NULL,
	`account_uuid` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`password_hash` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_name` ON `users` (`account_uuid`,`name`);--> statement-breakpoint
CREATE TABLE `vm_nic_security_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`vm_nic_uuid` text NOT NULL,
	`vm_instance_uuid` text NOT NULL,
	`security_group_uuid` text NOT NULL,
	`priority` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`security_group_uuid`) REFERENCES `security_groups`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `vm_nic_security_groups_once` ON `vm_nic_security_groups` (`vm_nic_uuid`,`security_group_uuid`);--> statement-breakpoint
CREATE INDEX `vm_nic_security_groups_group` ON `vm_nic_security_groups` (`security_group_uuid`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`url` text NOT NULL,
	`type` text NOT NULL,
	`opaque` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL
) STRICT;
--> statement-breakpoint
ALTER TABLE `garbage_jobs` ADD `interval` integer DEFAULT 3600 NOT NULL;--> statement-breakpoint
-- Written by hand: every account but the first has the policy that new users are given.
INSERT INTO `policies` (`uuid`, `account_uuid`, `name`, `statements`, `create_date`, `last_op_date`)
  SELECT uuid_from_name('policy DEFAULT-READ of ' || `uuid`), `uuid`, 'DEFAULT-READ', NULL, `create_date`, `create_date`
  FROM `accounts` WHERE `uuid` <> '36c27e8ff05c4780bf6d2fa65700f22e' ORDER BY rowid;
--> statement-breakpoint
INSERT INTO `account_resource_refs` (`resource_uuid`, `resource_type`, `account_uuid`, `create_date`, `last_op_date`)
  SELECT `uuid`, 'PolicyVO', `account_uuid`, `create_date`, `create_date` FROM `policies` ORDER BY rowid;
--> statement-breakpoint
INSERT INTO `quotas` (`uuid`, `name`, `identity_uuid`, `identity_type`, `value`, `create_date`, `last_op_date`)
  SELECT uuid_from_name('quota securityGroup.num of ' || `uuid`), 'securityGroup.num', `uuid`, 'AccountVO', 20, `create_date`, `create_date`
  FROM `accounts` WHERE `type` <> 'SystemAdmin' ORDER BY rowid;
