import { imageInventory, toImageInventory } from '../../../contract/inventories/image-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImage = defineQuery({
  name: 'QueryImage',
  family: 'images',
  paths: ['/v1/images', '/v1/images/{uuid}'],
  summary: 'Finds images',
  returns: { inventories: imageInventory.array() },
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.images.query(query, ownerUuid);
    return { inventories: rows.map((row) => toImageInventory(row, row.refs)), total };
  },
});
