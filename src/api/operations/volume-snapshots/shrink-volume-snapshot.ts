import * as z from 'zod';
import { inventory } from '../../../contract/inventories/inventory.js';
import { snapshotOf } from '../../../services/resources/lookup.js';
import { shrinkSnapshot } from '../../../services/volume-snapshots/shrink-snapshot.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

const shrinkResult = inventory('org.zstack.header.storage.snapshot.ShrinkResult', {
  oldSize: z.int(),
  size: z.int(),
  deltaSize: z.int(),
});

export const shrinkVolumeSnapshot = defineCommand({
  name: 'ShrinkVolumeSnapshot',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/shrink/{uuid}/actions'],
  bodyKey: 'shrinkVolumeSnapshot',
  summary:
    'Asks the storage to give back what a snapshot has too much of: none of the types here can',
  params: {
    uuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
  },
  returns: { shrinkResult },
  run: ({ world, params }) => shrinkSnapshot(snapshotOf(world, params.uuid)),
});
