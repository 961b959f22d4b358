import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { snapshotOf } from '../../../services/resources/lookup.js';
import { createVolumeFromSnapshot } from '../../../services/volumes/create-data-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';

export const createDataVolumeFromVolumeSnapshot = defineCommand({
  name: 'CreateDataVolumeFromVolumeSnapshot',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/data/from/volume-snapshots/{volumeSnapshotUuid}'],
  bodyKey: 'params',
  summary: 'Makes a data volume with the content of a snapshot',
  params: {
    volumeSnapshotUuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
    primaryStorageUuid: optionalText({ resourceType: 'PrimaryStorage' }),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: volumeInventory },
  run(call) {
    const { volumeSnapshotUuid, primaryStorageUuid } = call.params;
    const { world, now } = call;
    const snapshot = snapshotOf(world, volumeSnapshotUuid);
    const wanted = newResourceOf(call);
    const volumeUuid = createVolumeFromSnapshot(world, wanted, snapshot, primaryStorageUuid, now);
    return { volumeUuid };
  },
  result: volumeResult,
});
