import type { Repositories } from '../../domain/repositories.js';
import type { Database } from '../database.js';
import { createAccountRepository, createSessionRepository } from './accounts.js';
import { createBackupStorageRepository } from './backup-storages.js';
import { createImageRepository } from './images.js';
import { createJobRepository, createTaskRepository } from './jobs.js';
import { createPrimaryStorageRepository } from './primary-storages.js';
import { createTagRepository } from './tags.js';
import { createVmInstanceRepository } from './vm-instances.js';
import { createVolumeRepository } from './volumes.js';
import { createZoneRepository } from './zones.js';

/** All repositories of one world, on its database. */
export function createRepositories(database: Database): Repositories {
  return {
    zones: createZoneRepository(database),
    primaryStorages: createPrimaryStorageRepository(database),
    backupStorages: createBackupStorageRepository(database),
    vmInstances: createVmInstanceRepository(database),
    volumes: createVolumeRepository(database),
    images: createImageRepository(database),
    accounts: createAccountRepository(database),
    sessions: createSessionRepository(database),
    tags: createTagRepository(database),
    jobs: createJobRepository(database),
    tasks: createTaskRepository(database),
  };
}
