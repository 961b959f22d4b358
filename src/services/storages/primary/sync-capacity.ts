import { apiError } from '../../../core/api-error.js';
import type { Flow } from '../../../jobs/flow.js';
import { primaryStorageOf } from '../../resources/lookup.js';

/**
 * Asks a primary storage for its capacity, and counts what lies on it. Both are in step here at any time, so that nothing
 * changes. Steps and their names are the real system's.
 */
export const syncCapacityFlow: Flow<{ readonly uuid: string }> = {
  name: 'sync-capacity-of-primary-storage',
  firstStep: 'sync-physical-capacity',
  steps: {
    'sync-physical-capacity'({ world, context, schedule }) {
      const { type } = primaryStorageOf(world, context.uuid);
      if (type === 'SharedMountPoint') throw apiError('SYS.1006', 'not supported operation');
      schedule('recalculate-primary-storage-capacity');
    },
    'recalculate-primary-storage-capacity'({ world, context, succeed }) {
      succeed({ uuid: primaryStorageOf(world, context.uuid).uuid });
    },
  },
  rollback: () => undefined,
};
