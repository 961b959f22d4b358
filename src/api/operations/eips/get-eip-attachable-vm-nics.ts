import * as z from 'zod';
import {
  toVmNicInventory,
  vmNicInventory,
} from '../../../contract/inventories/vm-nic-inventory.js';
import { attachableNics, checkAttachableNics } from '../../../services/networks/eip-candidates.js';
import { defineSync } from '../../define-operation.js';
import { flag, optionalText, wholeNumber } from '../../params.js';

export const getEipAttachableVmNics = defineSync({
  name: 'GetEipAttachableVmNics',
  family: 'eips',
  method: 'GET',
  paths: ['/v1/eips/{eipUuid}/vm-instances/candidate-nics'],
  auth: true,
  summary: 'Tells the NICs that an EIP, or one of a VIP, can be given to',
  params: {
    eipUuid: optionalText({ resourceType: 'Eip' }),
    vipUuid: optionalText({ resourceType: 'Vip' }),
    vmUuid: optionalText({ description: 'a part of it' }),
    vmName: optionalText({ description: 'a part of it' }),
    networkServiceProvider: optionalText({ description: 'the type of one' }),
    attachedToVm: flag(true, { description: 'false: only NICs of no VM' }),
    limit: wholeNumber('Integer', {}, 1000),
    start: wholeNumber('Integer', {}, 0),
  },
  returns: { inventories: vmNicInventory.array(), start: z.int(), more: z.boolean() },
  run(world, params) {
    const asked = checkAttachableNics(world, params);
    const { nics, start, more } = attachableNics(world, asked);
    return { inventories: nics.map(toVmNicInventory), start, more };
  },
});
