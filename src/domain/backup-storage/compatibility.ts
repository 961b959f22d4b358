import type { PrimaryStorage, PrimaryStorageType } from '../primary-storage/primary-storage.js';
import type { BackupStorage, BackupStorageType } from './backup-storage.js';

/** Which primary storage types a backup storage type can serve (the real system's table of types). */
export const PRIMARY_TYPES_OF: Readonly<Record<BackupStorageType, readonly PrimaryStorageType[]>> =
  {
    SftpBackupStorage: ['NFS', 'SharedMountPoint', 'LocalStorage'],
    ImageStoreBackupStorage: ['NFS', 'SharedMountPoint', 'LocalStorage', 'Ceph'],
    Ceph: ['Ceph'],
    SimulatorBackupStorage: ['SimulatorPrimaryStorage'],
  };

/** Whether images can travel between the two: the types fit, and two Ceph storages are one cluster. */
export function isCompatible(
  backup: Pick<BackupStorage, 'type' | 'fsid'>,
  primary: Pick<PrimaryStorage, 'type' | 'fsid'>,
): boolean {
  if (!PRIMARY_TYPES_OF[backup.type].includes(primary.type)) return false;
  return backup.type !== 'Ceph' || backup.fsid === primary.fsid;
}
