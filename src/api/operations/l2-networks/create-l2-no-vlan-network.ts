import { anyL2NetworkInventory } from '../../../contract/inventories/l2-network-inventory.js';
import { VSWITCH_TYPES } from '../../../domain/network/l2-network.js';
import { checkL2Type, createL2Network } from '../../../services/networks/l2-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l2NetworkResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { choice, flag, optionalText, requiredText } from '../../params.js';

const { name, ...others } = NEW_RESOURCE_PARAMS;

export const createL2NoVlanNetwork = defineCommand({
  name: 'CreateL2NoVlanNetwork',
  family: 'l2-networks',
  method: 'POST',
  paths: ['/v1/l2-networks/no-vlan'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes a network of layer 2 on an interface of hosts',
  params: {
    // Its check stands before that of the zone: their names fall into one bucket.
    name,
    zoneUuid: requiredText({ resourceType: 'Zone' }),
    physicalInterface: requiredText({ maxLength: 1024 }),
    type: optionalText(),
    vSwitchType: choice(VSWITCH_TYPES, 'LinuxBridge', { maxLength: 1024 }),
    isolated: flag(false),
    pvlan: optionalText({ emptyString: false }),
    ...others,
  },
  returns: { inventory: anyL2NetworkInventory },
  check: (_world, { params }) => checkL2Type(params.type),
  run(call) {
    const wanted = {
      ...call.params,
      ...newResourceOf(call),
      type: 'L2NoVlanNetwork' as const,
      vlan: null,
    };
    return { uuid: createL2Network(call.world, wanted, call.now) };
  },
  result: l2NetworkResult,
});
