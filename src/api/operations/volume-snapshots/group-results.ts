import * as z from 'zod';
import { errorCodeSchema } from '../../../contract/error-code.js';
import { inventory } from '../../../contract/inventories/inventory.js';

const RESULT = {
  snapshotUuid: z.string(),
  volumeUuid: z.string().nullable(),
  success: z.boolean(),
  error: errorCodeSchema.optional(),
};

/** What becomes of each snapshot of a group that a VM is brought back to. */
export const revertSnapshotGroupResult = inventory(
  'org.zstack.header.storage.snapshot.group.RevertSnapshotGroupResult',
  RESULT,
);

/** What becomes of each snapshot of a group that is deleted. */
export const deleteSnapshotGroupResult = inventory(
  'org.zstack.header.storage.snapshot.group.DeleteSnapshotGroupResult',
  RESULT,
);
