import type { Repositories } from '../../domain/repositories.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { createAccountRepository, createSessionRepository } from './accounts.js';
import { createBackupStorageRepository } from './backup-storages.js';
import {
  createBlobRepository,
  createGlobalConfigRepository,
  createUploadRepository,
  createUrlHintRepository,
} from './contents.js';
import { createFaultRepository } from './faults.js';
import { createImageRepository } from './images.js';
import { createJobRepository, createTaskRepository } from './jobs.js';
import {
  createGarbageJobRepository,
  createImageCacheRepository,
  createTrashRepository,
} from './leftovers.js';
import { createPrimaryStorageRepository } from './primary-storages.js';
import { createTagRepository } from './tags.js';
import { createVmInstanceRepository } from './vm-instances.js';
import { createVolumeSnapshotRepository } from './volume-snapshots.js';
import { createVolumeRepository } from './volumes.js';
import { createZoneRepository } from './zones.js';

/** All repositories of one world, on its database. */
export function createRepositories(database: Database, rows: RowCache): Repositories {
  return {
    zones: createZoneRepository(database),
    primaryStorages: createPrimaryStorageRepository(database, rows),
    backupStorages: createBackupStorageRepository(database, rows),
    vmInstances: createVmInstanceRepository(database, rows),
    volumes: createVolumeRepository(database, rows),
    volumeSnapshots: createVolumeSnapshotRepository(database),
    images: createImageRepository(database),
    imageCaches: createImageCacheRepository(database),
    trash: createTrashRepository(database),
    garbage: createGarbageJobRepository(database),
    uploads: createUploadRepository(database),
    blobs: createBlobRepository(database),
    urlHints: createUrlHintRepository(database),
    faults: createFaultRepository(database, rows),
    globalConfig: createGlobalConfigRepository(database, rows),
    accounts: createAccountRepository(database),
    sessions: createSessionRepository(database),
    tags: createTagRepository(database),
    jobs: createJobRepository(database),
    tasks: createTaskRepository(database),
  };
}
