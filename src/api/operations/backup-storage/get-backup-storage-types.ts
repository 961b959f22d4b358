import * as z from 'zod';
import { BACKUP_STORAGE_TYPES } from '../../../domain/backup-storage/backup-storage.js';
import { defineSync } from '../../define-operation.js';

export const getBackupStorageTypes = defineSync({
  name: 'GetBackupStorageTypes',
  family: 'backup-storage',
  method: 'GET',
  paths: ['/v1/backup-storage/types'],
  auth: true,
  adminOnly: true,
  summary: 'Names the types of backup storages; the simulator hides itself',
  params: {},
  returns: { types: z.array(z.enum(BACKUP_STORAGE_TYPES)) },
  // In the real system's order: Ceph 899, Sftp 999.
  run: () => ({ types: ['Ceph', 'SftpBackupStorage', 'ImageStoreBackupStorage'] }),
});
