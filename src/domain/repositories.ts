import type { AccountRepository, SessionRepository } from './account/account.js';
import type { BackupStorageRepository } from './backup-storage/backup-storage.js';
import type { ImageRepository } from './image/image.js';
import type { JobRepository } from './job/job.js';
import type { PrimaryStorageRepository } from './primary-storage/primary-storage.js';
import type { TagRepository } from './tag/tag.js';
import type { TaskRepository } from './task/task.js';
import type { VmInstanceRepository } from './vm-instance/vm-instance.js';
import type { VolumeRepository } from './volume/volume.js';
import type { ZoneRepository } from './zone/zone.js';

/** Everything of one world that is kept, behind interfaces: services never see the database. */
export interface Repositories {
  readonly zones: ZoneRepository;
  readonly primaryStorages: PrimaryStorageRepository;
  readonly backupStorages: BackupStorageRepository;
  readonly vmInstances: VmInstanceRepository;
  readonly volumes: VolumeRepository;
  readonly images: ImageRepository;
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly tags: TagRepository;
  readonly jobs: JobRepository;
  readonly tasks: TaskRepository;
}
