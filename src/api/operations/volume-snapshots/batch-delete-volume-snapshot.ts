import * as z from 'zod';
import { errorCodeSchema } from '../../../contract/error-code.js';
import { inventory } from '../../../contract/inventories/inventory.js';
import { checkBatch, deleteBatch } from '../../../services/volume-snapshots/delete-snapshot.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredList } from '../../params.js';

const result = inventory('org.zstack.header.storage.snapshot.BatchDeleteVolumeSnapshotStruct', {
  snapshotUuid: z.string(),
  success: z.boolean(),
  error: errorCodeSchema.optional(),
});

export const batchDeleteVolumeSnapshot = defineCommand({
  name: 'BatchDeleteVolumeSnapshot',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/batch-delete'],
  bodyKey: 'batchDeleteVolumeSnapshot',
  summary: 'Deletes several snapshots, each with all that descend from it',
  params: {
    uuids: requiredList({
      nonempty: true,
      emptyString: false,
      resourceType: 'VolumeSnapshot',
      checkAccount: true,
    }),
    deleteMode: deleteMode(),
  },
  returns: { results: z.array(result) },
  check: (world, { params }) => checkBatch(world, params.uuids),
  run: ({ world, params }) => ({ results: deleteBatch(world, params.uuids) }),
  result: (_world, { results }) => ({ results }),
});
