CREATE TABLE `access_keys` (
	`uuid` text PRIMARY KEY NOT NULL,
	`description` text,
	`account_uuid` text NOT NULL,
	`user_uuid` text NOT NULL,
	`access_key_id` text NOT NULL,
	`access_key_secret` text NOT NULL,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "access_keys_state" CHECK("access_keys"."state" in ('Enabled', 'Disabled'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_keys_id` ON `access_keys` (`access_key_id`);--> statement-breakpoint
CREATE INDEX `access_keys_account` ON `access_keys` (`account_uuid`);--> statement-breakpoint
CREATE TABLE `long_jobs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`api_id` text NOT NULL,
	`job_name` text NOT NULL,
	`job_data` text NOT NULL,
	`job_result` text,
	`state` text NOT NULL,
	`target_resource_uuid` text,
	`management_node_uuid` text,
	`inner_job_uuid` text NOT NULL,
	`execute_time` integer,
	`done_date` integer,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "long_jobs_state" CHECK("long_jobs"."state" in ('Waiting', 'Suspended', 'Running', 'Succeeded', 'Canceling', 'Canceled', 'Failed'))
);
--> statement-breakpoint
CREATE INDEX `long_jobs_inner` ON `long_jobs` (`inner_job_uuid`);--> statement-breakpoint
CREATE INDEX `long_jobs_api` ON `long_jobs` (`api_id`);--> statement-breakpoint
CREATE INDEX `long_jobs_target` ON `long_jobs` (`target_resource_uuid`);--> statement-breakpoint
CREATE TABLE `quotas` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`identity_uuid` text NOT NULL,
	`identity_type` text NOT NULL,
	`value` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`identity_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `quotas_once` ON `quotas` (`identity_uuid`,`name`);--> statement-breakpoint
CREATE TABLE `resource_configs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`category` text NOT NULL,
	`name` text NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`value` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_configs_once` ON `resource_configs` (`resource_uuid`,`category`,`name`);--> statement-breakpoint
CREATE TABLE `shared_resources` (
	`id` integer PRIMARY KEY NOT NULL,
	`owner_account_uuid` text NOT NULL,
	`receiver_account_uuid` text,
	`to_public` integer NOT NULL,
	`resource_type` text NOT NULL,
	`resource_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`owner_account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`receiver_account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`resource_uuid`) REFERENCES `account_resource_refs`(`resource_uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "shared_resources_public" CHECK(("shared_resources"."receiver_account_uuid" is null) = ("shared_resources"."to_public" = 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shared_resources_once` ON `shared_resources` (`resource_uuid`,`receiver_account_uuid`);--> statement-breakpoint
CREATE INDEX `shared_resources_receiver` ON `shared_resources` (`receiver_account_uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `shared_resources_public` ON `shared_resources` (`resource_uuid`) WHERE "shared_resources"."to_public" = 1;--> statement-breakpoint
CREATE INDEX `shared_resources_owner` ON `shared_resources` (`owner_account_uuid`);--> statement-breakpoint
CREATE TABLE `task_progresses` (
	`api_id` text PRIMARY KEY NOT NULL,
	`task_name` text NOT NULL,
	`content` text NOT NULL,
	`time` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `task_progresses_time` ON `task_progresses` (`time`);--> statement-breakpoint
DROP INDEX `system_tags_tag`;--> statement-breakpoint
CREATE INDEX `system_tags_tag` ON `system_tags` ("tag" collate nocase);--> statement-breakpoint
DROP INDEX `user_tags_tag`;--> statement-breakpoint
CREATE INDEX `user_tags_tag` ON `user_tags` ("tag" collate nocase);--> statement-breakpoint
ALTER TABLE `account_resource_refs` ADD `create_date` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `account_resource_refs` ADD `last_op_date` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `images_status` ON `images` ("status" collate nocase,`create_date`);