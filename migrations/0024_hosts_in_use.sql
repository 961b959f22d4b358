DROP INDEX `vm_instances_host`;--> statement-breakpoint
CREATE INDEX `vm_instances_host` ON `vm_instances` (`host_uuid`,`cpu_num`,`memory_size`);--> statement-breakpoint
CREATE INDEX `resource_configs_entry` ON `resource_configs` (`category`,`name`);