import {
  backupStorageInventory,
  toBackupStorageInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { candidateBackupStorages } from '../../../services/images/candidate-backup-storages.js';
import { defineSync } from '../../define-operation.js';
import { optionalText } from '../../params.js';

export const getCandidateBackupStorageForCreatingImage = defineSync({
  name: 'GetCandidateBackupStorageForCreatingImage',
  family: 'images',
  method: 'GET',
  paths: [
    '/v1/images/candidate-backup-storage',
    '/v1/images/volumes/{volumeUuid}/candidate-backup-storage',
    '/v1/images/volume-snapshots/{volumeSnapshotUuid}/candidate-backup-storage',
  ],
  auth: true,
  summary: 'Finds the storages that could take a template of a volume or snapshot',
  params: {
    volumeUuid: optionalText({ resourceType: 'Volume' }),
    volumeSnapshotUuid: optionalText({ resourceType: 'VolumeSnapshot' }),
  },
  returns: { inventories: backupStorageInventory.array() },
  run(world, { volumeUuid, volumeSnapshotUuid }) {
    const { backupStorages } = world.repositories;
    const candidates = candidateBackupStorages(world, volumeUuid, volumeSnapshotUuid);
    return {
      inventories: candidates.map((storage) =>
        toBackupStorageInventory(storage, backupStorages.zoneUuids(storage.uuid)),
      ),
    };
  },
});
