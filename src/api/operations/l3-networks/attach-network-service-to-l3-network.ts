import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { attachServices, checkNewServices } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { listMap, requiredText } from '../../params.js';

export const attachNetworkServiceToL3Network = defineCommand({
  name: 'AttachNetworkServiceToL3Network',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/network-services'],
  bodyKey: 'params',
  summary: 'Lets providers do services for a network',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    networkServices: listMap({
      required: true,
      description: 'services by the uuids of their providers, or by the types of these',
    }),
  },
  returns: { inventory: l3NetworkInventory },
  check: (world, { params }) =>
    checkNewServices(world, params.l3NetworkUuid, params.networkServices ?? {}),
  run({ world, params: { l3NetworkUuid, networkServices } }) {
    checkNewServices(world, l3NetworkUuid, networkServices ?? {});
    attachServices(world, l3NetworkUuid, networkServices ?? {});
    return { l3NetworkUuid };
  },
  result: l3NetworkResult,
});
