import {
  ipRangeInventory,
  toTypedIpRangeInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import { addRange, checkRange, rangesOfCidr } from '../../../services/networks/ip-ranges.js';
import { ipRangeOf, newUuid } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { optionalChoice, optionalText, requiredText, type ParamValues } from '../../params.js';

const params = {
  l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
  networkCidr: requiredText(),
  gateway: optionalText({ maxLength: 64, description: 'default: the first host of the network' }),
  ipRangeType: optionalChoice(IP_RANGE_TYPES),
  ...NEW_RESOURCE_PARAMS,
};

const rangesOf = ({
  l3NetworkUuid,
  networkCidr,
  gateway,
  ipRangeType,
}: ParamValues<typeof params>) =>
  rangesOfCidr(l3NetworkUuid, networkCidr, gateway, ipRangeType ?? 'Normal');

export const addIpRangeByNetworkCidr = defineCommand({
  name: 'AddIpRangeByNetworkCidr',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/ip-ranges/by-cidr'],
  bodyKey: 'params',
  summary:
    'Adds the addresses of a CIDR to a network: two ranges where its gateway is in the middle',
  params,
  returns: { inventory: ipRangeInventory, inventories: ipRangeInventory.array() },
  check(world, { params: told }) {
    for (const range of rangesOf(told)) checkRange(world, range);
  },
  run({ world, params: told, caller, systemTags, userTags, tagUuids, now }) {
    const uuids = rangesOf(told).map((range, i) => {
      // Another call of the same moment may have taken some of them.
      checkRange(world, range);
      const uuid = newUuid(world, i === 0 ? told.resourceUuid : null);
      addRange(world, uuid, told, range, caller.accountUuid, now);
      return uuid;
    });
    const tags = { systemTags, userTags, tagUuids };
    writeTags(world, 'L3NetworkVO', told.l3NetworkUuid, tags, now);
    return { uuids };
  },
  result(world, outcome) {
    const uuids = outcome['uuids'] as readonly string[];
    const inventories = uuids.map((uuid) => toTypedIpRangeInventory(ipRangeOf(world, uuid)));
    return { inventory: inventories[0], inventories };
  },
});
