import type { Queryable } from '../query/queryable.js';
import type { BackupStorage } from './backup-storage/backup-storage.js';
import type { Image, ImageBackupStorageRef } from './image/image.js';
import type { PrimaryStorage } from './primary-storage/primary-storage.js';
import type { VmInstance } from './vm-instance/vm-instance.js';
import type { Volume } from './volume/volume.js';
import type { Zone } from './zone/zone.js';

/** Everything of one world that the query APIs read, each row with the rows that its inventory holds. */
export interface InventoryQueries {
  readonly zones: Queryable<Zone>;
  readonly primaryStorages: Queryable<PrimaryStorage & { readonly clusterUuids: string[] }>;
  readonly backupStorages: Queryable<BackupStorage & { readonly zoneUuids: string[] }>;
  readonly vmInstances: Queryable<VmInstance & { readonly volumes: Volume[] }>;
  readonly volumes: Queryable<Volume>;
  readonly images: Queryable<Image & { readonly refs: ImageBackupStorageRef[] }>;
}
