-- The entry as the real system spells it.
UPDATE OR REPLACE `global_config` SET "name" = 'connection.autoReconnectOnError.maxAttemptsNum'
  WHERE "category" = 'backupStorage' AND "name" = 'connection.autoReconnectOnErrorMaxAttemptsNum';--> statement-breakpoint
-- Values that were taken before entries had the real system's types and limits.
UPDATE `global_config` SET "value" = lower("value")
  WHERE ("category", "name") IN (VALUES ('rest', 'checkTimeZone'), ('primaryStorage', 'undo.tempSnapshot'), ('volumeSnapshot', 'effectiveCount.withDetachedVolumes'));--> statement-breakpoint
UPDATE `resource_configs` SET "value" = lower("value") WHERE "category" = 'primaryStorage' AND "name" = 'undo.tempSnapshot';--> statement-breakpoint
UPDATE `global_config` SET "value" = '2147483647'
  WHERE CAST("value" AS INTEGER) > 2147483647
  AND ("category", "name") IN (VALUES ('backupStorage', 'ping.interval'), ('backupStorage', 'ping.parallelismDegree'), ('backupStorage', 'ping.maxFailure'), ('backupStorage', 'ping.sleepPeriodAfterFailure'), ('backupStorage', 'connection.autoReconnectOnError.maxAttemptsNum'), ('rest', 'completedApi.expiredPeriod'), ('rest', 'expiredApi.scanInterval'), ('identity', 'session.maxConcurrent'), ('identity', 'session.cleanup.interval'), ('progress', 'progress.ttl'), ('volumeSnapshot', 'delete.parallelismDegree'), ('volumeSnapshot', 'backup.parallelismDegree'));--> statement-breakpoint
UPDATE `global_config` SET "value" = '31536000'
  WHERE "category" = 'identity' AND "name" = 'session.timeout' AND CAST("value" AS INTEGER) > 31536000;
