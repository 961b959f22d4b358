import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import {
  checkVolumeMigration,
  migrateVolumeFlow,
} from '../../../services/volumes/migrate-volume.js';
import { defineAsync } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const primaryStorageMigrateVolume = defineAsync({
  name: 'PrimaryStorageMigrateVolume',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/volumes/{volumeUuid}/actions'],
  bodyKey: 'primaryStorageMigrateVolume',
  auth: true,
  adminOnly: true,
  summary:
    'Moves a volume with its snapshots to another NFS or Ceph storage; what it leaves is trash there',
  params: {
    volumeUuid: requiredText({ resourceType: 'Volume' }),
    dstPrimaryStorageUuid: requiredText({ resourceType: 'PrimaryStorage' }),
  },
  returns: { inventory: volumeInventory },
  flow: migrateVolumeFlow,
  check: (world, { params }) => checkVolumeMigration(world, params),
  context: (_world, { params }) => ({ ...params }),
  result: volumeResult,
});
