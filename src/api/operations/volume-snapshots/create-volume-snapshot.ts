import { volumeSnapshotInventory } from '../../../contract/inventories/volume-snapshot-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import {
  checkSnapshotable,
  createSnapshotFlow,
} from '../../../services/volume-snapshots/create-snapshot.js';
import { defineAsync } from '../../define-operation.js';
import { snapshotResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { requiredText } from '../../params.js';

export const createVolumeSnapshot = defineAsync({
  name: 'CreateVolumeSnapshot',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/{volumeUuid}/volume-snapshots'],
  bodyKey: 'params',
  auth: true,
  summary: 'Freezes the content of a volume',
  params: {
    volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: volumeSnapshotInventory },
  quota: () => ({ 'snapshot.volume.num': 1 }),
  flow: createSnapshotFlow,
  check: (world, { params }) => checkSnapshotable(volumeOf(world, params.volumeUuid)),
  context: (_world, call) => ({
    request: {
      volumeUuid: call.params.volumeUuid,
      ...newResourceOf(call),
    },
  }),
  result: snapshotResult,
});
