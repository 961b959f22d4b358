import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { L3_BASIC_NETWORK, L3_CATEGORIES } from '../../../domain/network/l3-network.js';
import { checkNewL3, createL3Network as create } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { choice, flag, numberChoice, optionalText, requiredText, textOr } from '../../params.js';

export const createL3Network = defineCommand({
  name: 'CreateL3Network',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks'],
  bodyKey: 'params',
  summary: 'Makes a network of layer 3 on one of layer 2',
  params: {
    type: textOr(L3_BASIC_NETWORK),
    l2NetworkUuid: requiredText({ resourceType: 'L2Network' }),
    category: choice(L3_CATEGORIES, 'Private'),
    ipVersion: numberChoice([4, 6]),
    system: flag(false),
    dnsDomain: optionalText(),
    enableIPAM: flag(true),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: l3NetworkInventory },
  quota: () => ({ 'l3.num': 1 }),
  check: (_world, { params }) => checkNewL3(params),
  run(call) {
    const wanted = { ...call.params, ...newResourceOf(call) };
    return { l3NetworkUuid: create(call.world, wanted, call.now) };
  },
  result: l3NetworkResult,
});
