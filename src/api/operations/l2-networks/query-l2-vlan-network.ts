import {
  toL2VlanNetworkInventory,
  l2VlanNetworkInventory,
} from '../../../contract/inventories/l2-network-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryL2VlanNetwork = defineQuery({
  name: 'QueryL2VlanNetwork',
  family: 'l2-networks',
  paths: ['/v1/l2-networks/vlan', '/v1/l2-networks/vlan/{uuid}'],
  summary: 'Finds networks of layer 2 on a VLAN',
  returns: { inventories: l2VlanNetworkInventory.array() },
  entity: 'l2vlannetwork',
  of: (queries) => queries.l2VlanNetworks,
  toInventory: toL2VlanNetworkInventory,
});
