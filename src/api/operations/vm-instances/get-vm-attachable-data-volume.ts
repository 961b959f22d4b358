import {
  toVolumeInventory,
  volumeInventory,
} from '../../../contract/inventories/volume-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { checkTakesVolumes, volumesForVm } from '../../../services/volumes/attachable-volumes.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmAttachableDataVolume = defineSync({
  name: 'GetVmAttachableDataVolume',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/data-volume-candidates'],
  auth: true,
  summary: 'Finds the data volumes that can be attached to a VM',
  params: { vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: { inventories: volumeInventory.array() },
  run(world, { vmInstanceUuid }, caller) {
    const vm = vmOf(world, vmInstanceUuid);
    checkTakesVolumes(vm);
    return { inventories: volumesForVm(world, vm, caller).map(toVolumeInventory) };
  },
});
