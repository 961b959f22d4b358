import { eipInventory } from '../../../contract/inventories/vip-inventory.js';
import { changeEipState as change } from '../../../services/networks/eips.js';
import { eipOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { eipResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeEipState = defineCommand({
  name: 'ChangeEipState',
  family: 'eips',
  method: 'PUT',
  paths: ['/v1/eips/{uuid}/actions'],
  bodyKey: 'changeEipState',
  summary: 'Enables or disables an EIP: a disabled one is given to no NIC',
  params: {
    uuid: requiredText({ resourceType: 'Eip', checkAccount: true }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: eipInventory },
  run({ world, params, now }) {
    change(world, eipOf(world, params.uuid), params.stateEvent, now);
    return { uuid: params.uuid };
  },
  result: eipResult,
});
