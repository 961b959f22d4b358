import * as z from 'zod';
import { checkVipOfCaller } from '../../../services/networks/vip-ports.js';
import { defineSync } from '../../define-operation.js';
import { requiredChoice, requiredText, wholeNumber } from '../../params.js';

const PORTS = 65_535;

export const getVipAvailablePort = defineSync({
  name: 'GetVipAvailablePort',
  family: 'vips',
  method: 'GET',
  paths: ['/v1/vips/{vipUuid}/get-port-availability'],
  auth: true,
  summary: 'Tells ports of a VIP that nothing has: all, and none of one with an EIP',
  params: {
    vipUuid: requiredText({ resourceType: 'Vip' }),
    protocolType: requiredChoice(['TCP', 'UDP']),
    limit: wholeNumber('Integer', {}, 1000),
    start: wholeNumber('Integer', { description: 'so many are left out' }, 0),
  },
  returns: { availablePort: z.array(z.int()) },
  run(world, { vipUuid, limit, start }, caller) {
    checkVipOfCaller(world, vipUuid, caller);
    // An EIP has all ports; no other services of VIPs are emulated, which would have some.
    if (world.repositories.eips.findByVip(vipUuid)) return { availablePort: [] };
    const first = Math.max(start, 0);
    const count = Math.max(Math.min(limit, PORTS - first), 0);
    return { availablePort: Array.from({ length: count }, (_, i) => first + i + 1) };
  },
});
