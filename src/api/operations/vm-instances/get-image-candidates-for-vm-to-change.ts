import { imageInventory, toImageInventory } from '../../../contract/inventories/image-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { canBecome } from '../../../services/vm-instances/change-image.js';
import { defineSync } from '../../define-operation.js';
import { queryImages } from '../../iso-query.js';
import { requiredText } from '../../params.js';

export const getImageCandidatesForVmToChange = defineSync({
  name: 'GetImageCandidatesForVmToChange',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/image-candidates'],
  auth: true,
  summary: 'Finds the images that a VM can be changed to',
  params: { vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: { inventories: imageInventory.array() },
  run(world, { vmInstanceUuid }, caller) {
    const vm = vmOf(world, vmInstanceUuid);
    const images = queryImages(world, caller, 'RootVolumeTemplate');
    const fitting = images.filter((image) => canBecome(world, vm, image));
    return { inventories: fitting.map((image) => toImageInventory(image, image.refs)) };
  },
});
