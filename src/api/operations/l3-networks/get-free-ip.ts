import * as z from 'zod';
import { inventory } from '../../../contract/inventories/inventory.js';
import { apiError } from '../../../core/api-error.js';
import { ipOfKey, keyOf, parseIp, writeIp } from '../../../core/ip.js';
import { DUAL_STACK, IP_RANGE_TYPES } from '../../../domain/network/l3-network.js';
import { freeIpsOf, keyAfter } from '../../../services/networks/addresses.js';
import { l3NetworkOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { numberChoice, optionalChoice, optionalText, wholeNumber } from '../../params.js';

const freeIpInventory = inventory('org.zstack.header.network.l3.FreeIpInventory', {
  ipRangeUuid: z.string(),
  ip: z.string(),
  netmask: z.string(),
  gateway: z.string(),
});

/**
 * Where the addresses that are told begin: of IPv6 behind the one that the call tells.
 * @throws SYS.1007 for an address of another version than the network
 */
function startOf(start: string, version: number | undefined, l3NetworkUuid: string | null): string {
  const refuse = (why: string) =>
    apiError('SYS.1007', `could not get free ip with start[ip:${start}],because ${why}`);
  if (version === DUAL_STACK) throw refuse(`l3Network[uuid:${l3NetworkUuid}] is dual stack`);
  const ip = parseIp(start);
  if (!ip || ip.version !== version) {
    throw refuse(`start[ip:${start}] is not a correct ipv${version} address`);
  }
  return ip.version === 6 ? keyAfter(keyOf(ip)) : keyOf(ip);
}

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
    start: optionalText({
      description: 'the least address to be told; of IPv6: the one before it',
    }),
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
    const network = l3NetworkUuid === null ? undefined : l3NetworkOf(world, l3NetworkUuid);
    const version = network ? (ipVersion ?? network.ipVersion) : range?.ipVersion;
    const from = start === null ? undefined : startOf(start, version, l3NetworkUuid);
    const ranges = range
      ? [range]
      : ipRanges
          .listByL3(l3NetworkUuid ?? '')
          .filter((one) => ipRangeType === null || one.ipRangeType === ipRangeType)
          .filter((one) => version === DUAL_STACK || one.ipVersion === version);
    const most = limit < 0 ? MOST : Math.min(limit, MOST);
    const inventories: z.infer<typeof freeIpInventory>[] = [];
    for (const one of ranges) {
      const { uuid: of, netmask, gateway } = one;
      const free = freeIpsOf(world, one, most - inventories.length, from ?? one.startKey);
      for (const key of free) {
        inventories.push({ ipRangeUuid: of, ip: writeIp(ipOfKey(key)), netmask, gateway });
      }
    }
    return { inventories };
  },
});
