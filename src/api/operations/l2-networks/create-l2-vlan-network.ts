import { anyL2NetworkInventory } from '../../../contract/inventories/l2-network-inventory.js';
import { VSWITCH_TYPES } from '../../../domain/network/l2-network.js';
import { checkL2Type, createL2Network } from '../../../services/networks/l2-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l2NetworkResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { choice, flag, optionalText, requiredText, wholeNumber } from '../../params.js';

export const createL2VlanNetwork = defineCommand({
  name: 'CreateL2VlanNetwork',
  family: 'l2-networks',
  method: 'POST',
  paths: ['/v1/l2-networks/vlan'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes a network of layer 2 on a VLAN',
  params: {
    vlan: wholeNumber('Integer', { required: true, numberRange: [1, 4094] }),
    ...NEW_RESOURCE_PARAMS,
    zoneUuid: requiredText({ resourceType: 'Zone' }),
    physicalInterface: requiredText({ maxLength: 1024 }),
    type: optionalText(),
    vSwitchType: choice(VSWITCH_TYPES, 'LinuxBridge', { maxLength: 1024 }),
    isolated: flag(false),
    pvlan: optionalText({ emptyString: false }),
  },
  returns: { inventory: anyL2NetworkInventory },
  check: (_world, { params }) => checkL2Type(params.type),
  run(call) {
    const wanted = { ...call.params, ...newResourceOf(call), type: 'L2VlanNetwork' as const };
    return { uuid: createL2Network(call.world, wanted, call.now) };
  },
  result: l2NetworkResult,
});
