import { imageGroupInventory } from '../../../contract/inventories/image-group-inventory.js';
import { createImageGroupFromVmFlow } from '../../../services/image-groups/create-group.js';
import { defineAsync } from '../../define-operation.js';
import { imageGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { requiredText } from '../../params.js';

export const createImageGroupFromVmInstance = defineAsync({
  name: 'CreateImageGroupFromVmInstance',
  family: 'image-groups',
  method: 'POST',
  paths: ['/v1/images/groups/from/vm-instance'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes templates of all volumes of a VM, and a group of them',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    ...NEW_RESOURCE_PARAMS,
  },
  returns: { inventory: imageGroupInventory },
  flow: createImageGroupFromVmFlow,
  check: () => undefined,
  context: (_world, call) => ({
    request: newResourceOf(call),
    vmUuid: call.params.vmInstanceUuid,
  }),
  result: imageGroupResult,
});
