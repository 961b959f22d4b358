import {
  imageGroupRefInventory,
  toImageGroupRefInventory,
} from '../../../contract/inventories/image-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImageGroupRef = defineQuery({
  name: 'QueryImageGroupRef',
  family: 'image-groups',
  // The real system looks for a `uuid` in the address alone: the second path narrows nothing.
  paths: ['/v1/imagegrouprefs', '/v1/imagegrouprefs/{imageGroupUuid}'],
  summary: 'Tells which images are in which groups',
  returns: { inventories: imageGroupRefInventory.array() },
  entity: 'imagegroupref',
  of: (queries) => queries.imageGroupRefs,
  toInventory: toImageGroupRefInventory,
});
