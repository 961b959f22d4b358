import {
  primaryStorageInventory,
  toPrimaryStorageInventory,
} from '../../../contract/inventories/primary-storage-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { volumeMigrationCandidates } from '../../../services/volumes/migrate-volume.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getPrimaryStorageCandidatesForVolumeMigration = defineSync({
  name: 'GetPrimaryStorageCandidatesForVolumeMigration',
  family: 'primary-storage',
  method: 'GET',
  paths: ['/v1/primary-storage/volumes/{volumeUuid}/migration-candidates'],
  auth: true,
  adminOnly: true,
  summary: 'Finds the storages to which a volume can be moved',
  params: { volumeUuid: requiredText({ resourceType: 'Volume' }) },
  returns: { inventories: primaryStorageInventory.array() },
  run: (world, { volumeUuid }) => ({
    inventories: volumeMigrationCandidates(world, volumeOf(world, volumeUuid)).map((one) =>
      toPrimaryStorageInventory(one, world.repositories.primaryStorages.clusterUuids(one.uuid)),
    ),
  }),
});
