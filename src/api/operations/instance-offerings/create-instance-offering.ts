import { instanceOfferingInventory } from '../../../contract/inventories/offering-inventory.js';
import {
  checkInstanceOffering,
  createInstanceOffering as create,
} from '../../../services/offerings/offerings.js';
import { defineCommand } from '../../define-operation.js';
import { instanceOfferingResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { optionalText, requiredNumber, wholeNumber } from '../../params.js';

const BYTES = { numberRangeUnit: ['byte', 'bytes'], description: 'bytes' } as const;

export const createInstanceOffering = defineCommand({
  name: 'CreateInstanceOffering',
  family: 'instance-offerings',
  method: 'POST',
  paths: ['/v1/instance-offerings'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes an offering of processors and memory for VMs',
  params: {
    cpuNum: requiredNumber('int', { numberRange: [1, 1024] }),
    memorySize: requiredNumber('long', { ...BYTES, numberRange: [1, 2 ** 63] }),
    reservedMemorySize: wholeNumber('long', { ...BYTES, numberRange: [0, 2 ** 63] }, 0),
    allocatorStrategy: optionalText(),
    sortKey: wholeNumber('int', {}, 0),
    type: optionalText(),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: instanceOfferingInventory },
  check: (_world, { params }) =>
    checkInstanceOffering(params, params.allocatorStrategy, params.type),
  run: (call) => ({ uuid: create(call.world, newResourceOf(call), call.params, call.now) }),
  result: instanceOfferingResult,
});
