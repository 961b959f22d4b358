import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { ATTACH_VM_STATES } from '../../../services/volumes/attach-volume.js';
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
    const { vmInstances, accounts, primaryStorages } = world.repositories;
    const isFree = volume.type === 'Data' && volume.vmInstanceUuid === null;
    const storage =
      volume.primaryStorageUuid === null
        ? undefined
        : primaryStorages.find(volume.primaryStorageUuid);
    const candidates = vmInstances
      .listByStates(ATTACH_VM_STATES)
      .filter(
        ({ uuid, zoneUuid }) =>
          isFree &&
          (storage === undefined || storage.zoneUuid === zoneUuid) &&
          (caller.isAdmin || accounts.findOwner(uuid) === caller.accountUuid),
      );
    return { inventories: candidates.map((vm) => vmInventoryOf(world, vm)) };
  },
});
