import { primaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { addPrimaryStorage } from '../../../services/storages/primary/add-primary-storage.js';
import { checkGatewayTags } from '../../../domain/tag/network-tags.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { wholeNumber } from '../../params.js';
import { NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addSimulatorPrimaryStorage = defineCommand({
  name: 'AddSimulatorPrimaryStorage',
  family: 'primary-storage',
  method: 'POST',
  paths: ['/v1/primary-storage/simulators'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a primary storage of a given size',
  params: {
    totalCapacity: wholeNumber('long', {}, 100_000_000),
    availableCapacity: wholeNumber('long', {}, 10_000_000),
    availablePhysicalCapacity: wholeNumber('long', {
      description: 'default: as much is used as of the virtual capacity',
    }),
    totalPhysicalCapacity: wholeNumber('long', { description: 'default: totalCapacity' }),
    ...NEW_STORAGE_PARAMS,
  },
  returns: { inventory: primaryStorageInventory },
  check: (_world, { systemTags }) => checkGatewayTags(systemTags),
  run(call) {
    const { totalCapacity, availableCapacity } = call.params;
    const totalPhysicalCapacity = call.params.totalPhysicalCapacity ?? totalCapacity;
    const capacity = {
      totalCapacity,
      availableCapacity,
      totalPhysicalCapacity,
      availablePhysicalCapacity:
        call.params.availablePhysicalCapacity ??
        totalPhysicalCapacity - (totalCapacity - availableCapacity),
    };
    const type = 'SimulatorPrimaryStorage' as const;
    const wanted = { ...storageOfCall(call), capacity, type };
    return { uuid: addPrimaryStorage(call.world, wanted, call.now) };
  },
  result: typedPrimaryStorageResult,
});
