import { apiError } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import { isCompatible } from '../../../domain/backup-storage/compatibility.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';

/**
 * Whether the primary storage can bring a template to the backup storage at all: same zone,
 * types that fit, and for two Ceph storages the same cluster.
 * @throws SYS.1006 (SYS.1000 for SharedMountPoint) in the words of the primary storage's type
 */
export function checkTemplatePlacement(
  world: World,
  primary: PrimaryStorage,
  backupStorageUuid: string,
): void {
  const { backupStorages } = world.repositories;
  const backup = backupStorages.find(backupStorageUuid);
  if (!backup) return;
  if (!backupStorages.isAttachedToZone(backup.uuid, primary.zoneUuid)) {
    throw apiError(
      'SYS.1006',
      `backup storage[uuid:${backup.uuid}] is not attached to zone[uuid:${primary.zoneUuid}] the primary storage[uuid:${primary.uuid}] belongs to`,
    );
  }
  if (!isCompatible(backup, primary)) throw mismatch(primary, backup);
}

function mismatch(primary: PrimaryStorage, backup: BackupStorage) {
  switch (primary.type) {
    case 'LocalStorage':
      return apiError(
        'SYS.1006',
        `no LocalStorageBackupStorageMediator supporting hypervisor[KVM] and backup storage type[${backup.type}] `,
      );
    case 'NFS':
      return apiError(
        'SYS.1000',
        `primary storage[type:NFS] wont have mediator supporting backup storage[type:${backup.type}]`,
      );
    case 'SharedMountPoint':
      return apiError(
        'SYS.1000',
        `cannot find any BackupStorageKvmFactory for the type[${backup.type}]`,
      );
    case 'SimulatorPrimaryStorage':
      return apiError(
        'SYS.1006',
        `the primary storage[uuid:${primary.uuid}, type:${primary.type}] cannot work with backup storage type[${backup.type}]`,
      );
    case 'Ceph':
      return backup.type === 'Ceph'
        ? apiError(
            'SYS.1006',
            `the backup storage[uuid:${backup.uuid}, name:${backup.name}, fsid:${backup.fsid}] is not in the same ceph cluster with the primary storage[uuid:${primary.uuid}, name:${primary.name}, fsid:${primary.fsid}]`,
          )
        : apiError('SYS.1000', `cannot find BackupStorageMediator for type[${backup.type}]`);
  }
}
