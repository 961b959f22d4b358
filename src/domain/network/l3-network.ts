import type { IpVersion } from '../../core/ip.js';
import { switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

export const L3_STATES = ['Enabled', 'Disabled'] as const;
export type L3NetworkState = (typeof L3_STATES)[number];

export const L3_CATEGORIES = ['Public', 'Private', 'System'] as const;
export type L3NetworkCategory = (typeof L3_CATEGORIES)[number];

export const L3_BASIC_NETWORK = 'L3BasicNetwork';
/** The types of the real system's open modules. */
export const L3_TYPES: readonly string[] = [L3_BASIC_NETWORK];

export const l3StateMachine = switchMachine('L3 network state');

/** A network with addresses, on one of layer 2. */
export interface L3Network {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
  readonly zoneUuid: string;
  readonly l2NetworkUuid: string;
  readonly state: L3NetworkState;
  readonly dnsDomain: string | null;
  readonly system: boolean;
  readonly category: L3NetworkCategory;
  /** That of its ranges: 4, 6, 46 for both, 0 once its last range is gone; before it has any, as it was made. */
  readonly ipVersion: number;
  /** Whether VMs get addresses of its ranges. */
  readonly enableIPAM: boolean;
  readonly isolated: boolean;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A network with addresses of both versions. */
export const DUAL_STACK = 46;

/** Who gives hosts their addresses of IPv6: themselves, by their MACs, or a server. */
export const ADDRESS_MODES = ['SLAAC', 'Stateful-DHCP', 'Stateless-DHCP'] as const;
export type AddressMode = (typeof ADDRESS_MODES)[number];

export const IP_RANGE_TYPES = ['Normal', 'AddressPool'] as const;
export type IpRangeType = (typeof IP_RANGE_TYPES)[number];

/** Addresses of a network that can be given away, the first and the last included. */
export interface IpRange {
  readonly uuid: string;
  readonly l3NetworkUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly startIp: string;
  readonly endIp: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly networkCidr: string;
  readonly ipVersion: IpVersion;
  /** Null for a range of IPv4. */
  readonly addressMode: AddressMode | null;
  readonly prefixLen: number;
  readonly ipRangeType: IpRangeType;
  /** The keys of the first and the last address. */
  readonly startKey: string;
  readonly endKey: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** Addresses of a network that nothing gets. */
export interface ReservedIpRange {
  readonly uuid: string;
  readonly l3NetworkUuid: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly startIp: string;
  readonly endIp: string;
  readonly ipVersion: IpVersion;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** Why an address is taken where no NIC has it. */
export const RESERVED = 'Reserved';

/** An address that is taken: by a NIC, or by a reserved range. */
export interface UsedIp {
  readonly uuid: string;
  /** Null for an address that is in no range. */
  readonly ipRangeUuid: string | null;
  readonly l3NetworkUuid: string;
  readonly ipVersion: IpVersion;
  readonly ip: string;
  readonly netmask: string | null;
  readonly gateway: string | null;
  readonly usedFor: string | null;
  /** Of a reserved address: the uuid of its reserved range. */
  readonly metaData: string | null;
  /** 0 for one of IPv6. */
  readonly ipInLong: number;
  readonly ipKey: string;
  readonly vmNicUuid: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface L3NetworkDns {
  readonly l3NetworkUuid: string;
  readonly dns: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface L3NetworkHostRoute {
  readonly id: number;
  readonly l3NetworkUuid: string;
  readonly prefix: string;
  readonly nexthop: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** Who does a service for a network. */
export interface NetworkServiceRef {
  readonly l3NetworkUuid: string;
  readonly networkServiceProviderUuid: string;
  readonly networkServiceType: string;
}

/** What belongs to a network. */
export interface L3Parts {
  readonly dns: readonly L3NetworkDns[];
  readonly ipRanges: readonly IpRange[];
  readonly networkServices: readonly NetworkServiceRef[];
  readonly hostRoutes: readonly L3NetworkHostRoute[];
  readonly reservedIpRanges: readonly ReservedIpRange[];
}

/** A network as its query tells it. */
export type L3NetworkWithParts = L3Network & L3Parts;

export interface L3NetworkRepository extends ResourceRepository<
  L3Network,
  'name' | 'description' | 'state' | 'dnsDomain' | 'system' | 'category' | 'ipVersion'
> {
  list(): L3Network[];
  listByL2(l2NetworkUuid: string): L3Network[];
  listByZone(zoneUuid: string): L3Network[];
  partsOf(uuid: string): L3Parts;
  insertDns(dns: L3NetworkDns): void;
  removeDns(uuid: string, dns: string): void;
  insertHostRoute(route: Omit<L3NetworkHostRoute, 'id'>): void;
  removeHostRoute(uuid: string, prefix: string): void;
  insertService(ref: NetworkServiceRef): void;
  removeService(ref: NetworkServiceRef): void;
}

export interface IpRangeRepository extends ResourceRepository<IpRange, 'name' | 'description'> {
  /** In the order of their addresses. */
  listByL3(l3NetworkUuid: string): IpRange[];
}

export interface ReservedIpRangeRepository extends ResourceRepository<ReservedIpRange> {
  listByL3(l3NetworkUuid: string): ReservedIpRange[];
}

export interface UsedIpRepository extends ResourceRepository<
  UsedIp,
  'vmNicUuid' | 'usedFor' | 'metaData' | 'ipRangeUuid'
> {
  listByL3(l3NetworkUuid: string): UsedIp[];
  listByNic(vmNicUuid: string): UsedIp[];
  /** The one of a network with this address, however it is written. */
  findByIp(l3NetworkUuid: string, ip: string): UsedIp | undefined;
  /** Which of a range are taken, from the one with this key to another, ascending. */
  takenIn(ipRangeUuid: string, from: string, to: string): string[];
  countIn(ipRangeUuid: string): number;
  /** How many of a range are taken from the one with this key to another. */
  countBetween(ipRangeUuid: string, from: string, to: string): number;
  /** How many of one version are taken of a network. */
  countOn(l3NetworkUuid: string, version: IpVersion): number;
}
