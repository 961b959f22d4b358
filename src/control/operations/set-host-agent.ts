import { anyHostInventory } from '../../contract/inventories/host-inventory.js';
import { defineCommand } from '../../api/define-operation.js';
import { hostResult } from '../../api/inventory-of.js';
import { requiredFlag, requiredText } from '../../api/params.js';
import { setHostReachable } from '../../services/hosts/host-status.js';
import { hostOf } from '../../services/resources/lookup.js';

export const setHostAgent = defineCommand({
  name: 'SetHostAgent',
  family: 'emulator',
  auth: false,
  method: 'PUT',
  paths: ['/v1/hosts/{uuid}/agent'],
  summary:
    'Lets a host fall silent, so that it is Disconnected and its VMs Unknown, or answer again',
  params: {
    uuid: requiredText({ resourceType: 'Host' }),
    reachable: requiredFlag(),
  },
  returns: { inventory: anyHostInventory },
  run({ world, params, now }) {
    setHostReachable(world, hostOf(world, params.uuid), params.reachable, now);
    return { uuid: params.uuid };
  },
  result: hostResult,
});
