CREATE TABLE `account_resource_refs` (
	`resource_uuid` text PRIMARY KEY NOT NULL,
	`resource_type` text NOT NULL,
	`account_uuid` text NOT NULL, `create_date` integer DEFAULT 0 NOT NULL, `last_op_date` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `account_resource_refs_account` ON `account_resource_refs` (`account_uuid`,`resource_type`);

CREATE TABLE `accounts` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`password_hash` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "accounts_type" CHECK("accounts"."type" in ('SystemAdmin', 'Normal'))
) STRICT;

CREATE UNIQUE INDEX `accounts_name` ON `accounts` (`name`);

CREATE TABLE `backup_storage_zones` (
	`backup_storage_uuid` text NOT NULL,
	`zone_uuid` text NOT NULL,
	PRIMARY KEY(`backup_storage_uuid`, `zone_uuid`),
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `backup_storage_zones_zone` ON `backup_storage_zones` (`zone_uuid`);

CREATE TABLE `images` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`md5_sum` text,
	`url` text NOT NULL,
	`media_type` text NOT NULL,
	`guest_os_type` text,
	`type` text NOT NULL,
	`platform` text,
	`architecture` text,
	`format` text NOT NULL,
	`system` integer NOT NULL,
	`virtio` integer NOT NULL,
	`content_id` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "images_state" CHECK("images"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "images_status" CHECK("images"."status" in ('Creating', 'Downloading', 'Ready', 'Error', 'Deleted', 'Migrating')),
	CONSTRAINT "images_media_type" CHECK("images"."media_type" in ('RootVolumeTemplate', 'DataVolumeTemplate', 'ISO')),
	CONSTRAINT "images_format" CHECK("images"."format" in ('iso', 'qcow2', 'raw', 'vmdk')),
	CONSTRAINT "images_sizes" CHECK("images"."size" >= 0 and "images"."actual_size" >= 0)
) STRICT;

CREATE INDEX `images_name` ON `images` ("name" collate nocase);

CREATE INDEX `images_create_date` ON `images` (`create_date`);

CREATE TABLE `jobs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`operation` text NOT NULL,
	`account_uuid` text NOT NULL,
	`state` text NOT NULL,
	`context` text NOT NULL,
	`result` text,
	`web_hook` text,
	`create_date` integer NOT NULL,
	`done_date` integer, `wants_schema` integer DEFAULT false NOT NULL,
	CONSTRAINT "jobs_state" CHECK("jobs"."state" in ('Running', 'Succeeded', 'Failed')),
	CONSTRAINT "jobs_done" CHECK(("jobs"."state" = 'Running') = ("jobs"."done_date" is null))
) STRICT;

CREATE TABLE `sessions` (
	`uuid` text PRIMARY KEY NOT NULL,
	`account_uuid` text NOT NULL,
	`user_uuid` text NOT NULL,
	`user_type` text NOT NULL,
	`expired_date` integer NOT NULL,
	`is_permanent` integer NOT NULL,
	`create_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `sessions_account` ON `sessions` (`account_uuid`,`expired_date`);

CREATE INDEX `sessions_expired_date` ON `sessions` (`expired_date`);

CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;

CREATE TABLE `system_tags` (
	`uuid` text PRIMARY KEY NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`tag` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	`inherent` integer NOT NULL
) STRICT;

CREATE UNIQUE INDEX `system_tags_once` ON `system_tags` (`resource_uuid`,`tag`);

CREATE TABLE `user_tags` (
	`uuid` text PRIMARY KEY NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`tag` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL
, `tag_pattern_uuid` text REFERENCES tag_patterns(uuid) ON DELETE CASCADE) STRICT;

CREATE TABLE `vm_instances` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`zone_uuid` text NOT NULL,
	`cluster_uuid` text,
	`image_uuid` text,
	`host_uuid` text,
	`last_host_uuid` text,
	`instance_offering_uuid` text,
	`platform` text NOT NULL,
	`architecture` text NOT NULL,
	`guest_os_type` text NOT NULL,
	`virtio` integer NOT NULL,
	`type` text NOT NULL,
	`hypervisor_type` text NOT NULL,
	`memory_size` integer NOT NULL,
	`cpu_num` integer NOT NULL,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL, `default_l3_network_uuid` text, `reserved_memory_size` integer DEFAULT 0 NOT NULL, `creation` text, `cpu_speed` integer DEFAULT 0 NOT NULL, `allocator_strategy` text,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vm_instances_state" CHECK("vm_instances"."state" in ('Created', 'Starting', 'Running', 'Stopping', 'Stopped', 'Rebooting', 'Destroying', 'Destroyed', 'Migrating', 'Expunging', 'Pausing', 'Paused', 'Resuming', 'VolumeMigrating', 'VolumeRecovering', 'Error', 'NoState', 'Unknown', 'Crashed'))
) STRICT;

CREATE INDEX `vm_instances_zone` ON `vm_instances` (`zone_uuid`);

CREATE TABLE `zones` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`type` text NOT NULL,
	`is_default` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "zones_state" CHECK("zones"."state" in ('Enabled', 'Disabled'))
) STRICT;

CREATE TABLE `backup_storage_reservations` (
	`job_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`job_uuid`, `backup_storage_uuid`),
	FOREIGN KEY (`job_uuid`) REFERENCES `jobs`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `backup_storage_reservations_storage` ON `backup_storage_reservations` (`backup_storage_uuid`);

CREATE TABLE `blobs` (
	`content_id` text PRIMARY KEY NOT NULL,
	`length` integer NOT NULL,
	`virtual_size` integer NOT NULL,
	`format` text NOT NULL,
	`md5` text NOT NULL,
	`create_date` integer NOT NULL
) STRICT;

CREATE TABLE `garbage_jobs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`image_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`install_path` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL, `interval` integer DEFAULT 3600 NOT NULL,
	CONSTRAINT "garbage_jobs_status" CHECK("garbage_jobs"."status" in ('Idle', 'Processing', 'Done'))
) STRICT;

CREATE TABLE `global_config` (
	`category` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`category`, `name`)
) STRICT;

CREATE TABLE `image_caches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`primary_storage_uuid` text NOT NULL,
	`image_uuid` text NOT NULL,
	`install_url` text NOT NULL,
	`media_type` text NOT NULL,
	`size` integer NOT NULL,
	`md5sum` text NOT NULL,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `image_caches_once` ON `image_caches` (`primary_storage_uuid`,`image_uuid`);

CREATE TABLE `trash` (
	`trash_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`storage_uuid` text NOT NULL,
	`storage_type` text NOT NULL,
	`install_path` text NOT NULL,
	`is_folder` integer NOT NULL,
	`hypervisor_type` text,
	`size` integer NOT NULL,
	`trash_type` text NOT NULL,
	`create_date` integer NOT NULL
, `host_uuid` text) STRICT;

CREATE INDEX `trash_storage` ON `trash` (`storage_uuid`);

CREATE TABLE `uploads` (
	`image_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`key` text NOT NULL,
	`job_uuid` text NOT NULL,
	`image_size` integer,
	`slice_size` integer,
	`received` text NOT NULL,
	`upload_url` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	PRIMARY KEY(`image_uuid`, `backup_storage_uuid`),
	FOREIGN KEY (`job_uuid`) REFERENCES `jobs`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `uploads_key` ON `uploads` (`key`,`backup_storage_uuid`);

CREATE TABLE `url_hints` (
	`url` text PRIMARY KEY NOT NULL,
	`content_id` text,
	`size` integer,
	`actual_size` integer,
	`format` text,
	`failure` text
) STRICT;

CREATE TABLE `vm_cd_roms` (
	`uuid` text PRIMARY KEY NOT NULL,
	`vm_instance_uuid` text NOT NULL,
	`name` text NOT NULL,
	`device_id` integer NOT NULL,
	`iso_uuid` text,
	`iso_install_path` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL, `description` text, `protocol` text,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`iso_uuid`) REFERENCES `images`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `vm_cd_roms_device` ON `vm_cd_roms` (`vm_instance_uuid`,`device_id`);

CREATE INDEX `vm_cd_roms_iso` ON `vm_cd_roms` (`iso_uuid`);

CREATE TABLE `volume_snapshot_trees` (
	`uuid` text PRIMARY KEY NOT NULL,
	`volume_uuid` text,
	`current` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL, `status` text DEFAULT 'Completed' NOT NULL,
	FOREIGN KEY (`volume_uuid`) REFERENCES `volumes`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `volume_snapshot_trees_volume` ON `volume_snapshot_trees` (`volume_uuid`);

CREATE TABLE `volume_snapshots` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`volume_uuid` text,
	`tree_uuid` text NOT NULL,
	`parent_uuid` text,
	`primary_storage_uuid` text NOT NULL,
	`primary_storage_install_path` text NOT NULL,
	`volume_type` text NOT NULL,
	`format` text NOT NULL,
	`latest` integer NOT NULL,
	`size` integer NOT NULL,
	`distance` integer NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`group_uuid` text,
	`content_id` text NOT NULL,
	`virtual_size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`volume_uuid`) REFERENCES `volumes`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tree_uuid`) REFERENCES `volume_snapshot_trees`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volume_snapshots_state" CHECK("volume_snapshots"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "volume_snapshots_status" CHECK("volume_snapshots"."status" in ('Creating', 'Ready', 'Deleted', 'Deleting')),
	CONSTRAINT "volume_snapshots_sizes" CHECK("volume_snapshots"."size" >= 0 and "volume_snapshots"."actual_size" >= 0)
) STRICT;

CREATE INDEX `volume_snapshots_content` ON `volume_snapshots` (`content_id`) WHERE "volume_snapshots"."content_id" glob '????????????????????????????????-*';

CREATE INDEX `volume_snapshots_volume` ON `volume_snapshots` (`volume_uuid`);

CREATE INDEX `volume_snapshots_tree` ON `volume_snapshots` (`tree_uuid`);

CREATE INDEX `volume_snapshots_primary_storage` ON `volume_snapshots` (`primary_storage_uuid`);

CREATE TABLE "backup_storages" (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`total_capacity` integer NOT NULL,
	`available_capacity` integer NOT NULL,
	`system_used_capacity` integer NOT NULL,
	`hostname` text,
	`username` text,
	`ssh_port` integer,
	`fsid` text,
	`pool_name` text,
	`is_reachable` integer DEFAULT true NOT NULL,
	`bandwidth_bytes_per_second` integer NOT NULL,
	`latency_milliseconds` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "backup_storages_type" CHECK("backup_storages"."type" in ('SftpBackupStorage', 'Ceph', 'ImageStoreBackupStorage', 'SimulatorBackupStorage')),
	CONSTRAINT "backup_storages_state" CHECK("backup_storages"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "backup_storages_status" CHECK("backup_storages"."status" in ('Connecting', 'Connected', 'Disconnected')),
	CONSTRAINT "backup_storages_capacity" CHECK("backup_storages"."available_capacity" between 0 and "backup_storages"."total_capacity"),
	CONSTRAINT "backup_storages_bandwidth" CHECK("backup_storages"."bandwidth_bytes_per_second" > 0)
) STRICT;

CREATE TABLE "image_backup_storage_refs" (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`image_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`install_path` text NOT NULL,
	`status` text NOT NULL,
	`export_url` text,
	`export_md5_sum` text,
	`taken_bytes` integer NOT NULL,
	`export_bytes` integer DEFAULT 0 NOT NULL,
	`export_format` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`image_uuid`) REFERENCES `images`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "image_backup_storage_refs_status" CHECK("image_backup_storage_refs"."status" in ('Creating', 'Downloading', 'Ready', 'Error', 'Deleted', 'Migrating')),
	CONSTRAINT "image_backup_storage_refs_taken" CHECK("image_backup_storage_refs"."taken_bytes" >= 0 and "image_backup_storage_refs"."export_bytes" >= 0)
) STRICT;

CREATE UNIQUE INDEX `image_backup_storage_refs_once` ON `image_backup_storage_refs` (`image_uuid`,`backup_storage_uuid`);

CREATE INDEX `image_backup_storage_refs_storage` ON `image_backup_storage_refs` (`backup_storage_uuid`);

CREATE INDEX `image_backup_storage_refs_deleted` ON `image_backup_storage_refs` (`last_op_date`) WHERE "image_backup_storage_refs"."status" = 'Deleted';

CREATE TABLE "primary_storages" (
	`uuid` text PRIMARY KEY NOT NULL,
	`zone_uuid` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`mount_path` text,
	`fsid` text,
	`total_capacity` integer NOT NULL,
	`available_capacity` integer NOT NULL,
	`total_physical_capacity` integer NOT NULL,
	`available_physical_capacity` integer NOT NULL,
	`system_used_capacity` integer NOT NULL,
	`is_reachable` integer DEFAULT true NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL, `root_volume_pool` text, `data_volume_pool` text, `image_cache_pool` text,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "primary_storages_type" CHECK("primary_storages"."type" in ('LocalStorage', 'NFS', 'Ceph', 'SharedMountPoint', 'SimulatorPrimaryStorage')),
	CONSTRAINT "primary_storages_state" CHECK("primary_storages"."state" in ('Enabled', 'Disabled', 'Maintenance', 'Deleting')),
	CONSTRAINT "primary_storages_status" CHECK("primary_storages"."status" in ('Connecting', 'Connected', 'Disconnected')),
	CONSTRAINT "primary_storages_capacity" CHECK("primary_storages"."available_capacity" between 0 and "primary_storages"."total_capacity"),
	CONSTRAINT "primary_storages_physical_capacity" CHECK("primary_storages"."available_physical_capacity" between 0 and "primary_storages"."total_physical_capacity")
) STRICT;

CREATE INDEX `primary_storages_zone` ON `primary_storages` (`zone_uuid`);

CREATE TABLE "tasks" (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`job_uuid` text,
	`flow` text NOT NULL,
	`step` text NOT NULL,
	`subject` text,
	`due_date` integer NOT NULL,
	`create_date` integer NOT NULL, `length` integer, `polls_left` integer, `fault_uuid` text,
	FOREIGN KEY (`job_uuid`) REFERENCES `jobs`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `tasks_due_date` ON `tasks` (`due_date`,`id`);

CREATE INDEX `tasks_job` ON `tasks` (`job_uuid`,`due_date`);

CREATE INDEX `tasks_chore` ON `tasks` (`flow`,`subject`) WHERE "tasks"."job_uuid" is null;

CREATE INDEX `images_content` ON `images` (`content_id`) WHERE "images"."content_id" glob '????????????????????????????????-*';

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
) STRICT;

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
) STRICT;

CREATE INDEX `jobs_create_date` ON `jobs` (`create_date`);

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
) STRICT;

CREATE UNIQUE INDEX `access_keys_id` ON `access_keys` (`access_key_id`);

CREATE INDEX `access_keys_account` ON `access_keys` (`account_uuid`);

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
) STRICT;

CREATE INDEX `long_jobs_inner` ON `long_jobs` (`inner_job_uuid`);

CREATE INDEX `long_jobs_api` ON `long_jobs` (`api_id`);

CREATE INDEX `long_jobs_target` ON `long_jobs` (`target_resource_uuid`);

CREATE TABLE `quotas` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`identity_uuid` text NOT NULL,
	`identity_type` text NOT NULL,
	`value` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`identity_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE UNIQUE INDEX `quotas_once` ON `quotas` (`identity_uuid`,`name`);

CREATE TABLE `resource_configs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`category` text NOT NULL,
	`name` text NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_type` text NOT NULL,
	`value` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL
) STRICT;

CREATE UNIQUE INDEX `resource_configs_once` ON `resource_configs` (`resource_uuid`,`category`,`name`);

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
) STRICT;

CREATE UNIQUE INDEX `shared_resources_once` ON `shared_resources` (`resource_uuid`,`receiver_account_uuid`);

CREATE INDEX `shared_resources_receiver` ON `shared_resources` (`receiver_account_uuid`);

CREATE UNIQUE INDEX `shared_resources_public` ON `shared_resources` (`resource_uuid`) WHERE "shared_resources"."to_public" = 1;

CREATE INDEX `shared_resources_owner` ON `shared_resources` (`owner_account_uuid`);

CREATE TABLE `task_progresses` (
	`api_id` text PRIMARY KEY NOT NULL,
	`task_name` text NOT NULL,
	`content` text NOT NULL,
	`time` integer NOT NULL
) STRICT;

CREATE INDEX `task_progresses_time` ON `task_progresses` (`time`);

CREATE INDEX `system_tags_tag` ON `system_tags` ("tag" collate nocase);

CREATE INDEX `user_tags_tag` ON `user_tags` ("tag" collate nocase);

CREATE INDEX `images_status` ON `images` ("status" collate nocase,`create_date`);

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
) STRICT;

CREATE INDEX `tag_patterns_name` ON `tag_patterns` ("name" collate nocase);

CREATE UNIQUE INDEX `user_tags_attached` ON `user_tags` (`tag_pattern_uuid`,`resource_uuid`) WHERE "user_tags"."tag_pattern_uuid" is not null;

CREATE UNIQUE INDEX `user_tags_once` ON `user_tags` (`resource_uuid`,`tag`,coalesce("tag_pattern_uuid", ''));

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

CREATE INDEX `ceph_backup_storage_mons_storage` ON `ceph_backup_storage_mons` (`backup_storage_uuid`);

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

CREATE INDEX `ceph_primary_storage_mons_storage` ON `ceph_primary_storage_mons` (`primary_storage_uuid`);

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

CREATE INDEX `ceph_primary_storage_pools_storage` ON `ceph_primary_storage_pools` (`primary_storage_uuid`);

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

CREATE INDEX `clusters_zone` ON `clusters` (`zone_uuid`);

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
	`last_op_date` integer NOT NULL, `username` text, `ssh_port` integer, `is_reachable` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`zone_uuid`) REFERENCES `zones`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cluster_uuid`) REFERENCES `clusters`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "hosts_state" CHECK("hosts"."state" in ('Enabled', 'Disabled', 'PreMaintenance', 'Maintenance')),
	CONSTRAINT "hosts_status" CHECK("hosts"."status" in ('Connecting', 'Connected', 'Disconnected'))
) STRICT;

CREATE INDEX `hosts_cluster` ON `hosts` (`cluster_uuid`);

CREATE INDEX `hosts_zone` ON `hosts` (`zone_uuid`);

CREATE TABLE `local_volumes` (
	`volume_uuid` text PRIMARY KEY NOT NULL,
	`host_uuid` text NOT NULL,
	FOREIGN KEY (`volume_uuid`) REFERENCES `volumes`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`host_uuid`) REFERENCES `hosts`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `local_volumes_host` ON `local_volumes` (`host_uuid`);

CREATE TABLE `unclaimed_images` (
	`place` text NOT NULL,
	`image_uuid` text NOT NULL,
	`content_id` text NOT NULL,
	`metadata` text NOT NULL,
	PRIMARY KEY(`place`, `image_uuid`)
) STRICT;

CREATE INDEX `unclaimed_images_content` ON `unclaimed_images` (`content_id`) WHERE "unclaimed_images"."content_id" glob '????????????????????????????????-*';

CREATE TABLE "primary_storage_clusters" (
	`primary_storage_uuid` text NOT NULL,
	`cluster_uuid` text NOT NULL,
	PRIMARY KEY(`primary_storage_uuid`, `cluster_uuid`),
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`cluster_uuid`) REFERENCES `clusters`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `primary_storage_clusters_cluster` ON `primary_storage_clusters` (`cluster_uuid`);

CREATE TABLE "volumes" (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`primary_storage_uuid` text,
	`vm_instance_uuid` text,
	`disk_offering_uuid` text,
	`root_image_uuid` text,
	`install_path` text,
	`type` text NOT NULL,
	`format` text,
	`size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`device_id` integer,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`is_shareable` integer NOT NULL,
	`volume_qos` text,
	`content_id` text NOT NULL,
	`layer_size` integer NOT NULL,
	`last_detach_date` integer,
	`last_vm_instance_uuid` text,
	`last_attach_date` integer,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`primary_storage_uuid`) REFERENCES `primary_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volumes_type" CHECK("volumes"."type" in ('Root', 'Data')),
	CONSTRAINT "volumes_format" CHECK("volumes"."format" in ('iso', 'qcow2', 'raw', 'vmdk')),
	CONSTRAINT "volumes_state" CHECK("volumes"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "volumes_status" CHECK("volumes"."status" in ('Creating', 'Ready', 'NotInstantiated', 'Deleted', 'Migrating')),
	CONSTRAINT "volumes_sizes" CHECK("volumes"."size" >= 0 and "volumes"."actual_size" >= 0 and "volumes"."layer_size" >= 0),
	CONSTRAINT "volumes_placed" CHECK("volumes"."primary_storage_uuid" is not null or "volumes"."status" in ('NotInstantiated', 'Creating', 'Deleted'))
) STRICT;

CREATE INDEX `volumes_primary_storage` ON `volumes` (`primary_storage_uuid`);

CREATE INDEX `volumes_vm_instance` ON `volumes` (`vm_instance_uuid`);

CREATE UNIQUE INDEX `volumes_one_root_per_vm` ON `volumes` (`vm_instance_uuid`) WHERE "volumes"."type" = 'Root';

CREATE INDEX `volumes_content` ON `volumes` (`content_id`) WHERE "volumes"."content_id" glob '????????????????????????????????-*';

CREATE INDEX `volumes_root_image` ON `volumes` (`root_image_uuid`,`primary_storage_uuid`);

CREATE INDEX `volumes_deleted` ON `volumes` (`last_op_date`) WHERE "volumes"."status" = 'Deleted';

CREATE INDEX `image_backup_storage_refs_exported` ON `image_backup_storage_refs` (`export_url`) WHERE "image_backup_storage_refs"."export_url" is not null;

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
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL, `address_mode` text, `start_key` text NOT NULL DEFAULT '', `end_key` text NOT NULL DEFAULT '',
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "ip_ranges_type" CHECK("ip_ranges"."ip_range_type" in ('Normal', 'AddressPool'))
) STRICT;

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

CREATE INDEX `l2_network_clusters_cluster` ON `l2_network_clusters` (`cluster_uuid`);

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

CREATE INDEX `l2_networks_zone` ON `l2_networks` (`zone_uuid`);

CREATE TABLE `l3_network_dns` (
	`l3_network_uuid` text NOT NULL,
	`dns` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	PRIMARY KEY(`l3_network_uuid`, `dns`),
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE TABLE `l3_network_host_routes` (
	`id` integer PRIMARY KEY NOT NULL,
	`l3_network_uuid` text NOT NULL,
	`prefix` text NOT NULL,
	`nexthop` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE UNIQUE INDEX `l3_network_host_routes_once` ON `l3_network_host_routes` (`l3_network_uuid`,`prefix`);

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

CREATE INDEX `l3_networks_l2` ON `l3_networks` (`l2_network_uuid`);

CREATE INDEX `l3_networks_zone` ON `l3_networks` (`zone_uuid`);

CREATE TABLE `network_service_refs` (
	`l3_network_uuid` text NOT NULL,
	`network_service_provider_uuid` text NOT NULL,
	`network_service_type` text NOT NULL,
	PRIMARY KEY(`l3_network_uuid`, `network_service_provider_uuid`, `network_service_type`),
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

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

CREATE INDEX `reserved_ip_ranges_l3` ON `reserved_ip_ranges` (`l3_network_uuid`);

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
	`last_op_date` integer NOT NULL, `ip_key` text NOT NULL DEFAULT '',
	FOREIGN KEY (`ip_range_uuid`) REFERENCES `ip_ranges`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_nic_uuid`) REFERENCES `vm_nics`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `used_ips_nic` ON `used_ips` (`vm_nic_uuid`);

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

CREATE UNIQUE INDEX `vm_nics_device` ON `vm_nics` (`vm_instance_uuid`,`device_id`);

CREATE INDEX `vm_nics_l3` ON `vm_nics` (`l3_network_uuid`);

CREATE INDEX `vm_nics_mac` ON `vm_nics` (`mac`);

CREATE INDEX `vm_instances_offering` ON `vm_instances` (`instance_offering_uuid`) WHERE "vm_instances"."instance_offering_uuid" is not null;

CREATE INDEX `volumes_disk_offering` ON `volumes` (`disk_offering_uuid`) WHERE "volumes"."disk_offering_uuid" is not null;

CREATE TABLE `policies` (
	`uuid` text PRIMARY KEY NOT NULL,
	`account_uuid` text NOT NULL,
	`name` text NOT NULL,
	`statements` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `policies_account` ON `policies` (`account_uuid`,`name`);

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

CREATE INDEX `security_group_rules_group` ON `security_group_rules` (`security_group_uuid`,`type`,`priority`);

CREATE INDEX `security_group_rules_remote` ON `security_group_rules` (`remote_security_group_uuid`);

CREATE TABLE `security_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "security_groups_state" CHECK("security_groups"."state" in ('Enabled', 'Disabled'))
) STRICT;

CREATE INDEX `security_groups_name` ON `security_groups` (`name`);

CREATE TABLE `user_group_policies` (
	`id` integer PRIMARY KEY NOT NULL,
	`group_uuid` text NOT NULL,
	`policy_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`group_uuid`) REFERENCES `user_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`policy_uuid`) REFERENCES `policies`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE UNIQUE INDEX `user_group_policies_once` ON `user_group_policies` (`group_uuid`,`policy_uuid`);

CREATE INDEX `user_group_policies_policy` ON `user_group_policies` (`policy_uuid`);

CREATE TABLE `user_group_users` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`group_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`user_uuid`) REFERENCES `users`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`group_uuid`) REFERENCES `user_groups`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `user_group_users_user` ON `user_group_users` (`user_uuid`);

CREATE INDEX `user_group_users_group` ON `user_group_users` (`group_uuid`);

CREATE TABLE `user_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`account_uuid` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`account_uuid`) REFERENCES `accounts`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `user_groups_account` ON `user_groups` (`account_uuid`);

CREATE TABLE `user_policies` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`policy_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`user_uuid`) REFERENCES `users`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`policy_uuid`) REFERENCES `policies`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE UNIQUE INDEX `user_policies_once` ON `user_policies` (`user_uuid`,`policy_uuid`);

CREATE INDEX `user_policies_policy` ON `user_policies` (`policy_uuid`);

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

CREATE UNIQUE INDEX `users_name` ON `users` (`account_uuid`,`name`);

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

CREATE UNIQUE INDEX `vm_nic_security_groups_once` ON `vm_nic_security_groups` (`vm_nic_uuid`,`security_group_uuid`);

CREATE INDEX `vm_nic_security_groups_group` ON `vm_nic_security_groups` (`security_group_uuid`);

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

CREATE TABLE `ssh_key_pair_vms` (
	`ssh_key_pair_uuid` text NOT NULL,
	`vm_instance_uuid` text NOT NULL,
	PRIMARY KEY(`ssh_key_pair_uuid`, `vm_instance_uuid`),
	FOREIGN KEY (`ssh_key_pair_uuid`) REFERENCES `ssh_key_pairs`(`uuid`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `ssh_key_pair_vms_vm` ON `ssh_key_pair_vms` (`vm_instance_uuid`);

CREATE TABLE `ssh_key_pairs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`public_key` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL
) STRICT;

CREATE INDEX `ssh_key_pairs_key` ON `ssh_key_pairs` (`public_key`);

CREATE INDEX `hosts_address` ON `hosts` (`management_ip`);

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

CREATE INDEX `eips_name` ON `eips` (`name`);

CREATE UNIQUE INDEX `eips_vip` ON `eips` (`vip_uuid`);

CREATE INDEX `eips_nic` ON `eips` (`vm_nic_uuid`);

CREATE TABLE `security_group_l3_networks` (
	`uuid` text PRIMARY KEY NOT NULL,
	`security_group_uuid` text NOT NULL,
	`l3_network_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`security_group_uuid`) REFERENCES `security_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`l3_network_uuid`) REFERENCES `l3_networks`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE UNIQUE INDEX `security_group_l3_networks_once` ON `security_group_l3_networks` (`security_group_uuid`,`l3_network_uuid`);

CREATE INDEX `security_group_l3_networks_l3` ON `security_group_l3_networks` (`l3_network_uuid`);

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

CREATE INDEX `vips_name` ON `vips` (`name`);

CREATE INDEX `vips_l3` ON `vips` (`l3_network_uuid`);

CREATE UNIQUE INDEX `vips_used_ip` ON `vips` (`used_ip_uuid`);

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

CREATE UNIQUE INDEX `vm_nic_security_policies_nic` ON `vm_nic_security_policies` (`vm_nic_uuid`);

CREATE TABLE `volume_snapshot_group_refs` (
	`volume_snapshot_uuid` text PRIMARY KEY NOT NULL,
	`volume_snapshot_group_uuid` text NOT NULL,
	`snapshot_deleted` integer NOT NULL,
	`device_id` integer NOT NULL,
	`volume_uuid` text NOT NULL,
	`volume_name` text NOT NULL,
	`volume_type` text NOT NULL,
	`volume_snapshot_install_path` text NOT NULL,
	`volume_snapshot_name` text NOT NULL,
	`volume_last_attach_date` integer,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`volume_snapshot_group_uuid`) REFERENCES `volume_snapshot_groups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "volume_snapshot_group_refs_volume_type" CHECK("volume_snapshot_group_refs"."volume_type" in ('Root', 'Data'))
) STRICT;

CREATE INDEX `volume_snapshot_group_refs_group` ON `volume_snapshot_group_refs` (`volume_snapshot_group_uuid`);

CREATE TABLE `volume_snapshot_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`snapshot_count` integer NOT NULL,
	`vm_instance_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vm_instance_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `volume_snapshot_groups_vm` ON `volume_snapshot_groups` (`vm_instance_uuid`);

CREATE TABLE `volume_backup_storage_refs` (
	`volume_backup_uuid` text NOT NULL,
	`backup_storage_uuid` text NOT NULL,
	`install_path` text NOT NULL,
	`status` text NOT NULL,
	`taken_bytes` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	PRIMARY KEY(`volume_backup_uuid`, `backup_storage_uuid`),
	FOREIGN KEY (`volume_backup_uuid`) REFERENCES `volume_backups`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volume_backup_storage_refs_status" CHECK("volume_backup_storage_refs"."status" in ('Creating', 'Ready')),
	CONSTRAINT "volume_backup_storage_refs_bytes" CHECK("volume_backup_storage_refs"."taken_bytes" >= 0)
) STRICT;

CREATE INDEX `volume_backup_storage_refs_storage` ON `volume_backup_storage_refs` (`backup_storage_uuid`);

CREATE TABLE `volume_backups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`volume_uuid` text NOT NULL,
	`vm_instance_uuid` text,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`status` text NOT NULL,
	`mode` text NOT NULL,
	`size` integer NOT NULL,
	`metadata` text,
	`group_uuid` text,
	`content_id` text NOT NULL,
	`format` text NOT NULL,
	`virtual_size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "volume_backups_type" CHECK("volume_backups"."type" in ('Root', 'Data')),
	CONSTRAINT "volume_backups_state" CHECK("volume_backups"."state" in ('Enabled', 'Disabled')),
	CONSTRAINT "volume_backups_status" CHECK("volume_backups"."status" in ('Creating', 'Ready')),
	CONSTRAINT "volume_backups_mode" CHECK("volume_backups"."mode" in ('full', 'incremental')),
	CONSTRAINT "volume_backups_sizes" CHECK("volume_backups"."size" >= 0 and "volume_backups"."actual_size" >= 0)
) STRICT;

CREATE INDEX `volume_backups_content` ON `volume_backups` (`content_id`) WHERE "volume_backups"."content_id" glob '????????????????????????????????-*';

CREATE INDEX `volume_backups_volume` ON `volume_backups` (`volume_uuid`);

CREATE TABLE `image_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`status` text NOT NULL,
	`image_count` integer NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "image_groups_status" CHECK("image_groups"."status" in ('Creating', 'Ready')),
	CONSTRAINT "image_groups_count" CHECK("image_groups"."image_count" >= 1)
) STRICT;

CREATE INDEX `image_groups_name` ON `image_groups` (`name`);

CREATE TABLE `image_group_refs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`image_group_uuid` text NOT NULL,
	`image_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`image_group_uuid`) REFERENCES `image_groups`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE UNIQUE INDEX `image_group_refs_once` ON `image_group_refs` (`image_group_uuid`,`image_uuid`);

CREATE INDEX `image_group_refs_image` ON `image_group_refs` (`image_uuid`);

CREATE INDEX `image_backup_storage_refs_shared` ON `image_backup_storage_refs` (`backup_storage_uuid`,`install_path`) WHERE "image_backup_storage_refs"."taken_bytes" = 0 and "image_backup_storage_refs"."install_path" <> '';

CREATE TABLE `image_package_disks` (
	`image_package_uuid` text NOT NULL,
	`disk_index` integer NOT NULL,
	`file_name` text NOT NULL,
	`content_id` text NOT NULL,
	`volume_format` text NOT NULL,
	`format` text NOT NULL,
	`virtual_size` integer NOT NULL,
	`actual_size` integer NOT NULL,
	`sha256` text,
	PRIMARY KEY(`image_package_uuid`, `disk_index`),
	FOREIGN KEY (`image_package_uuid`) REFERENCES `image_packages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "image_package_disks_sizes" CHECK("image_package_disks"."virtual_size" >= 0 and "image_package_disks"."actual_size" >= 0)
) STRICT;

CREATE INDEX `image_package_disks_content` ON `image_package_disks` (`content_id`) WHERE "image_package_disks"."content_id" glob '????????????????????????????????-*';

CREATE TABLE `image_packages` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`vm_uuid` text,
	`backup_storage_uuid` text NOT NULL,
	`state` text NOT NULL,
	`export_url` text,
	`md5_sum` text,
	`format` text,
	`size` integer,
	`ovf` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`vm_uuid`) REFERENCES `vm_instances`(`uuid`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "image_packages_state" CHECK("image_packages"."state" in ('Exporting', 'Exported')),
	CONSTRAINT "image_packages_size" CHECK("image_packages"."size" >= 0)
) STRICT;

CREATE UNIQUE INDEX `image_packages_vm_uuid_unique` ON `image_packages` (`vm_uuid`);

CREATE INDEX `image_packages_storage` ON `image_packages` (`backup_storage_uuid`);

CREATE TABLE `image_replication_group_refs` (
	`backup_storage_uuid` text PRIMARY KEY NOT NULL,
	`replication_group_uuid` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`replication_group_uuid`) REFERENCES `image_replication_groups`(`uuid`) ON UPDATE no action ON DELETE cascade
) STRICT;

CREATE INDEX `image_replication_group_refs_group` ON `image_replication_group_refs` (`replication_group_uuid`);

CREATE TABLE `image_replication_groups` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`state` text NOT NULL,
	`create_date` integer NOT NULL,
	`last_op_date` integer NOT NULL,
	CONSTRAINT "image_replication_groups_state" CHECK("image_replication_groups"."state" in ('Enabled', 'Disabled'))
) STRICT;

CREATE TABLE `image_store_quotas` (
	`backup_storage_uuid` text PRIMARY KEY NOT NULL,
	`disk_capacity` integer NOT NULL,
	FOREIGN KEY (`backup_storage_uuid`) REFERENCES `backup_storages`(`uuid`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "image_store_quotas_disk" CHECK("image_store_quotas"."disk_capacity" >= 0)
) STRICT;

CREATE INDEX `ip_ranges_l3` ON `ip_ranges` (`l3_network_uuid`,`start_key`);

CREATE UNIQUE INDEX `used_ips_once` ON `used_ips` (`l3_network_uuid`,`ip_key`);

CREATE INDEX `used_ips_range` ON `used_ips` (`ip_range_uuid`,`ip_key`);

CREATE INDEX `used_ips_ip` ON `used_ips` ("ip" collate nocase);

CREATE INDEX `vm_instances_image` ON `vm_instances` (`image_uuid`);

CREATE INDEX `vm_instances_name` ON `vm_instances` ("name" collate nocase);

CREATE INDEX `vm_instances_state` ON `vm_instances` ("state" collate nocase,`create_date`);

CREATE INDEX `vm_nics_ip` ON `vm_nics` ("ip" collate nocase);

CREATE INDEX `volumes_name` ON `volumes` ("name" collate nocase);

CREATE INDEX `used_ips_l3` ON `used_ips` (`l3_network_uuid`);

CREATE INDEX `volume_snapshots_name` ON `volume_snapshots` ("name" collate nocase);

CREATE INDEX `vm_instances_host` ON `vm_instances` (`host_uuid`,`cpu_num`,`memory_size`);

CREATE INDEX `resource_configs_entry` ON `resource_configs` (`category`,`name`);

PRAGMA user_version = 25;
