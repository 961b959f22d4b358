import { vipInventory } from '../../../contract/inventories/vip-inventory.js';
import { updateVip as update } from '../../../services/networks/vips.js';
import { vipOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vipResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateVip = defineCommand({
  name: 'UpdateVip',
  family: 'vips',
  method: 'PUT',
  paths: ['/v1/vips/{uuid}/actions'],
  bodyKey: 'updateVip',
  summary: 'Changes name and description of a VIP',
  params: {
    uuid: requiredText({ resourceType: 'Vip', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: vipInventory },
  run({ world, params, now }) {
    update(world, vipOf(world, params.uuid), params, now);
    return { uuid: params.uuid };
  },
  result: vipResult,
});
