import * as z from 'zod';
import { checkVipOfCaller } from '../../../services/networks/vip-ports.js';
import { defineSync } from '../../define-operation.js';
import { requiredChoice, requiredNumber, requiredText } from '../../params.js';

export const checkVipPortAvailability = defineSync({
  name: 'CheckVipPortAvailability',
  family: 'vips',
  method: 'GET',
  paths: ['/v1/vips/{vipUuid}/check-port-availability'],
  auth: true,
  summary: 'Tells whether nothing has a port of a VIP',
  params: {
    vipUuid: requiredText({ resourceType: 'Vip' }),
    port: requiredNumber('int', { numberRange: [1, 65_535] }),
    protocolType: requiredChoice(['TCP', 'UDP']),
  },
  returns: { available: z.boolean() },
  run(world, { vipUuid }, caller) {
    checkVipOfCaller(world, vipUuid, caller);
    return { available: world.repositories.eips.findByVip(vipUuid) === undefined };
  },
});
