CREATE TABLE `events` (
	`id` integer PRIMARY KEY NOT NULL,
	`date` integer NOT NULL,
	`resource_type` text NOT NULL,
	`resource_uuid` text NOT NULL,
	`on_uuid` text,
	`field` text NOT NULL,
	`before` text,
	`after` text,
	`cause_kind` text NOT NULL,
	`cause` text NOT NULL,
	`job_uuid` text
);
--> statement-breakpoint
ALTER TABLE `tasks` ADD `length` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `polls_left` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `fault_uuid` text;--> statement-breakpoint
CREATE INDEX `jobs_create_date` ON `jobs` (`create_date`);