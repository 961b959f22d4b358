import { eipInventory } from '../../../contract/inventories/vip-inventory.js';
import type { World } from '../../../domain/world.js';
import { attachEip as attach, checkAttachEip } from '../../../services/networks/eips.js';
import { eipOf, vmNicOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { eipResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

interface Told {
  readonly eipUuid: string;
  readonly vmNicUuid: string;
  readonly usedIpUuid: string | null;
}

const check = (world: World, { eipUuid, vmNicUuid, usedIpUuid }: Told) =>
  checkAttachEip(world, eipOf(world, eipUuid), vmNicOf(world, vmNicUuid), usedIpUuid);

export const attachEip = defineCommand({
  name: 'AttachEip',
  family: 'eips',
  method: 'POST',
  paths: ['/v1/eips/{eipUuid}/vm-instances/nics/{vmNicUuid}'],
  bodyKey: 'params',
  summary: 'Lets an EIP stand for an address of a NIC',
  params: {
    eipUuid: requiredText({ resourceType: 'Eip', checkAccount: true }),
    vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true }),
    usedIpUuid: optionalText({
      resourceType: 'UsedIp',
      checkAccount: true,
      description: 'which address of the NIC; default: its first',
    }),
  },
  returns: { inventory: eipInventory },
  check: (world, { params }) => check(world, params),
  run({ world, params, now }) {
    const { eipUuid, vmNicUuid, usedIpUuid } = params;
    check(world, params);
    attach(world, eipOf(world, eipUuid), vmNicOf(world, vmNicUuid), usedIpUuid, now);
    return { uuid: eipUuid };
  },
  result: eipResult,
});
