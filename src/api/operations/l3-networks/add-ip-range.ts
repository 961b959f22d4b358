import { ipRangeInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import { apiError } from '../../../core/api-error.js';
import type { WantedRange } from '../../../services/networks/ip-ranges.js';
import { defineCommand } from '../../define-operation.js';
import { ipRangeResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { optionalChoice, optionalText, requiredText, type ParamValues } from '../../params.js';
import { addingRange } from './adding-range.js';

const params = {
  l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
  startIp: requiredText(),
  endIp: requiredText(),
  netmask: requiredText(),
  gateway: optionalText(),
  ipRangeType: optionalChoice(IP_RANGE_TYPES),
  ...NEW_RESOURCE_PARAMS,
};

/** A pool has its own first address for a gateway. @throws SYS.1007 for a usual range without one */
function rangeOf(told: ParamValues<typeof params>): WantedRange {
  const { l3NetworkUuid, startIp, endIp, netmask } = told;
  const ipRangeType = told.ipRangeType ?? 'Normal';
  const gateway = ipRangeType === 'AddressPool' ? startIp : told.gateway;
  if (gateway === null) {
    throw apiError('SYS.1007', 'adding normal ip range must specify gateway ip address');
  }
  return { l3NetworkUuid, startIp, endIp, netmask, gateway, ipRangeType };
}

export const addIpRange = defineCommand({
  name: 'AddIpRange',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/ip-ranges'],
  bodyKey: 'params',
  summary: 'Adds addresses to a network, from one to another',
  params,
  returns: { inventory: ipRangeInventory },
  ...addingRange(rangeOf),
  result: ipRangeResult,
});
