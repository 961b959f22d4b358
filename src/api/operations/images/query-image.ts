import { imageInventory, toImageInventory } from '../../../contract/inventories/image-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImage = defineQuery({
  name: 'QueryImage',
  family: 'images',
  paths: ['/v1/images', '/v1/images/{uuid}'],
  summary: 'Finds images',
  returns: { inventories: imageInventory.array() },
  entity: 'image',
  of: (queries) => queries.images,
  toInventory: (row) => toImageInventory(row, row.refs),
});
