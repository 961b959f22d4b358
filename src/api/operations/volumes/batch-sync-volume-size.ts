import * as z from 'zod';
import { syncVolumesOf } from '../../../services/volumes/batch-sync.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const batchSyncVolumeSize = defineSync({
  name: 'BatchSyncVolumeSize',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/batch-sync-volumes'],
  // The real system names no object for its parameters: they stand behind the empty name.
  bodyKey: '',
  auth: true,
  summary: 'Asks the storages how large the volumes of all VMs are that run in a cluster',
  params: { clusterUuid: requiredText({ resourceType: 'Cluster' }) },
  returns: {
    successCount: z.int().describe('volumes whose storage answered'),
    failCount: z.int(),
  },
  run: (world, { clusterUuid }) => syncVolumesOf(world, clusterUuid),
});
