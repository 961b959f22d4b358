import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import {
  checkBootVolume,
  setBootVolumeFlow,
} from '../../../services/vm-instances/set-boot-volume.js';
import { checkOwner } from '../../authorize.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const setVmBootVolume = defineAsync({
  name: 'SetVmBootVolume',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/actions'],
  bodyKey: 'setVmBootVolume',
  auth: true,
  summary:
    'Makes a data volume of a stopped VM its root volume; the former one becomes a data volume',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  },
  returns: { inventory: vmInstanceInventory },
  flow: setBootVolumeFlow,
  check(world, { params, caller }) {
    checkOwner(world, 'Volume', [params.volumeUuid], caller);
    checkBootVolume(params.vmInstanceUuid, volumeOf(world, params.volumeUuid));
  },
  context: (_world, { params }) => ({
    vmUuid: params.vmInstanceUuid,
    volumeUuid: params.volumeUuid,
  }),
  result: vmResult,
});
