import { eipInventory } from '../../../contract/inventories/vip-inventory.js';
import { checkDetachEip, detachEip as detach } from '../../../services/networks/eips.js';
import { eipOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { eipResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const detachEip = defineCommand({
  name: 'DetachEip',
  family: 'eips',
  method: 'DELETE',
  paths: ['/v1/eips/{uuid}/vm-instances/nics'],
  summary: 'Takes an EIP from its NIC',
  params: { uuid: requiredText({ resourceType: 'Eip', checkAccount: true }) },
  returns: { inventory: eipInventory },
  check: (world, { params }) => checkDetachEip(world, params.uuid),
  run({ world, params: { uuid }, now }) {
    detach(world, eipOf(world, uuid), now);
    return { uuid };
  },
  result: eipResult,
});
