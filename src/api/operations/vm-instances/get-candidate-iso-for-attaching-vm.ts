import { imageInventory, toImageInventory } from '../../../contract/inventories/image-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { canAttach } from '../../../services/vm-instances/iso.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';
import { queryIsos } from '../../iso-query.js';

export const getCandidateIsoForAttachingVm = defineSync({
  name: 'GetCandidateIsoForAttachingVm',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/iso-candidates'],
  auth: true,
  summary: 'Finds the ISOs that can be attached to a VM',
  params: { vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: { inventories: imageInventory.array() },
  run(world, { vmInstanceUuid }, caller) {
    const vm = vmOf(world, vmInstanceUuid);
    const isos = queryIsos(world, caller).filter((iso) => canAttach(world, iso, vm));
    return { inventories: isos.map((iso) => toImageInventory(iso, iso.refs)) };
  },
});
