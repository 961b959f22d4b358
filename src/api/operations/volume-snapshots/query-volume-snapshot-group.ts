import {
  toVolumeSnapshotGroupInventory,
  volumeSnapshotGroupInventory,
} from '../../../contract/inventories/volume-snapshot-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVolumeSnapshotGroup = defineQuery({
  name: 'QueryVolumeSnapshotGroup',
  family: 'volume-snapshots',
  paths: ['/v1/volume-snapshots/group', '/v1/volume-snapshots/group/{uuid}'],
  summary: 'Finds groups of snapshots',
  returns: { inventories: volumeSnapshotGroupInventory.array() },
  entity: 'volumesnapshotgroup',
  of: (queries) => queries.volumeSnapshotGroups,
  toInventory: (row) => toVolumeSnapshotGroupInventory(row, row.refs),
});
