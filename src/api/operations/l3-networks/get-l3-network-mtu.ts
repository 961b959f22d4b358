import * as z from 'zod';
import { mtuOf } from '../../../services/networks/l3-networks.js';
import { l3NetworkOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getL3NetworkMtu = defineSync({
  name: 'GetL3NetworkMtu',
  family: 'l3-networks',
  method: 'GET',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/mtu'],
  auth: true,
  summary: 'Tells the MTU of a network: its own, or that of its layer 2',
  params: { l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }) },
  returns: { mtu: z.int() },
  run: (world, { l3NetworkUuid }) => ({ mtu: mtuOf(world, l3NetworkOf(world, l3NetworkUuid)) }),
});
