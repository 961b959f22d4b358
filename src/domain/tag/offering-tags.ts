/** Tags of offerings and networks, as far as something here is made of them, or they only describe. */
export const INSTANCE_OFFERING_TAGS = [
  'commandsParallelismDegree::{parallelismDegree}',
  'guestL3Network::{guestL3NetworkUuid}',
  'vrouter',
] as const;

/** The MTU of a network. */
export const L3_MTU = 'l3NetworkUuid::{l3NetworkUuid}::mtu::{mtu}';
/** The address of the router on a network, where it is not the gateway of its ranges. */
export const ROUTER_INTERFACE_IP = 'routerInterfaceIp::{routerInterfaceIp}';

export const L3_NETWORK_TAGS = [
  L3_MTU,
  ROUTER_INTERFACE_IP,
  'networkservices::{networkservices}',
  'dhcpServerUuid::{dhcpServerUuid}',
  'ascDelayNormalNextIp::{ipRangeUuid}::{nextIp}',
  'ascDelayAddressPoolNextIp::{ipRangeUuid}::{nextIp}',
  'enableDHCP::{enableDHCP}',
  'virtualRouterOffering::{virtualRouterOfferingUuid}',
] as const;

export const L2_NETWORK_TAGS = ['kvm::bridge::{bridge}'] as const;

export const VM_NIC_TAGS = ['internalIp::{internalIp}', 'internalIpv6::{internalIpv6}'] as const;
