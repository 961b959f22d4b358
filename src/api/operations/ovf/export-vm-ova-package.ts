import { imagePackageInventory } from '../../../contract/inventories/image-package-inventory.js';
import { checkExport, exportOvaFlow } from '../../../services/image-packages/export-ova.js';
import { checkOwner } from '../../authorize.js';
import { defineAsync } from '../../define-operation.js';
import { imagePackageResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

export const exportVmOvaPackage = defineAsync({
  name: 'ExportVmOvaPackage',
  family: 'ovf',
  method: 'POST',
  paths: ['/v1/ovf/ova-packages'],
  bodyKey: 'params',
  auth: true,
  summary: 'Writes a VM with all of its disks to an image store, as one OVA that can be downloaded',
  params: {
    name: optionalText({ maxLength: 255, description: 'default: that of the VM' }),
    description: optionalText({ maxLength: 2048 }),
    vmUuid: requiredText({ description: 'it must be Stopped' }),
    backupStorageUuid: requiredText({ description: 'of an image store' }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: imagePackageInventory },
  flow: exportOvaFlow,
  check(world, { params, caller }) {
    checkOwner(world, 'VmInstance', [params.vmUuid], caller);
    checkExport(world, params.vmUuid, params.backupStorageUuid);
  },
  context: (_world, { params, systemTags, userTags, tagUuids, caller, controlUrl }) => ({
    request: {
      name: params.name?.trim() || null,
      description: params.description,
      vmUuid: params.vmUuid,
      backupStorageUuid: params.backupStorageUuid,
      resourceUuid: params.resourceUuid,
      systemTags,
      userTags,
      tagUuids,
      ownerUuid: caller.accountUuid,
      controlUrl,
    },
  }),
  result: imagePackageResult,
});
