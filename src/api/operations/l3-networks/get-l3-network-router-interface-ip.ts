import * as z from 'zod';
import { routerIpOf } from '../../../services/networks/l3-networks.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getL3NetworkRouterInterfaceIp = defineSync({
  name: 'GetL3NetworkRouterInterfaceIp',
  family: 'l3-networks',
  method: 'GET',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/router-interface-ip'],
  auth: true,
  summary: 'Tells the address of the router on a network',
  params: { l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }) },
  returns: { routerInterfaceIp: z.string().nullable() },
  run: (world, { l3NetworkUuid }) => ({ routerInterfaceIp: routerIpOf(world, l3NetworkUuid) }),
});
