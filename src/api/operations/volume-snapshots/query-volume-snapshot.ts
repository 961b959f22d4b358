import {
  toVolumeSnapshotInventory,
  volumeSnapshotInventory,
} from '../../../contract/inventories/volume-snapshot-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVolumeSnapshot = defineQuery({
  name: 'QueryVolumeSnapshot',
  family: 'volume-snapshots',
  paths: ['/v1/volume-snapshots', '/v1/volume-snapshots/{uuid}'],
  summary: 'Finds snapshots',
  returns: { inventories: volumeSnapshotInventory.array() },
  entity: 'volumesnapshot',
  of: (queries) => queries.volumeSnapshots,
  toInventory: toVolumeSnapshotInventory,
});
