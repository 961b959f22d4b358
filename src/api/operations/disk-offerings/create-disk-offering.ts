import { diskOfferingInventory } from '../../../contract/inventories/offering-inventory.js';
import { DISK_OFFERING_TYPES } from '../../../domain/offering/offering.js';
import {
  checkStorageAllocator,
  createDiskOffering as create,
} from '../../../services/offerings/offerings.js';
import { defineCommand } from '../../define-operation.js';
import { diskOfferingResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { optionalChoice, optionalText, requiredNumber, wholeNumber } from '../../params.js';

const BYTES = { numberRangeUnit: ['byte', 'bytes'], description: 'bytes' } as const;

export const createDiskOffering = defineCommand({
  name: 'CreateDiskOffering',
  family: 'disk-offerings',
  method: 'POST',
  paths: ['/v1/disk-offerings'],
  bodyKey: 'params',
  summary: 'Makes an offering of a size for volumes',
  params: {
    diskSize: requiredNumber('long', { ...BYTES, numberRange: [1, 2 ** 63] }),
    sortKey: wholeNumber('int', {}, 0),
    allocationStrategy: optionalText(),
    type: optionalChoice(DISK_OFFERING_TYPES),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: diskOfferingInventory },
  check: (_world, { params }) => checkStorageAllocator(params.allocationStrategy),
  run: (call) => ({ uuid: create(call.world, newResourceOf(call), call.params, call.now) }),
  result: diskOfferingResult,
});
