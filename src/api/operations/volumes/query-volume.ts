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
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.volumes.query(query, ownerUuid);
    return { inventories: rows.map(toVolumeInventory), total };
  },
});
