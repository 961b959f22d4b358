import { ipRangeInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import { apiError } from '../../../core/api-error.js';
import { addRange, checkRange, type WantedRange } from '../../../services/networks/ip-ranges.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { ipRangeResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { optionalChoice, optionalText, requiredText, type ParamValues } from '../../params.js';

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
  check: (world, { params: told }) => checkRange(world, rangeOf(told)),
  run({ world, params: told, caller, systemTags, userTags, tagUuids, now }) {
    const wanted = rangeOf(told);
    // Another call of the same moment may have taken some of them.
    checkRange(world, wanted);
    const uuid = newUuid(world, told.resourceUuid);
    addRange(world, uuid, told, wanted, caller.accountUuid, now);
    // The real system puts the tags of the call on the network.
    const tags = { systemTags, userTags, tagUuids };
    writeTags(world, 'L3NetworkVO', told.l3NetworkUuid, tags, now);
    return { uuid };
  },
  result: ipRangeResult,
});
