import {
  imageGroupInventory,
  toImageGroupInventory,
} from '../../../contract/inventories/image-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImageGroup = defineQuery({
  name: 'QueryImageGroup',
  family: 'image-groups',
  paths: ['/v1/imagegroups', '/v1/imagegroups/{uuid}'],
  summary: 'Finds groups of images',
  returns: { inventories: imageGroupInventory.array() },
  entity: 'imagegroup',
  of: (queries) => queries.imageGroups,
  toInventory: toImageGroupInventory,
});
