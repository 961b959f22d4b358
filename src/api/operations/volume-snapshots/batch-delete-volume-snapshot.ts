import { z } from 'zod';
import { removeSnapshot } from '../../../services/volume-snapshots/delete-snapshot.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredList } from '../../params.js';

export const batchDeleteVolumeSnapshot = defineCommand({
  name: 'BatchDeleteVolumeSnapshot',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/batch-delete'],
  bodyKey: 'batchDeleteVolumeSnapshot',
  apiTimeout: 21_600_000,
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
  returns: { results: z.array(z.object({ snapshotUuid: z.string(), success: z.boolean() })) },
  run({ world, params }) {
    const results = params.uuids.map((uuid) => {
      // One that descended from another of the list is gone with it.
      const snapshot = world.repositories.volumeSnapshots.find(uuid);
      if (snapshot) removeSnapshot(world, snapshot);
      return { snapshotUuid: uuid, success: true };
    });
    return { results };
  },
  result: (_world, { results }) => ({ results }),
});
