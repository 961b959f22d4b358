import { volumeBackupInventory } from '../../../contract/inventories/volume-backup-inventory.js';
import {
  checkBackup,
  createVolumeBackupFlow,
} from '../../../services/volume-backups/create-backup.js';
import { defineAsync } from '../../define-operation.js';
import { volumeBackupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { optionalChoice, requiredText, wholeNumber } from '../../params.js';

const bandwidth = (what: string) =>
  wholeNumber('Long', {
    numberRange: [1024, 2 ** 63],
    numberRangeUnit: ['Bps', 'Bps'],
    description: `bytes a second that ${what} at most; taken, and of no effect here`,
  });

export const createVolumeBackup = defineAsync({
  name: 'CreateVolumeBackup',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/{volumeUuid}/volume-backups'],
  bodyKey: 'params',
  auth: true,
  summary: 'Copies what a volume holds to an image store',
  params: {
    volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    backupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
    ...NEW_RESOURCE_PARAMS,
    mode: optionalChoice(['full'], {
      description: 'default: incremental where there is one to follow on',
    }),
    volumeReadBandwidth: bandwidth('are read of the volume'),
    volumeWriteBandwidth: bandwidth('are written to the volume'),
    networkReadBandwidth: bandwidth('come over the network'),
    networkWriteBandwidth: bandwidth('go over the network'),
  },
  returns: { inventory: volumeBackupInventory },
  flow: createVolumeBackupFlow,
  check: (world, { params }) => checkBackup(world, params.volumeUuid, params.backupStorageUuid),
  context: (_world, call) => ({
    request: {
      volumeUuid: call.params.volumeUuid,
      backupStorageUuid: call.params.backupStorageUuid,
      mode: call.params.mode,
      ...newResourceOf(call),
    },
  }),
  result: volumeBackupResult,
});
