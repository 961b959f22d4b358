import { anyL2NetworkInventory } from '../../../contract/inventories/l2-network-inventory.js';
import type { L2NetworkType } from '../../../domain/network/l2-network.js';
import { checkVlanChange } from '../../../services/networks/l2-networks.js';
import { l2NetworkOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { l2NetworkResult } from '../../inventory-of.js';
import { optionalText, requiredText, wholeNumber } from '../../params.js';

export const changeL2NetworkVlanId = defineCommand({
  name: 'ChangeL2NetworkVlanId',
  family: 'l2-networks',
  method: 'PUT',
  paths: ['/v1/l2-networks/{uuid}/actions'],
  bodyKey: 'changeL2NetworkVlanId',
  adminOnly: true,
  summary: 'Puts a network of layer 2 on another VLAN, or on none',
  params: {
    uuid: requiredText({ resourceType: 'L2Network' }),
    vlan: wholeNumber('Integer'),
    type: optionalText(),
  },
  returns: { inventory: anyL2NetworkInventory },
  check: (world, { params }) => checkVlanChange(world, l2NetworkOf(world, params.uuid), params),
  run({ world, params: { uuid, type, vlan }, now }) {
    const network = l2NetworkOf(world, uuid);
    const change = { type: type as L2NetworkType, virtualNetworkId: vlan ?? 0 };
    const isSame =
      network.type === change.type && network.virtualNetworkId === change.virtualNetworkId;
    if (!isSame) world.repositories.l2Networks.update(network, change, now);
    return { uuid };
  },
  result: l2NetworkResult,
});
