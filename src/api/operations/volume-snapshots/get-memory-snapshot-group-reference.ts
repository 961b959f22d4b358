import * as z from 'zod';
import { volumeSnapshotGroupInventory } from '../../../contract/inventories/volume-snapshot-group-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

/** What groups with a guest's memory refer to. */
const REFERRED = ['VolumeVO', 'L3NetworkVO'];

export const getMemorySnapshotGroupReference = defineSync({
  name: 'GetMemorySnapshotGroupReference',
  family: 'volume-snapshots',
  method: 'GET',
  paths: ['/v1/memory-snapshots/group/reference'],
  auth: true,
  summary: 'Tells which groups with memory need a volume or a network: here are none',
  params: {
    resourceUuid: requiredText({ resourceType: 'Resource' }),
    resourceType: requiredText(),
  },
  returns: {
    inventories: z.array(volumeSnapshotGroupInventory).nullable(),
    resourceUuid: z.string(),
  },
  run(_world, { resourceUuid, resourceType }) {
    if (!REFERRED.includes(resourceType)) {
      throw apiError(
        'SYS.1006',
        `this resource type ${resourceType} does not support querying memory snapshot references`,
      );
    }
    return { inventories: null, resourceUuid };
  },
});
