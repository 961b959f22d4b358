import * as z from 'zod';
import { inventory } from '../../../contract/inventories/inventory.js';
import { snapshotGroupOf } from '../../../services/resources/lookup.js';
import { availabilityOf } from '../../../services/volume-snapshots/groups/availability.js';
import { defineSync } from '../../define-operation.js';
import { requiredList } from '../../params.js';

const availability = inventory(
  'org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupAvailability',
  {
    uuid: z.string(),
    available: z.boolean(),
    reason: z.string().describe('empty where it is available'),
  },
);

export const checkVolumeSnapshotGroupAvailability = defineSync({
  name: 'CheckVolumeSnapshotGroupAvailability',
  family: 'volume-snapshots',
  method: 'GET',
  paths: ['/v1/volume-snapshots/groups/availabilities'],
  auth: true,
  summary: 'Tells whether VMs can be brought back to groups of snapshots',
  params: { uuids: requiredList({ resourceType: 'VolumeSnapshotGroup' }) },
  returns: { results: availability.array() },
  run: (world, { uuids }) => ({
    results: [...new Set(uuids)].map((uuid) => availabilityOf(world, snapshotGroupOf(world, uuid))),
  }),
});
