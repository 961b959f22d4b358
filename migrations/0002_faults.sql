CREATE TABLE `faults` (
	`uuid` text PRIMARY KEY NOT NULL,
	`match` text NOT NULL,
	`action` text NOT NULL,
	`skip` integer NOT NULL,
	`times` integer,
	`probability` real NOT NULL,
	`matched` integer NOT NULL,
	`hits` integer NOT NULL,
	`create_date` integer NOT NULL
);
