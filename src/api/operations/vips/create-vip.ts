import { vipInventory } from '../../../contract/inventories/vip-inventory.js';
import { checkNewVip, createVip as create } from '../../../services/networks/vips.js';
import { defineCommand, type AsyncCall } from '../../define-operation.js';
import { vipResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { optionalText, requiredText, wholeNumber } from '../../params.js';

const PARAMS = {
  ...NEW_RESOURCE_PARAMS,
  l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
  allocatorStrategy: optionalText({ description: 'default: that of the network' }),
  ipRangeUuid: optionalText({ resourceType: 'IpRange' }),
  requiredIp: optionalText(),
  ipVersion: wholeNumber('Integer', { description: 'default: that of the address, or 4' }),
} as const;

const wantedOf = (call: AsyncCall<typeof PARAMS>) => ({ ...call.params, ...newResourceOf(call) });

export const createVip = defineCommand({
  name: 'CreateVip',
  family: 'vips',
  method: 'POST',
  paths: ['/v1/vips'],
  bodyKey: 'params',
  summary: 'Takes an address of a network for its services',
  params: PARAMS,
  returns: { inventory: vipInventory },
  quota: () => ({ 'vip.num': 1 }),
  check: (world, call) => checkNewVip(world, wantedOf(call)),
  run({ world, now, ...call }) {
    const wanted = wantedOf(call);
    checkNewVip(world, wanted);
    return { uuid: create(world, wanted, now) };
  },
  result: vipResult,
});
