import { z } from 'zod';
import { inventory } from '../../../contract/inventories/inventory.js';
import { apiError } from '../../../core/api-error.js';
import { parseAddress } from '../../../core/cidr.js';
import { writeAddress } from '../../../core/ipv4.js';
import { IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import { freeIpsOf } from '../../../services/networks/addresses.js';
import { defineSync } from '../../define-operation.js';
import { numberChoice, optionalChoice, optionalText, wholeNumber } from '../../params.js';

const freeIpInventory = inventory('org.zstack.header.network.l3.FreeIpInventory', {
  ipRangeUuid: z.string(),
  ip: z.string(),
  netmask: z.string(),
  gateway: z.string(),
});

/** As many addresses as one answer may hold where the call wants all. */
const MOST = 65_536;

export const getFreeIp = defineSync({
  name: 'GetFreeIp',
  family: 'l3-networks',
  method: 'GET',
  paths: [
    '/v1/l3-networks/ip/free',
    '/v1/l3-networks/{l3NetworkUuid}/ip/free',
    '/v1/l3-networks/ip-ranges/{ipRangeUuid}/ip/free',
  ],
  auth: true,
  summary: 'Tells addresses of a network or of a range that are free',
  params: {
    l3NetworkUuid: optionalText({ resourceType: 'L3Network', checkAccount: true }),
    ipRangeUuid: optionalText({ resourceType: 'IpRange', checkAccount: true }),
    start: optionalText({ description: 'the least address to be told' }),
    ipRangeType: optionalChoice(IP_RANGE_TYPES),
    ipVersion: numberChoice([4, 6]),
    limit: wholeNumber('int', { description: 'less than 0: all' }, 100),
  },
  returns: { inventories: freeIpInventory.array() },
  run(world, { l3NetworkUuid, ipRangeUuid, start, ipRangeType, ipVersion, limit }) {
    const { ipRanges } = world.repositories;
    const range = ipRangeUuid === null ? undefined : ipRanges.find(ipRangeUuid);
    if (ipRangeUuid === null && l3NetworkUuid === null) {
      throw apiError(
        'SYS.1007',
        'ipRangeUuid and l3NetworkUuid cannot both be null; you must set either one.',
      );
    }
    const from = parseAddress(start ?? '0.0.0.0');
    if (from === undefined) {
      throw apiError(
        'SYS.1007',
        `could not get free ip with start[ip:${start}],because start[ip:${start}] is not a correct ipv4 address`,
      );
    }
    const ranges = range
      ? [range]
      : ipRanges
          .listByL3(l3NetworkUuid ?? '')
          .filter((one) => ipRangeType === null || one.ipRangeType === ipRangeType)
          .filter((one) => one.ipVersion === (ipVersion ?? 4));
    const most = limit < 0 ? MOST : Math.min(limit, MOST);
    const inventories: z.infer<typeof freeIpInventory>[] = [];
    for (const { uuid, netmask, gateway, ...rest } of ranges) {
      const free = freeIpsOf(
        world,
        { uuid, netmask, gateway, ...rest },
        most - inventories.length,
        from,
      );
      for (const address of free) {
        inventories.push({ ipRangeUuid: uuid, ip: writeAddress(address), netmask, gateway });
      }
    }
    return { inventories };
  },
});
