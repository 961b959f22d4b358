import { entry, integer, long, oneOf, trueOrFalse, unread } from './global-config-rules.js';

/** Of networks and their addresses. */
export const NETWORK_CONFIG = {
  ipAllocateStrategy: entry(
    'l3Network',
    'ipAllocateStrategy',
    'RandomIpAllocatorStrategy',
    oneOf(
      'FirstAvailableIpAllocatorStrategy',
      'RandomIpAllocatorStrategy',
      'AscDelayRecycleIpAllocatorStrategy',
    ),
    'how an address is chosen of those that are free',
    ['L3NetworkVO'],
  ),
  ipv6AllocateStrategy: unread(
    'l3Network',
    'ipv6AllocateStrategy',
    'RandomIpv6AllocatorStrategy',
    oneOf('FirstAvailableIpv6AllocatorStrategy', 'RandomIpv6AllocatorStrategy'),
    'how an address of IPv6 is chosen of those that are free',
    ['L3NetworkVO'],
  ),
  mtuNoVlan: entry(
    'networkService',
    'defaultDhcpMtu.l2NoVlanNetwork',
    '1500',
    integer(),
    'the MTU of networks without a VLAN',
    ['L2NetworkVO'],
  ),
  mtuVlan: entry(
    'networkService',
    'defaultDhcpMtu.l2VlanNetwork',
    '1500',
    integer(),
    'the MTU of networks on a VLAN',
    ['L2NetworkVO'],
  ),
  quotaL3Number: entry(
    'quota',
    'l3.num',
    '20',
    long({ least: 0 }),
    'L3 networks that a new account may have',
  ),
  quotaVips: entry(
    'quota',
    'vip.num',
    '20',
    long({ least: 1 }),
    'VIPs that a new account may have',
  ),
  quotaEips: entry(
    'quota',
    'eip.num',
    '20',
    long({ least: 1 }),
    'EIPs that a new account may have',
  ),
  eipSnatInbound: unread(
    'eip',
    'snatInboundTraffic',
    'false',
    trueOrFalse,
    'whether traffic to EIPs comes to VMs from their gateways',
  ),
} as const;
