import * as z from 'zod';
import { VSWITCH_TYPES } from '../../../domain/network/l2-network.js';
import { defineSync } from '../../define-operation.js';

export const getVSwitchTypes = defineSync({
  name: 'GetVSwitchTypes',
  family: 'l2-networks',
  method: 'GET',
  paths: ['/v1/l2-networks/vSwitchTypes'],
  auth: true,
  summary: 'Tells the types of switches that networks of layer 2 can be made on',
  params: {},
  returns: { types: z.array(z.string()) },
  run: () => ({ types: [...VSWITCH_TYPES] }),
});
