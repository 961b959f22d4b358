CREATE INDEX `image_backup_storage_refs_exported` ON `image_backup_storage_refs` (`export_url`) WHERE "image_backup_storage_refs"."export_url" is not null;--> statement-breakpoint
UPDATE `images` SET "md5_sum" = 'summed when asked for'
  WHERE "format" = 'vmdk' AND "content_id" IS NOT NULL AND "md5_sum" IS NOT NULL AND "md5_sum" <> 'not calculated'
  AND "content_id" NOT IN (SELECT "content_id" FROM `blobs`);
--> statement-breakpoint
UPDATE `image_backup_storage_refs` SET "export_md5_sum" = NULL
  WHERE "export_format" = 'vmdk' AND "image_uuid" IN (SELECT "uuid" FROM `images` WHERE "content_id" IS NOT NULL
  AND "content_id" NOT IN (SELECT "content_id" FROM `blobs`));
