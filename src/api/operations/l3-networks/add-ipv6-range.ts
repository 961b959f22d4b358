import { ipRangeInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { ADDRESS_MODES, IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import { addRange, checkRange } from '../../../services/networks/ip-ranges.js';
import type { WantedIpv6Range } from '../../../services/networks/ipv6-ranges.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { ipRangeResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import {
  optionalChoice,
  requiredChoice,
  requiredNumber,
  requiredText,
  type ParamValues,
} from '../../params.js';

const params = {
  l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
  startIp: requiredText(),
  endIp: requiredText(),
  gateway: requiredText(),
  prefixLen: requiredNumber('Integer', { numberRange: [8, 126] }),
  addressMode: requiredChoice(ADDRESS_MODES),
  ipRangeType: optionalChoice(IP_RANGE_TYPES, {
    description: 'default: Normal; a pool is refused',
  }),
  ...NEW_RESOURCE_PARAMS,
};

const rangeOf = (told: ParamValues<typeof params>): WantedIpv6Range => ({
  l3NetworkUuid: told.l3NetworkUuid,
  startIp: told.startIp,
  endIp: told.endIp,
  gateway: told.gateway,
  prefixLen: told.prefixLen,
  addressMode: told.addressMode,
  ipRangeType: told.ipRangeType ?? 'Normal',
  isWhole: false,
});

export const addIpv6Range = defineCommand({
  name: 'AddIpv6Range',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/ipv6-ranges'],
  bodyKey: 'params',
  summary: 'Adds addresses of IPv6 to a network, from one to another',
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
