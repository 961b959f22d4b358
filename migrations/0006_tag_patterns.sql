CREATE TABLE `tag_patterns` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	`description` text,
	`color` text,
	`type` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "tag_patterns_type" CHECK("tag_patterns"."type" in ('simple', 'withToken'))
);
--> statement-breakpoint
CREATE INDEX `tag_patterns_name` ON `tag_patterns` ("name" collate nocase);--> statement-breakpoint
DROP INDEX `user_tags_once`;--> statement-breakpoint
ALTER TABLE `user_tags` ADD `tag_pattern_uuid` text REFERENCES tag_patterns(uuid) ON DELETE CASCADE;--> statement-breakpoint
CREATE UNIQUE INDEX `user_tags_attached` ON `user_tags` (`tag_pattern_uuid`,`resource_uuid`) WHERE "user_tags"."tag_pattern_uuid" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `user_tags_once` ON `user_tags` (`resource_uuid`,`tag`,coalesce("tag_pattern_uuid", ''));