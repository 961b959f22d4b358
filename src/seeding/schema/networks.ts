import * as z from 'zod';
import { VSWITCH_TYPES } from '../../domain/network/l2-network.js';
import {
  ADDRESS_MODES,
  IP_RANGE_TYPES,
  L3_CATEGORIES,
  L3_STATES,
} from '../../domain/network/l3-network.js';
import { EIP_STATES } from '../../domain/network/eip.js';
import { VIP_STATES } from '../../domain/network/vip.js';
import { NIC_STATES } from '../../domain/network/vm-nic.js';
import { NIC_POLICIES } from '../../domain/security-group/security-group.js';
import {
  OFFERING_STATES,
  USUAL_HOST_ALLOCATOR,
  USUAL_STORAGE_ALLOCATOR,
} from '../../domain/offering/offering.js';
import {
  bytes,
  choosable,
  int,
  looseReference,
  name,
  owned,
  reference,
  resource,
  size,
  tags,
  uuid,
} from './fields.js';

const offering = {
  ...resource,
  ...owned,
  ...tags,
  sortKey: z.int().default(0),
  state: choosable(z.enum(OFFERING_STATES)).default('Enabled'),
};

export const instanceOffering = z.strictObject({
  ...offering,
  cpuNum: int(1, 1024).default(1),
  cpuSpeed: z.int().nonnegative().default(0),
  memory: size.default(2 ** 30),
  reservedMemory: bytes.default(0),
  allocatorStrategy: z.string().min(1).max(255).default(USUAL_HOST_ALLOCATOR),
});

export const diskOffering = z.strictObject({
  ...offering,
  size,
  allocatorStrategy: z.string().min(1).max(255).default(USUAL_STORAGE_ALLOCATOR),
});

export const l2Network = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  zone: choosable(reference),
  physicalInterface: z.string().min(1).max(1024).default('eth0'),
  vlan: int(1, 4094).nullable().default(null).describe('null: it is on no VLAN'),
  vSwitchType: z.enum(VSWITCH_TYPES).default('LinuxBridge'),
  isolated: z.boolean().default(false),
  pvlan: z.string().max(255).nullable().default(null),
  clusters: z.array(reference).default([]).describe('clusters whose hosts are on it'),
});

const address = z.string().min(2).max(45);

const ipRange = z.strictObject({
  name: name.optional().describe('default: the name of its network with its number'),
  uuid: uuid.optional().describe('default: derived from its network and its number'),
  description: z.string().max(2048).nullable().default(null),
  cidr: z
    .string()
    .max(64)
    .optional()
    .describe('all of a network, such as 10.1.0.0/24 or 2001:db8::/64; or:'),
  startIp: address.optional(),
  endIp: address.optional(),
  netmask: address.optional().describe('of IPv4'),
  prefixLen: int(8, 126).optional().describe('of IPv6'),
  addressMode: z.enum(ADDRESS_MODES).optional().describe('of IPv6; default: Stateful-DHCP'),
  gateway: address.optional().describe('of a CIDR: default: its first address'),
  type: z.enum(IP_RANGE_TYPES).default('Normal'),
});

export const l3Network = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  l2Network: choosable(reference),
  category: choosable(z.enum(L3_CATEGORIES)).default('Private'),
  state: choosable(z.enum(L3_STATES)).default('Enabled'),
  dnsDomain: z.string().max(255).nullable().default(null),
  ipVersion: z
    .literal([4, 6])
    .default(4)
    .describe('of a network without ranges; others have those of their ranges'),
  enableIPAM: z.boolean().default(true).describe('whether VMs get addresses of its ranges'),
  ipRanges: z.array(ipRange).max(1000).default([]),
  dns: z.array(z.string().max(64)).max(100).default([]),
  hostRoutes: z
    .array(z.strictObject({ prefix: z.string().max(64), nexthop: address }))
    .max(1000)
    .default([]),
  services: z
    .record(z.string(), z.array(z.string().min(1)))
    .default({})
    .describe('services by the types of their providers, such as Flat: [DHCP, Eip]'),
  reserved: z
    .array(z.strictObject({ startIp: address, endIp: address, uuid: uuid.optional() }))
    .max(1000)
    .default([])
    .describe('addresses that nothing gets'),
});

/** An address of a network for its services. */
export const vip = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  l3Network: choosable(reference),
  ip: address.optional().describe('default: the first one of its network that is free'),
  state: choosable(z.enum(VIP_STATES)).default('Enabled'),
  system: z.boolean().default(false).describe('whether the cloud made it for itself'),
});

export const eip = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  vip: choosable(reference),
  nic: uuid.optional().describe('the uuid of the NIC that it is for'),
  state: choosable(z.enum(EIP_STATES)).default('Enabled'),
});

/** A NIC of a VM. */
export const nic = z.strictObject({
  l3Network: choosable(reference),
  uuid: uuid.optional().describe('default: derived from its VM and its number'),
  ip: address.optional().describe('default: the first one of its network that is free'),
  ip6: address.optional().describe('beside one of IPv4; default: as that'),
  mac: z
    .string()
    .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'expected a MAC such as fa:16:3e:00:00:01')
    .optional()
    .describe('default: derived from its uuid'),
  driver: z.string().min(1).max(64).nullable().default('virtio'),
  state: choosable(z.enum(NIC_STATES)).default('enable'),
  deviceId: z.int().min(0).max(511).optional().describe('default: the next one of its VM'),
  securityGroups: z.array(reference).default([]).describe('in the order of their priorities'),
  ingressPolicy: z.enum(NIC_POLICIES).optional().describe('default, in a group: DENY'),
  egressPolicy: z.enum(NIC_POLICIES).optional().describe('default, in a group: ALLOW'),
});

export const offeringReference = looseReference.describe(
  'the name of an offering of this seed, or the uuid of one that is gone',
);
export const networkReference = looseReference.describe(
  'the name of a network of this seed, or the uuid of one that is gone',
);
