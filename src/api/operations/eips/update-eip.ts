import { eipInventory } from '../../../contract/inventories/vip-inventory.js';
import { updateEip as update } from '../../../services/networks/eips.js';
import { eipOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { eipResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateEip = defineCommand({
  name: 'UpdateEip',
  family: 'eips',
  method: 'PUT',
  paths: ['/v1/eips/{uuid}/actions'],
  bodyKey: 'updateEip',
  summary: 'Changes name and description of an EIP',
  params: {
    uuid: requiredText({ resourceType: 'Eip', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: eipInventory },
  run({ world, params, now }) {
    update(world, eipOf(world, params.uuid), params, now);
    return { uuid: params.uuid };
  },
  result: eipResult,
});
