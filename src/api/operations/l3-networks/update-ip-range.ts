import {
  ipRangeInventory,
  toIpRangeInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { ipRangeOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { optionalText, requiredText } from '../../params.js';

export const updateIpRange = defineCommand({
  name: 'UpdateIpRange',
  family: 'l3-networks',
  method: 'PUT',
  paths: ['/v1/l3-networks/ip-ranges/{uuid}/actions'],
  bodyKey: 'updateIpRange',
  summary: 'Changes the name or description of a range',
  params: {
    uuid: requiredText({ resourceType: 'IpRange' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: ipRangeInventory },
  run({ world, params: { uuid, ...change }, now }) {
    const range = ipRangeOf(world, uuid);
    whenGiven(change, (told) => world.repositories.ipRanges.update(range, told, now));
    return { uuid };
  },
  result: (world, { uuid }) => ({
    inventory: toIpRangeInventory(ipRangeOf(world, String(uuid))),
  }),
});
