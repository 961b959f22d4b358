import { hostInventory, toHostInventory } from '../../../contract/inventories/host-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryHost = defineQuery({
  name: 'QueryHost',
  family: 'hosts',
  paths: ['/v1/hosts', '/v1/hosts/{uuid}'],
  summary: 'Finds hosts',
  returns: { inventories: hostInventory.array() },
  entity: 'host',
  of: (queries) => queries.hosts,
  toInventory: toHostInventory,
});
