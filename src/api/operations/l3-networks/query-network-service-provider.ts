import {
  toNetworkServiceProviderInventory,
  networkServiceProviderInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryNetworkServiceProvider = defineQuery({
  name: 'QueryNetworkServiceProvider',
  family: 'network-services',
  paths: ['/v1/network-services/providers'],
  summary: 'Finds who does services for networks',
  returns: { inventories: networkServiceProviderInventory.array() },
  entity: 'networkserviceprovider',
  of: (queries) => queries.networkServiceProviders,
  toInventory: toNetworkServiceProviderInventory,
});
