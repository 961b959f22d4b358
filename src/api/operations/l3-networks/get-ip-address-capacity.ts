import * as z from 'zod';
import { apiError } from '../../../core/api-error.js';
import type { World } from '../../../domain/world.js';
import {
  capacityOfNetwork,
  capacityOfRange,
  capacityOfZone,
  sumOf,
  type Capacity,
} from '../../../services/networks/addresses.js';
import { ipRangeOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { flag, textList, type ParamValues } from '../../params.js';

const params = {
  zoneUuids: textList({ resourceType: 'Zone' }),
  l3NetworkUuids: textList({ resourceType: 'L3Network', checkAccount: true }),
  ipRangeUuids: textList({ resourceType: 'IpRange', checkAccount: true }),
  all: flag(false),
};

const NUMBERS = {
  totalCapacity: z.int(),
  availableCapacity: z.int(),
  usedIpAddressNumber: z.int(),
  ipv4TotalCapacity: z.int(),
  ipv4AvailableCapacity: z.int(),
  ipv4UsedIpAddressNumber: z.int(),
  ipv6TotalCapacity: z.int(),
  ipv6AvailableCapacity: z.int(),
  ipv6UsedIpAddressNumber: z.int(),
};

function numbersOf({ ipv4, ipv6 }: Omit<Capacity, 'uuid'>) {
  const { total, used } = sumOf([ipv4, ipv6]);
  return {
    totalCapacity: total,
    availableCapacity: total - used,
    usedIpAddressNumber: used,
    ipv4TotalCapacity: ipv4.total,
    ipv4AvailableCapacity: ipv4.total - ipv4.used,
    ipv4UsedIpAddressNumber: ipv4.used,
    ipv6TotalCapacity: ipv6.total,
    ipv6AvailableCapacity: ipv6.total - ipv6.used,
    ipv6UsedIpAddressNumber: ipv6.used,
  };
}

/** As the real system asks its database: what is named twice counts once. */
const once = (uuids: readonly string[] | null) => [...new Set(uuids)];

/** Of what the call names last, ranges before networks before zones. */
function capacitiesOf(world: World, told: ParamValues<typeof params>): [string, Capacity[]] {
  const [ipRangeUuids, l3NetworkUuids, zoneUuids] = [
    once(told.ipRangeUuids),
    once(told.l3NetworkUuids),
    once(told.zoneUuids),
  ];
  if (ipRangeUuids.length > 0) {
    const ranges = ipRangeUuids.map((uuid) => ipRangeOf(world, uuid));
    return ['IpRangeVO', ranges.map((range) => capacityOfRange(world, range))];
  }
  if (l3NetworkUuids.length > 0) {
    return ['L3NetworkVO', l3NetworkUuids.map((uuid) => capacityOfNetwork(world, uuid))];
  }
  const zones =
    zoneUuids.length > 0 ? zoneUuids : world.repositories.zones.list().map(({ uuid }) => uuid);
  if (zoneUuids.length > 0 || told.all) {
    return ['ZoneVO', zones.map((uuid) => capacityOfZone(world, uuid))];
  }
  throw apiError(
    'SYS.1007',
    'ipRangeUuids, L3NetworkUuids, zoneUuids must have at least one be none-empty list, or all is set to true',
  );
}

export const getIpAddressCapacity = defineSync({
  name: 'GetIpAddressCapacity',
  family: 'ip-capacity',
  method: 'GET',
  paths: ['/v1/ip-capacity'],
  auth: true,
  summary: 'Tells how many addresses there are, and how many are taken',
  params,
  returns: {
    ...NUMBERS,
    capacityData: z.array(z.object({ resourceUuid: z.string(), ...NUMBERS })),
    resourceType: z.string(),
  },
  run(world, told) {
    const [resourceType, capacities] = capacitiesOf(world, told);
    const all = {
      ipv4: sumOf(capacities.map(({ ipv4 }) => ipv4)),
      ipv6: sumOf(capacities.map(({ ipv6 }) => ipv6)),
    };
    return {
      ...numbersOf(all),
      capacityData: capacities.map((one) => ({ resourceUuid: one.uuid, ...numbersOf(one) })),
      resourceType,
    };
  },
});
