import {
  ipRangeInventory,
  toTypedIpRangeInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { ADDRESS_MODES, IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import { rangeOfIpv6Cidr } from '../../../services/networks/ipv6-ranges.js';
import { ipRangeOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { optionalChoice, requiredChoice, requiredText, type ParamValues } from '../../params.js';
import { addingRange } from './adding-range.js';

const params = {
  l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
  networkCidr: requiredText(),
  addressMode: requiredChoice(ADDRESS_MODES),
  ipRangeType: optionalChoice(IP_RANGE_TYPES),
  ...NEW_RESOURCE_PARAMS,
};

const rangeOf = ({
  l3NetworkUuid,
  networkCidr,
  addressMode,
  ipRangeType,
}: ParamValues<typeof params>) =>
  rangeOfIpv6Cidr(l3NetworkUuid, networkCidr, addressMode, ipRangeType ?? 'Normal');

export const addIpv6RangeByNetworkCidr = defineCommand({
  name: 'AddIpv6RangeByNetworkCidr',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/ipv6-ranges/by-cidr'],
  bodyKey: 'params',
  summary: 'Adds the addresses of a CIDR of IPv6 to a network, after its gateway',
  params,
  returns: { inventory: ipRangeInventory, inventories: ipRangeInventory.array() },
  ...addingRange(rangeOf),
  result(world, { uuid }) {
    const inventory = toTypedIpRangeInventory(ipRangeOf(world, String(uuid)));
    return { inventory, inventories: [inventory] };
  },
});
