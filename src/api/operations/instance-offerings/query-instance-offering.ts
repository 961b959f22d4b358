import {
  instanceOfferingInventory,
  toInstanceOfferingInventory,
} from '../../../contract/inventories/offering-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryInstanceOffering = defineQuery({
  name: 'QueryInstanceOffering',
  family: 'instance-offerings',
  paths: ['/v1/instance-offerings', '/v1/instance-offerings/{uuid}'],
  summary: 'Finds instance offerings',
  returns: { inventories: instanceOfferingInventory.array() },
  entity: 'instanceoffering',
  of: (queries) => queries.instanceOfferings,
  toInventory: toInstanceOfferingInventory,
});
