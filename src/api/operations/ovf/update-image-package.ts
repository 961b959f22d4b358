import { imagePackageInventory } from '../../../contract/inventories/image-package-inventory.js';
import { imagePackageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { imagePackageResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateImagePackage = defineCommand({
  name: 'UpdateImagePackage',
  family: 'image-packages',
  method: 'PUT',
  paths: ['/v1/image-packages/{uuid}'],
  bodyKey: 'updateImagePackage',
  summary: 'Changes what a package is called; its file stays as it is',
  params: {
    uuid: requiredText({ resourceType: 'ImagePackage', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: imagePackageInventory },
  run({ world, params, now }) {
    const image = imagePackageOf(world, params.uuid);
    const { name, description } = params;
    if (name === null && description === null) return { packageUuid: image.uuid };
    world.repositories.imagePackages.update(
      image,
      { name: name ?? image.name, description: description ?? image.description },
      now,
    );
    return { packageUuid: image.uuid };
  },
  result: imagePackageResult,
});
