import * as z from 'zod';
import {
  L3_CATEGORIES,
  L3_STATES,
  type IpRange,
  type L3NetworkHostRoute,
  type L3NetworkWithParts,
  type NetworkServiceRef,
  type ReservedIpRange,
  type UsedIp,
} from '../../domain/network/l3-network.js';
import {
  SERVICE_PROVIDERS,
  type ProviderWithNetworks,
} from '../../domain/network/service-provider.js';
import { bytesOfIp, ipOfKey } from '../../core/ip.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const ipVersion = z.int().describe('4 or 6');

export const ipRangeInventory = inventory('org.zstack.header.network.l3.IpRangeInventory', {
  uuid,
  l3NetworkUuid: uuid,
  name: text,
  description: optionalText,
  startIp: text,
  endIp: text,
  netmask: text,
  gateway: text,
  networkCidr: text,
  ipVersion,
  addressMode: optionalText.describe('of IPv6 alone'),
  prefixLen: z.int(),
  ipRangeType: optionalText.describe('told where a range is added, and of address pools'),
  createDate: timestamp,
  lastOpDate: timestamp,
});

/** A range as most answers tell it: the real system does not say there of which type it is. */
export const toIpRangeInventory = (range: IpRange): z.infer<typeof ipRangeInventory> => ({
  uuid: range.uuid,
  l3NetworkUuid: range.l3NetworkUuid,
  name: range.name,
  description: range.description,
  startIp: range.startIp,
  endIp: range.endIp,
  netmask: range.netmask,
  gateway: range.gateway,
  networkCidr: range.networkCidr,
  ipVersion: range.ipVersion,
  addressMode: range.addressMode,
  prefixLen: range.prefixLen,
  ipRangeType: null,
  createDate: toTimestamp(range.createDate),
  lastOpDate: toTimestamp(range.lastOpDate),
});

/** A range with its type. */
export const toTypedIpRangeInventory = (range: IpRange): z.infer<typeof ipRangeInventory> => ({
  ...toIpRangeInventory(range),
  ipRangeType: range.ipRangeType,
});

export const addressPoolInventory = inventory('org.zstack.header.network.l3.AddressPoolInventory', {
  ...ipRangeInventory.shape,
});

export const reservedIpRangeInventory = inventory(
  'org.zstack.header.network.l3.ReservedIpRangeInventory',
  {
    uuid,
    l3NetworkUuid: uuid,
    name: optionalText,
    description: optionalText,
    startIp: text,
    endIp: text,
    ipVersion,
    createDate: timestamp,
    lastOpDate: timestamp,
  },
);

export const toReservedIpRangeInventory = (
  range: ReservedIpRange,
): z.infer<typeof reservedIpRangeInventory> => ({
  uuid: range.uuid,
  l3NetworkUuid: range.l3NetworkUuid,
  name: range.name,
  description: range.description,
  startIp: range.startIp,
  endIp: range.endIp,
  ipVersion: range.ipVersion,
  createDate: toTimestamp(range.createDate),
  lastOpDate: toTimestamp(range.lastOpDate),
});

export const networkServiceRefInventory = inventory(
  'org.zstack.header.network.service.NetworkServiceL3NetworkRefInventory',
  { l3NetworkUuid: uuid, networkServiceProviderUuid: uuid, networkServiceType: text },
);

export const toNetworkServiceRefInventory = (
  ref: NetworkServiceRef,
): z.infer<typeof networkServiceRefInventory> => ({
  l3NetworkUuid: ref.l3NetworkUuid,
  networkServiceProviderUuid: ref.networkServiceProviderUuid,
  networkServiceType: ref.networkServiceType,
});

const hostRouteInventory = inventory('org.zstack.header.network.l3.L3NetworkHostRouteInventory', {
  id: z.int(),
  l3NetworkUuid: uuid,
  prefix: text,
  nexthop: text,
  createDate: timestamp,
  lastOpDate: timestamp,
});

const toHostRouteInventory = (route: L3NetworkHostRoute): z.infer<typeof hostRouteInventory> => ({
  id: route.id,
  l3NetworkUuid: route.l3NetworkUuid,
  prefix: route.prefix,
  nexthop: route.nexthop,
  createDate: toTimestamp(route.createDate),
  lastOpDate: toTimestamp(route.lastOpDate),
});

export const l3NetworkInventory = inventory('org.zstack.header.network.l3.L3NetworkInventory', {
  uuid,
  name: text,
  description: optionalText,
  type: text,
  zoneUuid: uuid,
  l2NetworkUuid: uuid,
  state: z.enum(L3_STATES),
  dnsDomain: optionalText,
  system: z.boolean(),
  category: z.enum(L3_CATEGORIES),
  ipVersion: z.int().describe('4, 6, 46 for both, or 0 once its last range is gone'),
  enableIPAM: z.boolean(),
  isolated: z.boolean(),
  createDate: timestamp,
  lastOpDate: timestamp,
  dns: z.array(z.string()),
  ipRanges: z.array(ipRangeInventory),
  networkServices: z.array(networkServiceRefInventory),
  hostRoute: z.array(hostRouteInventory),
  reservedIpRanges: z.array(reservedIpRangeInventory),
});

export const toL3NetworkInventory = (
  network: L3NetworkWithParts,
): z.infer<typeof l3NetworkInventory> => ({
  uuid: network.uuid,
  name: network.name,
  description: network.description,
  type: network.type,
  zoneUuid: network.zoneUuid,
  l2NetworkUuid: network.l2NetworkUuid,
  state: network.state,
  dnsDomain: network.dnsDomain,
  system: network.system,
  category: network.category,
  ipVersion: network.ipVersion,
  enableIPAM: network.enableIPAM,
  isolated: network.isolated,
  createDate: toTimestamp(network.createDate),
  lastOpDate: toTimestamp(network.lastOpDate),
  dns: network.dns.map(({ dns }) => dns),
  ipRanges: network.ipRanges.map(toIpRangeInventory),
  networkServices: network.networkServices.map(toNetworkServiceRefInventory),
  hostRoute: network.hostRoutes.map(toHostRouteInventory),
  reservedIpRanges: network.reservedIpRanges.map(toReservedIpRangeInventory),
});

export const usedIpInventory = inventory('org.zstack.header.network.l3.UsedIpInventory', {
  uuid,
  ipRangeUuid: optionalText,
  l3NetworkUuid: uuid,
  ipVersion,
  ip: text,
  netmask: optionalText,
  gateway: optionalText,
  usedFor: optionalText,
  ipInLong: z.int().describe('0 of IPv6'),
  ipInBinary: z.array(z.int()).describe('its bytes, from -128 to 127'),
  vmNicUuid: optionalText,
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const toUsedIpInventory = (address: UsedIp): z.infer<typeof usedIpInventory> => ({
  uuid: address.uuid,
  ipRangeUuid: address.ipRangeUuid,
  l3NetworkUuid: address.l3NetworkUuid,
  ipVersion: address.ipVersion,
  ip: address.ip,
  netmask: address.netmask,
  gateway: address.gateway,
  usedFor: address.usedFor,
  ipInLong: address.ipInLong,
  ipInBinary: bytesOfIp(ipOfKey(address.ipKey)),
  vmNicUuid: address.vmNicUuid,
  createDate: toTimestamp(address.createDate),
  lastOpDate: toTimestamp(address.lastOpDate),
});

export const networkServiceProviderInventory = inventory(
  'org.zstack.header.network.service.NetworkServiceProviderInventory',
  {
    uuid,
    name: text,
    description: optionalText,
    type: text,
    createDate: timestamp,
    lastOpDate: timestamp,
    networkServiceTypes: z.array(z.string()),
    attachedL2NetworkUuids: z.array(uuid),
  },
);

export const toNetworkServiceProviderInventory = (
  provider: ProviderWithNetworks,
): z.infer<typeof networkServiceProviderInventory> => ({
  uuid: provider.uuid,
  name: provider.name,
  description: provider.description,
  type: provider.type,
  createDate: toTimestamp(provider.createDate),
  lastOpDate: toTimestamp(provider.lastOpDate),
  networkServiceTypes: [
    ...(SERVICE_PROVIDERS.find(({ uuid: one }) => one === provider.uuid)?.services ?? []),
  ],
  attachedL2NetworkUuids: [...provider.l2NetworkUuids],
});
