import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import {
  checkDataVolume,
  createDataVolumeTemplateFlow,
} from '../../../services/images/data-template/flow.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { newResourceOf } from '../../new-resource.js';
import { CREATE_PARAMS, optionalText, requiredText, textList } from '../../params.js';

export const createDataVolumeTemplateFromVolume = defineAsync({
  name: 'CreateDataVolumeTemplateFromVolume',
  family: 'images',
  method: 'POST',
  paths: ['/v1/images/data-volume-templates/from/volumes/{volumeUuid}'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a data volume template (an image) of a volume',
  params: {
    tagUuids: CREATE_PARAMS.tagUuids,
    volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    name: requiredText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    resourceUuid: CREATE_PARAMS.resourceUuid,
    backupStorageUuids: textList({
      nonempty: true,
      resourceType: 'BackupStorage',
      description: 'where to put the image; default: one that the allocator chooses',
    }),
  },
  returns: { inventory: imageInventory },
  flow: createDataVolumeTemplateFlow,
  quota: (world, { params: given }) => ({
    'image.size': world.repositories.volumes.find(given.volumeUuid)?.size ?? null,
    'image.num': 1,
  }),
  check: (world, { params }) => checkDataVolume(volumeOf(world, params.volumeUuid)),
  context: (_world, call) => ({
    request: {
      volumeUuid: call.params.volumeUuid,
      ...newResourceOf(call),
      backupStorageUuids: call.params.backupStorageUuids ?? [],
    },
  }),
  result: imageResult,
});
