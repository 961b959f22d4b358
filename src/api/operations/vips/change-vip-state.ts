import { vipInventory } from '../../../contract/inventories/vip-inventory.js';
import { changeVipState as change } from '../../../services/networks/vips.js';
import { vipOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vipResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeVipState = defineCommand({
  name: 'ChangeVipState',
  family: 'vips',
  method: 'PUT',
  paths: ['/v1/vips/{uuid}/actions'],
  bodyKey: 'changeVipState',
  summary: 'Enables or disables a VIP: no EIP is made on a disabled one',
  params: {
    uuid: requiredText({ resourceType: 'Vip', checkAccount: true }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: vipInventory },
  run({ world, params, now }) {
    change(world, vipOf(world, params.uuid), params.stateEvent, now);
    return { uuid: params.uuid };
  },
  result: vipResult,
});
