import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { imageOf } from '../../../services/resources/lookup.js';
import {
  checkDataTemplate,
  createVolumeFromTemplate,
} from '../../../services/volumes/create-data-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';

export const createDataVolumeFromVolumeTemplate = defineCommand({
  name: 'CreateDataVolumeFromVolumeTemplate',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/data/from/data-volume-templates/{imageUuid}'],
  bodyKey: 'params',
  summary: 'Makes a data volume with the content of a data volume template',
  params: {
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    primaryStorageUuid: requiredText({ resourceType: 'PrimaryStorage' }),
    hostUuid: optionalText({ resourceType: 'Host' }),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: volumeInventory },
  check: (world, { params }) => checkDataTemplate(imageOf(world, params.imageUuid)),
  run(call) {
    const { imageUuid, primaryStorageUuid, hostUuid } = call.params;
    const { world, now } = call;
    const image = imageOf(world, imageUuid);
    const wanted = newResourceOf(call);
    const where = { primaryStorageUuid, hostUuid };
    const volumeUuid = createVolumeFromTemplate(world, wanted, image, where, now);
    return { volumeUuid };
  },
  result: volumeResult,
});
