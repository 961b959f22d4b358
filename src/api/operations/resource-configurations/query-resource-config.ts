import {
  resourceConfigInventory,
  toResourceConfigInventory,
} from '../../../contract/inventories/resource-config-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryResourceConfig = defineQuery({
  name: 'QueryResourceConfig',
  family: 'resource-configurations',
  paths: ['/v1/resource-configurations'],
  summary: 'Finds entries of the configuration that single resources have',
  returns: { inventories: resourceConfigInventory.array() },
  entity: 'resourceconfig',
  of: (queries) => queries.resourceConfigs,
  toInventory: toResourceConfigInventory,
});
