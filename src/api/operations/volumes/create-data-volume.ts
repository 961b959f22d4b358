import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { apiError } from '../../../core/api-error.js';
import type { World } from '../../../domain/world.js';
import { diskOfferingOf } from '../../../services/resources/lookup.js';
import { createEmptyVolume } from '../../../services/volumes/create-data-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalText, wholeNumber } from '../../params.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';

/** The size that the offering has, where one is named. */
const sizeOf = (
  world: World,
  {
    diskOfferingUuid,
    diskSize,
  }: { readonly diskOfferingUuid: string | null; readonly diskSize: number },
) => (diskOfferingUuid === null ? diskSize : diskOfferingOf(world, diskOfferingUuid).diskSize);

export const createDataVolume = defineCommand({
  name: 'CreateDataVolume',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/data'],
  bodyKey: 'params',
  summary: 'Makes an empty data volume, of a size or of an offering',
  params: {
    diskOfferingUuid: optionalText({ resourceType: 'DiskOffering', checkAccount: true }),
    diskSize: wholeNumber('long', { description: 'bytes' }, 0),
    primaryStorageUuid: optionalText({ resourceType: 'PrimaryStorage' }),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: volumeInventory },
  quota: (world, { params }) => ({
    'volume.capacity': sizeOf(world, params),
    'volume.data.num': 1,
  }),
  check: (world, { params }) => {
    if (sizeOf(world, params) < 0) throw apiError('SYS.1007', 'unexpected disk size settings');
  },
  run(call) {
    const { diskOfferingUuid, primaryStorageUuid } = call.params;
    const { world, now } = call;
    const wanted = { ...newResourceOf(call), diskOfferingUuid };
    const size = sizeOf(world, call.params);
    return { volumeUuid: createEmptyVolume(world, wanted, size, primaryStorageUuid, now) };
  },
  result: volumeResult,
});
