import * as z from 'zod';
import { apiError } from '../../../core/api-error.js';
import { parseIp } from '../../../core/ip.js';
import { availabilityOf } from '../../../services/networks/addresses.js';
import { l3NetworkOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { optionalFlag, requiredText } from '../../params.js';

export const checkIpAvailability = defineSync({
  name: 'CheckIpAvailability',
  family: 'l3-networks',
  method: 'GET',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/ip/{ip}/availability'],
  auth: true,
  summary: 'Tells whether an address of a network is free, and why not',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
    ip: requiredText({ maxLength: 255 }),
    arpCheck: optionalFlag({ description: 'nothing answers here but what is in the database' }),
    ipRangeCheck: optionalFlag(),
  },
  returns: { available: z.boolean(), reason: z.string() },
  run(world, { l3NetworkUuid, ip, ipRangeCheck }) {
    if (!parseIp(ip)) throw apiError('SYS.1007', `invalid IP[${ip}]`);
    return availabilityOf(world, l3NetworkOf(world, l3NetworkUuid), ip, ipRangeCheck ?? true);
  },
});
