import { imageStoreGcResult } from '../../../contract/inventories/image-store-structs.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { checkImageStore, reclaimSpace } from '../../../services/storages/backup/image-store.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const reclaimSpaceFromImageStore = defineCommand({
  name: 'ReclaimSpaceFromImageStore',
  family: 'backup-storage',
  method: 'PUT',
  paths: ['/v1/backup-storage/image-store/{uuid}/actions'],
  bodyKey: 'reclaimSpaceFromImageStore',
  adminOnly: true,
  summary: 'Deletes the bits on an ImageStore that no image needs any more',
  params: { uuid: requiredText({ resourceType: 'BackupStorage' }) },
  returns: { gcResult: imageStoreGcResult },
  check: (world, { params }) => checkImageStore(backupStorageOf(world, params.uuid)),
  run: ({ world, params, now }) => ({
    freedSpaceInBytes: reclaimSpace(world, backupStorageOf(world, params.uuid), now),
  }),
  result: (_world, { freedSpaceInBytes }) => ({ gcResult: { freedSpaceInBytes } }),
});
