import {
  systemTagInventory,
  toSystemTagInventory,
} from '../../../contract/inventories/tag-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const querySystemTag = defineQuery({
  name: 'QuerySystemTag',
  family: 'system-tags',
  paths: ['/v1/system-tags', '/v1/system-tags/{uuid}'],
  summary: 'Finds system tags',
  returns: { inventories: systemTagInventory.array() },
  entity: 'systemtag',
  of: (queries) => queries.systemTags,
  toInventory: toSystemTagInventory,
});
