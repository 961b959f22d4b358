import { imageGroupInventory } from '../../../contract/inventories/image-group-inventory.js';
import { beginGroup, finishGroup } from '../../../services/image-groups/image-group.js';
import { defineCommand } from '../../define-operation.js';
import { imageGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { requiredText, textList } from '../../params.js';

export const createImageGroupFromImage = defineCommand({
  name: 'CreateImageGroupFromImage',
  family: 'image-groups',
  method: 'POST',
  paths: ['/v1/imagegroup/from/image/{rootVolumeTemplateUuid}'],
  bodyKey: 'params',
  summary: 'Puts images that are there into a group',
  params: {
    ...NEW_RESOURCE_PARAMS,
    rootVolumeTemplateUuid: requiredText({
      maxLength: 2048,
      resourceType: 'Image',
      checkAccount: true,
    }),
    dataVolumeTemplateUuids: textList({
      resourceType: 'Image',
      checkAccount: true,
      description: 'one that stands there twice is in the group once, and counted twice',
    }),
  },
  returns: { inventory: imageGroupInventory },
  run({ world, now, ...call }) {
    const { rootVolumeTemplateUuid, dataVolumeTemplateUuids } = call.params;
    const images = [rootVolumeTemplateUuid, ...(dataVolumeTemplateUuids ?? [])];
    const groupUuid = beginGroup(world, newResourceOf(call), images.length, now);
    finishGroup(world, groupUuid, images, now);
    return { groupUuid };
  },
  result: imageGroupResult,
});
