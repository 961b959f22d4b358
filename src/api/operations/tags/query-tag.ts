import {
  tagPatternInventory,
  toTagPatternInventory,
} from '../../../contract/inventories/tag-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryTag = defineQuery({
  name: 'QueryTag',
  family: 'tags',
  paths: ['/v1/tags', '/v1/tags/{uuid}'],
  summary: 'Finds tag patterns',
  returns: { inventories: tagPatternInventory.array() },
  entity: 'tagpattern',
  of: (queries) => queries.tagPatterns,
  toInventory: toTagPatternInventory,
});
