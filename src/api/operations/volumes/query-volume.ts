import {
  toVolumeInventory,
  volumeInventory,
} from '../../../contract/inventories/volume-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVolume = defineQuery({
  name: 'QueryVolume',
  family: 'volumes',
  paths: ['/v1/volumes', '/v1/volumes/{uuid}'],
  summary: 'Finds volumes',
  returns: { inventories: volumeInventory.array() },
  entity: 'volume',
  of: (queries) => queries.volumes,
  toInventory: toVolumeInventory,
});
