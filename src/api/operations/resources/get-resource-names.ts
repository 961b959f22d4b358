import {
  resourceInventory,
  toResourceInventory,
} from '../../../contract/inventories/management-inventory.js';
import { namedThings } from '../../../services/management/resource-names.js';
import { defineSync } from '../../define-operation.js';
import { requiredList } from '../../params.js';

export const getResourceNames = defineSync({
  name: 'GetResourceNames',
  family: 'resources',
  method: 'GET',
  paths: ['/v1/resources/names'],
  auth: true,
  summary: 'Tells names and types of what uuids name',
  params: { uuids: requiredList({ nonempty: true }) },
  returns: { inventories: resourceInventory.array() },
  run: (world, { uuids }) => ({ inventories: namedThings(world, uuids).map(toResourceInventory) }),
});
