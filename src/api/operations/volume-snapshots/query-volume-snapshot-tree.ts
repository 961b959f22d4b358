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
  entity: 'volumesnapshottree',
  of: (queries) => queries.volumeSnapshotTrees,
  toInventory: (row) => toVolumeSnapshotTreeInventory(row, row.snapshots),
});
