import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { PLATFORMS } from '../../../domain/image/image.js';
import { createTemplateFromSnapshotFlow } from '../../../services/images/snapshot-template/flow.js';
import { defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { newResourceOf } from '../../new-resource.js';
import {
  CREATE_PARAMS,
  flag,
  optionalChoice,
  optionalText,
  requiredList,
  requiredText,
} from '../../params.js';

export const createRootVolumeTemplateFromVolumeSnapshot = defineAsync({
  name: 'CreateRootVolumeTemplateFromVolumeSnapshot',
  family: 'images',
  method: 'POST',
  paths: ['/v1/images/root-volume-templates/from/volume-snapshots/{snapshotUuid}'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a root volume template (an image) of what a snapshot froze',
  params: {
    virtio: flag(true),
    description: optionalText({ maxLength: 2048 }),
    platform: optionalChoice(PLATFORMS, { description: 'default: that of the VM' }),
    guestOsType: optionalText({ description: 'default: that of the VM' }),
    tagUuids: CREATE_PARAMS.tagUuids,
    snapshotUuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
    system: flag(false),
    name: requiredText({ maxLength: 255 }),
    resourceUuid: CREATE_PARAMS.resourceUuid,
    backupStorageUuids: requiredList({ nonempty: true, resourceType: 'BackupStorage' }),
    architecture: optionalText({ description: 'default: that of the VM' }),
  },
  // The real system declares `failures` and never fills it.
  returns: { inventory: imageInventory },
  flow: createTemplateFromSnapshotFlow,
  check: () => undefined,
  context: (_world, call) => ({
    request: {
      mediaType: 'RootVolumeTemplate' as const,
      snapshotUuid: call.params.snapshotUuid,
      ...newResourceOf(call),
      guestOsType: call.params.guestOsType,
      platform: call.params.platform,
      architecture: call.params.architecture,
      system: call.params.system,
      virtio: call.params.virtio,
      backupStorageUuids: call.params.backupStorageUuids,
    },
  }),
  result: imageResult,
});
