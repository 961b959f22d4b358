import { vipPortRangeInventory } from '../../../contract/inventories/vip-inventory.js';
import { defineSync } from '../../define-operation.js';
import { requiredChoice, requiredText } from '../../params.js';

export const getVipUsedPorts = defineSync({
  name: 'GetVipUsedPorts',
  family: 'vips',
  method: 'GET',
  paths: ['/v1/vips/{uuid}/usedports'],
  auth: true,
  summary: 'Tells ports of a VIP that services have: none, as EIPs are not asked',
  params: {
    uuid: requiredText({ resourceType: 'Vip', checkAccount: true }),
    protocol: requiredChoice(['TCP', 'UDP']),
  },
  returns: { inventories: vipPortRangeInventory.array() },
  run: (_world, { uuid, protocol }) => ({ inventories: [{ uuid, protocol, usedPorts: [] }] }),
});
