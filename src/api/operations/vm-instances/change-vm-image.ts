import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { imageOf, vmOf } from '../../../services/resources/lookup.js';
import {
  changeVmImageFlow,
  checkChangeImage,
  checkTagsOfRoot,
} from '../../../services/vm-instances/change-image.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { CREATE_PARAMS, requiredText } from '../../params.js';

export const changeVmImage = defineAsync({
  name: 'ChangeVmImage',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/actions'],
  bodyKey: 'changeVmImage',
  auth: true,
  summary:
    'Gives a stopped VM another image: its root volume becomes one of it, and keeps its uuid',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    imageUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: vmInstanceInventory },
  flow: changeVmImageFlow,
  check(world, { params, systemTags }) {
    checkChangeImage(world, vmOf(world, params.vmInstanceUuid), imageOf(world, params.imageUuid));
    checkTagsOfRoot(systemTags);
  },
  context: (_world, { params, systemTags, userTags, tagUuids }) => ({
    request: {
      vmUuid: params.vmInstanceUuid,
      imageUuid: params.imageUuid,
      resourceUuid: params.resourceUuid,
      systemTags,
      userTags,
      tagUuids,
    },
  }),
  result: vmResult,
});
