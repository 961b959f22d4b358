ALTER TABLE `vm_cd_roms` ADD `description` text;--> statement-breakpoint
ALTER TABLE `vm_cd_roms` ADD `protocol` text;--> statement-breakpoint
ALTER TABLE `vm_instances` ADD `default_l3_network_uuid` text;--> statement-breakpoint
ALTER TABLE `vm_instances` ADD `reserved_memory_size` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `vm_instances` ADD `creation` text;--> statement-breakpoint
INSERT INTO `quotas` ("uuid", "name", "identity_uuid", "identity_type", "value", "create_date", "last_op_date")
  SELECT uuid_from_name('quota ' || d.name || ' of ' || a.uuid), d.name, a.uuid, 'AccountVO', d.value, a.create_date, a.create_date
  FROM `accounts` a, (SELECT 'vm.totalNum' AS name, 20 AS value UNION ALL SELECT 'vm.num', 20 UNION ALL SELECT 'vm.cpuNum', 80 UNION ALL SELECT 'vm.memorySize', 85899345920) d
  WHERE a.type <> 'SystemAdmin';
--> statement-breakpoint
INSERT INTO `vm_cd_roms` ("uuid", "vm_instance_uuid", "name", "device_id", "create_date", "last_op_date")
  SELECT uuid_from_name('cd-rom ' || v.uuid), v.uuid, 'vm-' || v.uuid || '-cdRom', 0, v.create_date, v.create_date
  FROM `vm_instances` v WHERE NOT EXISTS (SELECT 1 FROM `vm_cd_roms` WHERE vm_instance_uuid = v.uuid);
