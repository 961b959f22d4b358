import {
  toNetworkServiceRefInventory,
  networkServiceRefInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryNetworkServiceL3NetworkRef = defineQuery({
  name: 'QueryNetworkServiceL3NetworkRef',
  family: 'l3-networks',
  paths: ['/v1/l3-networks/network-services/refs'],
  summary: 'Finds the services of networks',
  returns: { inventories: networkServiceRefInventory.array() },
  entity: 'networkservicel3networkref',
  of: (queries) => queries.networkServiceRefs,
  toInventory: toNetworkServiceRefInventory,
});
