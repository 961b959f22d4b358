import {
  toVolumeSnapshotTreeInventory,
  volumeSnapshotTreeInventory,
} from '../../../contract/inventories/volume-snapshot-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVolumeSnapshotTree = defineQuery({
  name: 'QueryVolumeSnapshotTree',
  family: 'volume-snapshots',
  paths: ['/v1/volume-snapshots/trees', '/v1/volume-snapshots/trees/{uuid}'],
  summary: 'Finds trees of snapshots',
  returns: { inventories: volumeSnapshotTreeInventory.array() },
  run(queries, query, ownerUuid) {
    const { rows, total } = queries.volumeSnapshotTrees.query(query, ownerUuid);
    return {
      inventories: rows.map((row) => toVolumeSnapshotTreeInventory(row, row.snapshots)),
      total,
    };
  },
});
