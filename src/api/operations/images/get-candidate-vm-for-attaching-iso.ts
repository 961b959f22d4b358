import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { vmsForIso } from '../../../services/vm-instances/iso.js';
import { defineSync } from '../../define-operation.js';
import { vmInventoryOf } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const getCandidateVmForAttachingIso = defineSync({
  name: 'GetCandidateVmForAttachingIso',
  family: 'images',
  method: 'GET',
  paths: ['/v1/images/iso/{isoUuid}/vm-candidates'],
  auth: true,
  summary: 'Finds the VMs that an ISO can be attached to',
  params: { isoUuid: requiredText({ resourceType: 'Image' }) },
  returns: { inventories: vmInstanceInventory.array() },
  run(world, { isoUuid }, caller) {
    const { accounts } = world.repositories;
    const vms = vmsForIso(world, imageOf(world, isoUuid)).filter(
      ({ uuid }) => caller.isAdmin || accounts.findOwner(uuid) === caller.accountUuid,
    );
    return { inventories: vms.map((vm) => vmInventoryOf(world, vm)) };
  },
});
