import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { checkDetach, detachVolume } from '../../../services/volumes/attach-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const detachDataVolumeFromVm = defineCommand({
  name: 'DetachDataVolumeFromVm',
  family: 'volumes',
  method: 'DELETE',
  paths: ['/v1/volumes/{uuid}/vm-instances'],
  summary: 'Detaches a data volume from its VM',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    vmUuid: optionalText({ resourceType: 'VmInstance', checkAccount: true }),
  },
  returns: { inventory: volumeInventory },
  check: (world, { params: { uuid, vmUuid } }) => checkDetach(volumeOf(world, uuid), vmUuid),
  run({ world, params, now }) {
    detachVolume(world, volumeOf(world, params.uuid), params.vmUuid, now);
    return { volumeUuid: params.uuid };
  },
  result: volumeResult,
});
