import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import {
  checkSnapshot,
  createTemplateFromSnapshotFlow,
} from '../../../services/images/snapshot-template/flow.js';
import { snapshotOf } from '../../../services/resources/lookup.js';
import { defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { newResourceOf } from '../../new-resource.js';
import { CREATE_PARAMS, optionalText, requiredList, requiredText } from '../../params.js';

export const createDataVolumeTemplateFromVolumeSnapshot = defineAsync({
  name: 'CreateDataVolumeTemplateFromVolumeSnapshot',
  family: 'images',
  method: 'POST',
  paths: ['/v1/images/data-volume-templates/from/volume-snapshots/{snapshotUuid}'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a data volume template (an image) of what a snapshot froze',
  params: {
    description: optionalText({ maxLength: 2048 }),
    tagUuids: CREATE_PARAMS.tagUuids,
    snapshotUuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
    name: requiredText({ maxLength: 255 }),
    resourceUuid: CREATE_PARAMS.resourceUuid,
    backupStorageUuids: requiredList({ nonempty: true, resourceType: 'BackupStorage' }),
  },
  returns: { inventory: imageInventory },
  flow: createTemplateFromSnapshotFlow,
  check: (world, { params }) => checkSnapshot(snapshotOf(world, params.snapshotUuid)),
  context: (_world, call) => ({
    request: {
      mediaType: 'DataVolumeTemplate' as const,
      snapshotUuid: call.params.snapshotUuid,
      ...newResourceOf(call),
      guestOsType: null,
      platform: null,
      architecture: null,
      system: false,
      virtio: false,
      backupStorageUuids: call.params.backupStorageUuids,
    },
  }),
  result: imageResult,
});
