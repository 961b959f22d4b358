import { setQuota } from '../../../services/storages/backup/image-store.js';
import { defineCommand } from '../../define-operation.js';
import { requiredNumber, textList } from '../../params.js';

export const setImageStoreBackupStorageQuota = defineCommand({
  name: 'SetImageStoreBackupStorageQuota',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/image-store/actions'],
  bodyKey: 'setImageStoreBackupStorageQuota',
  adminOnly: true,
  summary: 'Lets ImageStores be filled only so far',
  params: {
    uuids: textList({ resourceType: 'BackupStorage', description: 'default: all ImageStores' }),
    maxCapacity: requiredNumber('long', {
      numberRange: [0, Number.MAX_SAFE_INTEGER],
      description: 'bytes; 0: as far as their disks go',
    }),
  },
  returns: {},
  run: ({ world, params }) => setQuota(world, params.uuids, params.maxCapacity),
});
