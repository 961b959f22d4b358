import { imageInventory, toImageInventory } from '../../../contract/inventories/image-inventory.js';
import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import * as z from 'zod';
import {
  imagesForNetworks,
  networksFor,
  storagesOfImage,
} from '../../../services/networks/candidates.js';
import { defineSync } from '../../define-operation.js';
import { l3InventoryOf } from '../../inventory-of.js';
import { flag, optionalText, requiredText, textList } from '../../params.js';

export const getInterdependentL3NetworksImages = defineSync({
  name: 'GetInterdependentL3NetworksImages',
  family: 'images-l3networks',
  method: 'GET',
  paths: ['/v1/images-l3networks/dependencies'],
  auth: true,
  summary: 'Tells the networks that VMs of an image can be on, or the images for networks',
  params: {
    zoneUuid: requiredText({ resourceType: 'Zone' }),
    l3NetworkUuids: textList({ nonempty: true, resourceType: 'L3Network' }),
    imageUuid: optionalText({ resourceType: 'Image' }),
    raiseException: flag(false, { description: 'say why there are no networks' }),
  },
  returns: { inventories: z.array(z.union([l3NetworkInventory, imageInventory])) },
  run(world, { zoneUuid, l3NetworkUuids, imageUuid, raiseException }, caller) {
    if (imageUuid === null && l3NetworkUuids !== null) {
      const { images } = world.repositories;
      const found = imagesForNetworks(world, l3NetworkUuids, zoneUuid);
      return {
        inventories: found.map((image) => toImageInventory(image, images.listRefs(image.uuid))),
      };
    }
    const storages = storagesOfImage(world, imageUuid, zoneUuid);
    const found = networksFor(world, storages, zoneUuid, raiseException, caller);
    return { inventories: found.map((network) => l3InventoryOf(world, network)) };
  },
});
