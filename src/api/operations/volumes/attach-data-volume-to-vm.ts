import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { vmOf, volumeOf } from '../../../services/resources/lookup.js';
import { checkAttach } from '../../../services/volumes/attach-checks.js';
import { attachVolume } from '../../../services/volumes/attach-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const attachDataVolumeToVm = defineCommand({
  name: 'AttachDataVolumeToVm',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/{volumeUuid}/vm-instances/{vmInstanceUuid}'],
  bodyKey: 'params',
  summary: 'Attaches a data volume to a VM',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  },
  returns: { inventory: volumeInventory },
  check(world, { params: { volumeUuid, vmInstanceUuid } }) {
    checkAttach(world, volumeOf(world, volumeUuid), vmOf(world, vmInstanceUuid));
  },
  run({ world, params, now }) {
    const { volumeUuid, vmInstanceUuid } = params;
    attachVolume(world, volumeOf(world, volumeUuid), vmOf(world, vmInstanceUuid), now);
    return { volumeUuid };
  },
  result: volumeResult,
});
