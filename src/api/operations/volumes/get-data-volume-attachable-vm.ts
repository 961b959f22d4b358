import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { checkAttachable, vmsForVolume } from '../../../services/volumes/attachable-vms.js';
import { defineSync } from '../../define-operation.js';
import { vmInventoryOf } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const getDataVolumeAttachableVm = defineSync({
  name: 'GetDataVolumeAttachableVm',
  family: 'volumes',
  method: 'GET',
  paths: ['/v1/volumes/{volumeUuid}/candidate-vm-instances'],
  auth: true,
  summary: 'Finds the VMs that a data volume can be attached to',
  params: { volumeUuid: requiredText({ resourceType: 'Volume' }) },
  returns: { inventories: vmInstanceInventory.array() },
  run(world, { volumeUuid }, caller) {
    const volume = volumeOf(world, volumeUuid);
    checkAttachable(volume);
    const vms = vmsForVolume(world, volume, caller);
    return { inventories: vms.map((vm) => vmInventoryOf(world, vm)) };
  },
});
