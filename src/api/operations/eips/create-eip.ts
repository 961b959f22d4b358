import { eipInventory } from '../../../contract/inventories/vip-inventory.js';
import { checkNewEip, createEip as create } from '../../../services/networks/eips.js';
import { defineCommand, type AsyncCall } from '../../define-operation.js';
import { eipResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { optionalText, requiredText } from '../../params.js';

const PARAMS = {
  ...NEW_RESOURCE_PARAMS,
  vipUuid: requiredText({ resourceType: 'Vip', checkAccount: true }),
  vmNicUuid: optionalText({ resourceType: 'VmNic', checkAccount: true }),
  usedIpUuid: optionalText({
    resourceType: 'UsedIp',
    checkAccount: true,
    description: 'which address of the NIC; default: its first',
  }),
} as const;

const wantedOf = (call: AsyncCall<typeof PARAMS>) => ({ ...call.params, ...newResourceOf(call) });

export const createEip = defineCommand({
  name: 'CreateEip',
  family: 'eips',
  method: 'POST',
  paths: ['/v1/eips'],
  bodyKey: 'params',
  summary: 'Makes an EIP on a VIP, for a NIC or for none yet',
  params: PARAMS,
  returns: { inventory: eipInventory },
  quota: () => ({ 'eip.num': 1 }),
  check: (world, call) => checkNewEip(world, wantedOf(call)),
  run({ world, now, ...call }) {
    const wanted = wantedOf(call);
    checkNewEip(world, wanted);
    return { uuid: create(world, wanted, now) };
  },
  result: eipResult,
});
