CREATE TABLE `ceph_backup_storage_mons` (
	`uuid` text PRIMARY KEY NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`hostname` text NOT NULL,
	`mon_port` integer NOT NULL,
	`ssh_username` text NOT NULL,
	`ssh_port` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `ceph_backup_storage_mons_storage` ON `ceph_backup_storage_mons` (`backup_storage_uuid`);--> statement-breakpoint
CREATE TABLE `ceph_primary_storage_mons` (
	`uuid` text PRIMARY KEY NOT NULL,
	`primary_storage_uuid` text NOT NULL,
	`hostname` text NOT NULL,
	`mon_port` integer NOT NULL,
	`ssh_username` text NOT NULL,
	`ssh_port` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `ceph_primary_storage_mons_storage` ON `ceph_primary_storage_mons` (`primary_storage_uuid`);--> statement-breakpoint
CREATE TABLE `ceph_primary_storage_pools` (
	`uuid` text PRIMARY KEY NOT NULL,
	`primary_storage_uuid` text NOT NULL,
	`pool_name` text NOT NULL,
	`alias_name` text,
	`description` text,
	`type` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "ceph_primary_storage_pools_type" CHECK("ceph_primary_storage_pools"."type" in ('Root', 'Data', 'ImageCache'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `ceph_primary_storage_pools_storage` ON `ceph_primary_storage_pools` (`primary_storage_uuid`);--> statement-breakpoint
CREATE TABLE `clusters` (
	`uuid` text PRIMARY KEY NOT NULL,
	`zone_uuid` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`hypervisor_type` text NOT NULL,
	`state` text NOT NULL,
	`type` text NOT NULL,
	`architecture` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "clusters_state" CHECK("clusters"."state" in ('Enabled', 'Disabled'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `clusters_zone` ON `clusters` (`zone_uuid`);--> statement-breakpoint
CREATE TABLE `hosts` (
	`uuid` text PRIMARY KEY NOT NULL,
	`zone_uuid` text NOT NULL,
	`cluster_uuid` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`management_ip` text NOT NULL,
	`hypervisor_type` text NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`cpu_num` integer NOT NULL,
	`cpu_sockets` integer NOT NULL,
	`memory_size` integer NOT NULL,
	`architecture` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cluster_uuid`) REFERENCES `clusters`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "hosts_state" CHECK("hosts"."state" in ('Enabled', 'Disabled', 'PreMaintenance', 'Maintenance')),
	CONSTRAINT "hosts_status" CHECK("hosts"."status" in ('Connecting', 'Connected', 'Disconnected'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `hosts_cluster` ON `hosts` (`cluster_uuid`);--> statement-breakpoint
CREATE INDEX `hosts_zone` ON `hosts` (`zone_uuid`);--> statement-breakpoint
CREATE TABLE `local_volumes` (
	`volume_uuid` text PRIMARY KEY NOT NULL,
	`host_uuid` text NOT NULL,
	FOREIGN KEY (`volume_uuid`) REFERENCES `volumes`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`host_uuid`) REFERENCES `hosts`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `local_volumes_host` ON `local_volumes` (`host_uuid`);--> statement-breakpoint
CREATE TABLE `unclaimed_images` (
	`place` text NOT NULL,
	`image_uuid` text NOT NULL,
	`content_id` text NOT NULL,
	`metadata` text NOT NULL,
	PRIMARY KEY(`place`, `image_uuid`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `unclaimed_images_content` ON `unclaimed_images` (`content_id`) WHERE "unclaimed_images"."content_id" glob '????????????????????????????????-*';--> statement-breakpoint
ALTER TABLE `trash` ADD `host_uuid` text;--> statement-breakpoint
ALTER TABLE `primary_storages` ADD `root_volume_pool` text;--> statement-breakpoint
ALTER TABLE `primary_storages` ADD `data_volume_pool` text;--> statement-breakpoint
ALTER TABLE `primary_storages` ADD `image_cache_pool` text;--> statement-breakpoint
INSERT OR IGNORE INTO `clusters` SELECT c."cluster_uuid", p."zone_uuid", 'cluster-' || substr(c."cluster_uuid", 1, 8), NULL, 'KVM', 'Enabled', 'zstack', NULL, p."create_date", p."create_date" FROM `primary_storage_clusters` c JOIN `primary_storages` p ON p."uuid" = c."primary_storage_uuid" ORDER BY p.rowid, c.rowid;--> statement-breakpoint
INSERT OR IGNORE INTO `clusters` SELECT "cluster_uuid", "zone_uuid", 'cluster-' || substr("cluster_uuid", 1, 8), NULL, 'KVM', 'Enabled', 'zstack', NULL, "create_date", "create_date" FROM `vm_instances` WHERE "cluster_uuid" IS NOT NULL ORDER BY rowid;--> statement-breakpoint
INSERT OR IGNORE INTO `clusters` SELECT uuid_from_name('cluster of ' || v."zone_uuid"), v."zone_uuid", 'cluster-1', NULL, 'KVM', 'Enabled', 'zstack', NULL, v."create_date", v."create_date" FROM `vm_instances` v WHERE coalesce(v."host_uuid", v."last_host_uuid") IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `clusters` c WHERE c."zone_uuid" = v."zone_uuid") ORDER BY v.rowid;--> statement-breakpoint
INSERT OR IGNORE INTO `hosts` SELECT h."host", h."zone_uuid", coalesce((SELECT c."uuid" FROM `clusters` c WHERE c."uuid" = h."cluster_uuid" AND c."zone_uuid" = h."zone_uuid"), (SELECT c."uuid" FROM `clusters` c WHERE c."zone_uuid" = h."zone_uuid" ORDER BY c.rowid LIMIT 1)), 'host-' || substr(h."host", 1, 8), NULL, '', 'KVM', 'Enabled', 'Connected', 32, 2, 137438953472, h."architecture", h."create_date", h."create_date" FROM (SELECT "host_uuid" AS "host", "zone_uuid", "cluster_uuid", "architecture", "create_date", rowid AS "at" FROM `vm_instances` UNION ALL SELECT "last_host_uuid", "zone_uuid", "cluster_uuid", "architecture", "create_date", rowid FROM `vm_instances`) h WHERE h."host" IS NOT NULL AND EXISTS (SELECT 1 FROM `clusters` c WHERE c."zone_uuid" = h."zone_uuid") ORDER BY h."at";--> statement-breakpoint
INSERT INTO `hosts` SELECT uuid_from_name('host of ' || c."uuid"), c."zone_uuid", c."uuid", 'host-of-' || c."name", NULL, '', 'KVM', 'Enabled', 'Connected', 32, 2, 137438953472, 'x86_64', c."create_date", c."create_date" FROM `clusters` c WHERE NOT EXISTS (SELECT 1 FROM `hosts` h WHERE h."cluster_uuid" = c."uuid") ORDER BY c.rowid;--> statement-breakpoint
UPDATE `hosts` SET "management_ip" = '10.0.' || (rowid / 250) || '.' || (rowid % 250 + 1);--> statement-breakpoint
INSERT INTO `local_volumes` SELECT "volume", "host" FROM (SELECT v."uuid" AS "volume", coalesce(m."host_uuid", m."last_host_uuid", (SELECT coalesce(l."host_uuid", l."last_host_uuid") FROM `vm_instances` l WHERE l."uuid" = v."last_vm_instance_uuid"), (SELECT h."uuid" FROM `hosts` h JOIN `primary_storage_clusters` c ON c."cluster_uuid" = h."cluster_uuid" WHERE c."primary_storage_uuid" = p."uuid" ORDER BY h.rowid LIMIT 1)) AS "host" FROM `volumes` v JOIN `primary_storages` p ON p."uuid" = v."primary_storage_uuid" AND p."type" = 'LocalStorage' LEFT JOIN `vm_instances` m ON m."uuid" = v."vm_instance_uuid" ORDER BY v.rowid) WHERE "host" IS NOT NULL;--> statement-breakpoint
INSERT INTO `ceph_primary_storage_mons` SELECT uuid_from_name(s."uuid" || '/' || m."host"), s."uuid", m."host", m."mon_port", m."ssh_username", m."ssh_port", s."create_date", s."last_op_date" FROM `primary_storages` s JOIN (SELECT p."uuid" AS "storage", u."key" AS "at", substr(u."value", 1, instr(u."value", ':*@') - 1) AS "ssh_username", substr(u."value", instr(u."value", '@') + 1, instr(substr(u."value", instr(u."value", '@') + 1), ':') - 1) AS "host", CAST(substr(substr(u."value", instr(u."value", '@') + 1), instr(substr(u."value", instr(u."value", '@') + 1), ':') + 1) AS integer) AS "ssh_port", CAST(substr(u."value", instr(u."value", '=') + 1) AS integer) AS "mon_port" FROM `primary_storages` p, json_each('["' || replace(p."mon_urls", ',', '","') || '"]') u WHERE p."mon_urls" IS NOT NULL AND p."mon_urls" <> '') m ON m."storage" = s."uuid" WHERE true GROUP BY s."uuid", m."host" ORDER BY s.rowid, m."at";--> statement-breakpoint
INSERT INTO `ceph_backup_storage_mons` SELECT uuid_from_name(s."uuid" || '/' || m."host"), s."uuid", m."host", m."mon_port", m."ssh_username", m."ssh_port", s."create_date", s."last_op_date" FROM `backup_storages` s JOIN (SELECT p."uuid" AS "storage", u."key" AS "at", substr(u."value", 1, instr(u."value", ':*@') - 1) AS "ssh_username", substr(u."value", instr(u."value", '@') + 1, instr(substr(u."value", instr(u."value", '@') + 1), ':') - 1) AS "host", CAST(substr(substr(u."value", instr(u."value", '@') + 1), instr(substr(u."value", instr(u."value", '@') + 1), ':') + 1) AS integer) AS "ssh_port", CAST(substr(u."value", instr(u."value", '=') + 1) AS integer) AS "mon_port" FROM `backup_storages` p, json_each('["' || replace(p."mon_urls", ',', '","') || '"]') u WHERE p."mon_urls" IS NOT NULL AND p."mon_urls" <> '') m ON m."storage" = s."uuid" WHERE true GROUP BY s."uuid", m."host" ORDER BY s.rowid, m."at";--> statement-breakpoint
INSERT INTO `ceph_primary_storage_pools` SELECT uuid_from_name(s."uuid" || '/pool/' || t."value"), s."uuid", rtrim(CASE WHEN s."url" LIKE 'ceph://%' THEN substr(s."url", 8) ELSE s."url" END, '/'), NULL, NULL, t."value", s."create_date", s."create_date" FROM `primary_storages` s, json_each('["Root","Data","ImageCache"]') t WHERE s."type" = 'Ceph' ORDER BY s.rowid, t."key";--> statement-breakpoint
UPDATE `primary_storages` SET "root_volume_pool" = p."pool_name", "data_volume_pool" = p."pool_name", "image_cache_pool" = p."pool_name" FROM `ceph_primary_storage_pools` p WHERE p."primary_storage_uuid" = `primary_storages`."uuid" AND p."type" = 'Root';--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_primary_storage_clusters` (
	`primary_storage_uuid` text NOT NULL,
	`cluster_uuid` text NOT NULL,
	PRIMARY KEY(`primary_storage_uuid`, `cluster_uuid`),
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`cluster_uuid`) REFERENCES `clusters`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_primary_storage_clusters`("primary_storage_uuid", "cluster_uuid") SELECT "primary_storage_uuid", "cluster_uuid" FROM `primary_storage_clusters`;--> statement-breakpoint
DROP TABLE `primary_storage_clusters`;--> statement-breakpoint
ALTER TABLE `__new_primary_storage_clusters` RENAME TO `primary_storage_clusters`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `primary_storage_clusters_cluster` ON `primary_storage_clusters` (`cluster_uuid`);--> statement-breakpoint
CREATE INDEX `vm_instances_host` ON `vm_instances` (`host_uuid`);--> statement-breakpoint
ALTER TABLE `backup_storages` DROP COLUMN `mon_urls`;--> statement-breakpoint
ALTER TABLE `primary_storages` DROP COLUMN `mon_urls`;