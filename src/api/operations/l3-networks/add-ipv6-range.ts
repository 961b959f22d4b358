import { ipRangeInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { ADDRESS_MODES, IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import type { WantedIpv6Range } from '../../../services/networks/ipv6-ranges.js';
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
import { addingRange } from './adding-range.js';

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
  ...addingRange(rangeOf),
  result: ipRangeResult,
});
