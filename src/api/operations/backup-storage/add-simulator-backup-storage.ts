import { backupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import { addBackupStorage } from '../../../services/storages/backup/add-backup-storage.js';
import { defineCommand } from '../../define-operation.js';
import { backupStorageResult } from '../../inventory-of.js';
import { wholeNumber } from '../../params.js';
import { NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addSimulatorBackupStorage = defineCommand({
  name: 'AddSimulatorBackupStorage',
  family: 'backup-storage',
  method: 'POST',
  paths: ['/v1/backup-storage/simulators'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a storage of a given size for simulated primary storages',
  params: {
    totalCapacity: wholeNumber('long', { description: 'bytes; default: 2 TiB' }),
    availableCapacity: wholeNumber('long', { description: 'bytes; default: all' }),
    ...NEW_STORAGE_PARAMS,
  },
  returns: { inventory: backupStorageInventory },
  run(call) {
    const { totalCapacity, availableCapacity } = call.params;
    const capacity = {
      ...(totalCapacity === null ? {} : { totalCapacity }),
      ...(availableCapacity === null ? {} : { availableCapacity }),
    };
    const wanted = { ...storageOfCall(call), ...capacity, type: 'SimulatorBackupStorage' as const };
    return { uuid: addBackupStorage(call.world, wanted, call.now) };
  },
  result: backupStorageResult,
});
