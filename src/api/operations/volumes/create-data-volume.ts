import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { createEmptyVolume } from '../../../services/volumes/create-data-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalText, wholeNumber } from '../../params.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';

export const createDataVolume = defineCommand({
  name: 'CreateDataVolume',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/data'],
  bodyKey: 'params',
  summary: 'Makes an empty data volume',
  params: {
    diskOfferingUuid: optionalText({ resourceType: 'DiskOffering', checkAccount: true }),
    diskSize: wholeNumber('long', { description: 'bytes' }, 0),
    primaryStorageUuid: optionalText({ resourceType: 'PrimaryStorage' }),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: volumeInventory },
  quota: (_world, { params }) => ({ 'volume.capacity': params.diskSize, 'volume.data.num': 1 }),
  check: (_world, { params }) => {
    if (params.diskSize < 0) throw apiError('SYS.1007', 'unexpected disk size settings');
  },
  run(call) {
    const { diskSize, primaryStorageUuid } = call.params;
    const { world, now } = call;
    const wanted = newResourceOf(call);
    return { volumeUuid: createEmptyVolume(world, wanted, diskSize, primaryStorageUuid, now) };
  },
  result: volumeResult,
});
