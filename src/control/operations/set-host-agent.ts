import { anyHostInventory } from '../../contract/inventories/host-inventory.js';
import { defineControl } from '../../api/define-operation.js';
import { hostResult } from '../../api/inventory-of.js';
import { requiredFlag, requiredText } from '../../api/params.js';
import { setHostReachable } from '../../services/hosts/host-status.js';
import { hostOf } from '../../services/resources/lookup.js';
import { changing } from '../changing.js';

export const setHostAgent = defineControl({
  name: 'SetHostAgent',
  method: 'PUT',
  paths: ['/v1/hosts/{uuid}/agent'],
  summary:
    'Lets a host fall silent, so that it is Disconnected and its VMs Unknown, or answer again',
  params: {
    uuid: requiredText({ resourceType: 'Host' }),
    reachable: requiredFlag(),
  },
  returns: { inventory: anyHostInventory },
  run: (environment, { uuid, reachable }) =>
    changing(environment, (world, now) => {
      setHostReachable(world, hostOf(world, uuid), reachable, now);
      return hostResult(world, { uuid });
    }),
});
