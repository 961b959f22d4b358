import {
  localStorageResourceRefInventory,
  toLocalStorageResourceRefInventory,
} from '../../../contract/inventories/local-storage-resource-ref-inventory.js';
import { localRefOf } from '../../../services/storages/primary/local-storage.js';
import {
  checkLocalMigration,
  migrateLocalVolumeFlow,
} from '../../../services/volumes/migrate-local-volume.js';
import { defineAsync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const localStorageMigrateVolume = defineAsync({
  name: 'LocalStorageMigrateVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/primary-storage/local-storage/volumes/{volumeUuid}/actions'],
  bodyKey: 'localStorageMigrateVolume',
  auth: true,
  summary: 'Moves a volume with its snapshots to the disks of another host of its local storage',
  params: {
    volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    destHostUuid: requiredText({ resourceType: 'Host' }),
  },
  returns: { inventory: localStorageResourceRefInventory },
  flow: migrateLocalVolumeFlow,
  check: (world, { params }) => checkLocalMigration(world, params),
  context: (_world, { params }) => ({ ...params }),
  result: (world, outcome) => ({
    inventory: toLocalStorageResourceRefInventory(localRefOf(world, String(outcome['volumeUuid']))),
  }),
});
