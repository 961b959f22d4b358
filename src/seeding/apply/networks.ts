import { keyOfText, parseIp, type IpVersion } from '../../core/ip.js';
import {
  L3_BASIC_NETWORK,
  type IpRange,
  type IpRangeType,
} from '../../domain/network/l3-network.js';
import { NIC_TYPE } from '../../domain/network/vm-nic.js';
import { firstFree, isIn, keyAfter, usedIpOf } from '../../services/networks/addresses.js';
import {
  checkRange,
  checkReservedRange,
  ipRangeRow,
  keepIpVersion,
  rangesOfCidr,
  reserveRange,
  type WantedRange,
} from '../../services/networks/ip-ranges.js';
import { attachToCluster } from '../../services/networks/l2-networks.js';
import {
  attachServices,
  checkNewDns,
  checkNewRoute,
  checkNewServices,
} from '../../services/networks/l3-networks.js';
import { rangeOfIpv6Cidr } from '../../services/networks/ipv6-ranges.js';
import { internalNameOf, tellFirst } from '../../services/networks/nics.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

type MadeL3 = Made<EntryOf<'l3Networks'>>;
type Dates = ReturnType<Filling['datesOf']>;

export function fillL2Network(filling: Filling, made: Made<EntryOf<'l2Networks'>>): void {
  const { world } = filling;
  const uuid = filling.uuidOf('l2-network', made);
  const zoneUuid = filling.find('zone', made.zone);
  const dates = filling.datesOf(made);
  filling.write(() =>
    world.repositories.l2Networks.insert({
      uuid,
      name: made.name,
      description: made.description,
      zoneUuid,
      physicalInterface: made.physicalInterface,
      type: made.vlan === null ? 'L2NoVlanNetwork' : 'L2VlanNetwork',
      vSwitchType: made.vSwitchType,
      virtualNetworkId: made.vlan ?? 0,
      isolated: made.isolated,
      pvlan: made.pvlan,
      ...dates,
    }),
  );
  own(filling, 'L2NetworkVO', uuid, made, dates.createDate);
  tag(filling, 'L2NetworkVO', uuid, made, dates.createDate);
  for (const name of made.clusters) {
    const clusterUuid = filling.find('cluster', name);
    filling.write(() => attachToCluster(world, uuid, clusterUuid, null, dates.createDate));
  }
}

export function fillL3Network(filling: Filling, made: MadeL3): void {
  const { world } = filling;
  const { l3Networks } = world.repositories;
  const uuid = filling.uuidOf('l3-network', made);
  const l2NetworkUuid = filling.find('l2-network', made.l2Network);
  const dates = filling.datesOf(made);
  filling.write(() => {
    const l2 = world.repositories.l2Networks.find(l2NetworkUuid);
    l3Networks.insert({
      uuid,
      name: made.name,
      description: made.description,
      type: L3_BASIC_NETWORK,
      zoneUuid: l2?.zoneUuid ?? '',
      l2NetworkUuid,
      state: made.state,
      dnsDomain: made.dnsDomain,
      system: made.category === 'System',
      category: made.category,
      ipVersion: made.ipVersion,
      enableIPAM: made.enableIPAM,
      isolated: l2?.isolated ?? false,
      ...dates,
    });
  });
  own(filling, 'L3NetworkVO', uuid, made, dates.createDate);
  tag(filling, 'L3NetworkVO', uuid, made, dates.createDate);
  fillRanges(filling, made, uuid, dates);
  filling.write(() => {
    for (const dns of made.dns) {
      checkNewDns(world, uuid, dns);
      l3Networks.insertDns({ l3NetworkUuid: uuid, dns, ...dates });
    }
    for (const { prefix, nexthop } of made.hostRoutes) {
      checkNewRoute(world, uuid, prefix, nexthop);
      l3Networks.insertHostRoute({ l3NetworkUuid: uuid, prefix, nexthop, ...dates });
    }
    if (Object.keys(made.services).length > 0) {
      checkNewServices(world, uuid, made.services);
      attachServices(world, uuid, made.services);
    }
  });
  filling.write(() => {
    if (made.ipRanges.length > 0) keepIpVersion(world, uuid, dates.lastOpDate);
  });
  for (const [i, { startIp, endIp, uuid: given }] of made.reserved.entries()) {
    const range = given ?? filling.derive('reserved-ip-range', `${uuid}/${i}`);
    filling.write(() => {
      checkReservedRange(world, uuid, startIp, endIp);
      const ipVersion = parseIp(startIp)?.version ?? 4;
      const told = { name: null, description: null, startIp, endIp, ipVersion };
      const row = { uuid: range, l3NetworkUuid: uuid, ...told, ...dates };
      reserveRange(world, row, dates.createDate);
    });
  }
}

function fillRanges(filling: Filling, made: MadeL3, l3NetworkUuid: string, dates: Dates): void {
  const { world } = filling;
  let number = 0;
  for (const range of made.ipRanges) {
    for (const wanted of rangesOf(l3NetworkUuid, range)) {
      number++;
      const derived = filling.derive('ip-range', `${l3NetworkUuid}/${number}`);
      const uuid = range.uuid === undefined ? derived : filling.checkUuid(range.uuid);
      const named = {
        name: range.name ?? `${made.name}-${number}`,
        description: range.description,
      };
      filling.write(() => {
        checkRange(world, wanted);
        world.repositories.ipRanges.insert(ipRangeRow(uuid, named, wanted, dates));
      });
      const { sharedWith } = made;
      own(filling, 'IpRangeVO', uuid, { account: made.account, sharedWith }, dates.createDate);
    }
  }
}

function rangesOf(l3NetworkUuid: string, told: MadeL3['ipRanges'][number]): WantedRange[] {
  const { cidr, startIp, endIp, netmask, gateway, prefixLen, addressMode, type } = told;
  if ((cidr ?? startIp ?? '').includes(':')) return [ipv6RangeOf(l3NetworkUuid, told)];
  if (prefixLen !== undefined || addressMode !== undefined) {
    throw new Refused('a prefixLen and an addressMode are of a range of IPv6');
  }
  if (cidr !== undefined) {
    if (startIp !== undefined || endIp !== undefined || netmask !== undefined) {
      throw new Refused('a range has a cidr, or a startIp, an endIp and a netmask');
    }
    return rangesOfCidr(l3NetworkUuid, cidr, gateway ?? null, type);
  }
  const router = type === 'AddressPool' ? startIp : gateway;
  if (startIp === undefined || endIp === undefined || netmask === undefined) {
    throw new Refused('a range needs a cidr, or a startIp, an endIp and a netmask');
  }
  if (router === undefined) throw new Refused('a range without a cidr needs a gateway');
  return [{ l3NetworkUuid, startIp, endIp, netmask, gateway: router, ipRangeType: type }];
}

function ipv6RangeOf(l3NetworkUuid: string, told: MadeL3['ipRanges'][number]): WantedRange {
  const { cidr, startIp, endIp, netmask, gateway, prefixLen, type } = told;
  const addressMode = told.addressMode ?? 'Stateful-DHCP';
  if (netmask !== undefined) throw new Refused('a range of IPv6 has a prefixLen for a netmask');
  if (cidr !== undefined) {
    if (startIp !== undefined || endIp !== undefined || prefixLen !== undefined) {
      throw new Refused('a range of IPv6 has a cidr, or a startIp, an endIp and a prefixLen');
    }
    if (gateway !== undefined) throw new Refused('of a cidr of IPv6 the gateway cannot be told');
    return rangeOfIpv6Cidr(l3NetworkUuid, cidr, addressMode, type);
  }
  if (startIp === undefined || endIp === undefined || prefixLen === undefined) {
    throw new Refused('a range of IPv6 needs a cidr, or a startIp, an endIp and a prefixLen');
  }
  if (gateway === undefined) throw new Refused('a range without a cidr needs a gateway');
  const place = { startIp, endIp, gateway, prefixLen };
  // A pool of IPv6 is made of a CIDR, and told by its addresses where a world is captured.
  return { l3NetworkUuid, ...place, addressMode, ipRangeType: type, isWhole: type !== 'Normal' };
}

/** Where the next free address of a range may be: many VMs ask for one after the other. */
const cursors = new WeakMap<Filling, Map<string, string>>();

/** The NICs of a VM; those of one that is Destroyed have no addresses. */
export function fillNics(
  filling: Filling,
  vmUuid: string,
  vm: Pick<Made<EntryOf<'vmInstances'>>, 'nics' | 'account'>,
  isGone: boolean,
  dates: Dates,
): void {
  const { world } = filling;
  const { vmNics, vmInstances, usedIps, l3Networks } = world.repositories;
  let next = 0;
  for (const [i, nic] of vm.nics.entries()) {
    const l3NetworkUuid = filling.find('l3-network', nic.l3Network);
    const derived = filling.derive('vm-nic', `${vmUuid}/${i}`);
    const uuid = nic.uuid === undefined ? derived : filling.checkUuid(nic.uuid);
    const deviceId = nic.deviceId ?? next;
    next = deviceId + 1;
    filling.write(() => {
      const owner = vmInstances.find(vmUuid);
      const row = {
        uuid,
        vmInstanceUuid: vmUuid,
        l3NetworkUuid,
        usedIpUuid: null,
        ip: null,
        mac: nic.mac ?? macOf(uuid, deviceId),
        hypervisorType: 'KVM',
        netmask: null,
        gateway: null,
        metaData: null,
        ipVersion: null,
        driverType: nic.driver,
        internalName: owner ? internalNameOf(world, owner, deviceId) : null,
        deviceId,
        type: NIC_TYPE,
        state: nic.state,
        ...dates,
      };
      vmNics.insert(row);
      const gives = l3Networks.find(l3NetworkUuid)?.enableIPAM === true;
      const given = [
        ...(nic.ip === undefined ? [] : [nic.ip]),
        ...(nic.ip6 === undefined ? [] : [nic.ip6]),
      ];
      if (isGone || (!gives && given.length === 0)) return;
      for (const [range, key] of addressesFor(filling, l3NetworkUuid, given, gives)) {
        usedIps.insert({ ...usedIpOf(range, key, dates.createDate), vmNicUuid: uuid });
      }
      tellFirst(world, uuid, dates.lastOpDate);
    });
    own(filling, 'VmNicVO', uuid, { account: vm.account }, dates.createDate);
    if (!isGone) filling.write(() => fillGroups(filling, nic, uuid, vmUuid, dates));
  }
}

/** The groups of a NIC, and its policies, which it has once it is in one. */
function fillGroups(
  filling: Filling,
  nic: Made<EntryOf<'vmInstances'>>['nics'][number],
  vmNicUuid: string,
  vmInstanceUuid: string,
  dates: Dates,
): void {
  const { securityGroups } = filling.world.repositories;
  for (const [i, name] of nic.securityGroups.entries()) {
    const securityGroupUuid = filling.find('security-group', name);
    const uuid = filling.derive('vm-nic-in-group', `${vmNicUuid}/${securityGroupUuid}`);
    const ref = { uuid, vmNicUuid, vmInstanceUuid, securityGroupUuid, priority: i + 1 };
    securityGroups.insertRef({ ...ref, ...dates });
  }
  const { ingressPolicy, egressPolicy } = nic;
  const isInNone = nic.securityGroups.length === 0;
  if (isInNone && ingressPolicy === undefined && egressPolicy === undefined) return;
  securityGroups.insertPolicy({
    uuid: filling.derive('vm-nic-policy', vmNicUuid),
    vmNicUuid,
    ingressPolicy: ingressPolicy ?? 'DENY',
    egressPolicy: egressPolicy ?? 'ALLOW',
    ...dates,
  });
}

/** Told by the uuid, so that it is the same in every run. */
const macOf = (uuid: string, deviceId: number): string =>
  [
    'fa',
    ...(uuid.slice(-8).match(/../g) ?? []),
    deviceId.toString(16).padStart(2, '0').slice(-2),
  ].join(':');

/** An address of each version of a network: those that are given, and free ones. */
function addressesFor(
  filling: Filling,
  l3NetworkUuid: string,
  given: readonly string[],
  gives: boolean,
): [IpRange, string][] {
  const told = given.map((ip) => addressFor(filling, l3NetworkUuid, ip));
  const has = new Set(told.map(([{ ipVersion }]) => ipVersion));
  if (has.size < told.length) throw new Refused('a NIC has one address of a version at most');
  if (!gives) return told;
  const versions = new Set(
    filling.world.repositories.ipRanges.listByL3(l3NetworkUuid).map(({ ipVersion }) => ipVersion),
  );
  const free = [...(versions.size === 0 ? [4 as const] : versions)]
    .filter((version) => !has.has(version))
    .map((version) => addressFor(filling, l3NetworkUuid, undefined, ['Normal'], version));
  return [...told, ...free];
}

export function addressFor(
  filling: Filling,
  l3NetworkUuid: string,
  given: string | undefined,
  kinds: readonly IpRangeType[] = ['Normal'],
  version?: IpVersion,
): [IpRange, string] {
  const { world } = filling;
  const { ipRanges, usedIps } = world.repositories;
  const ranges = ipRanges
    .listByL3(l3NetworkUuid)
    .filter(({ ipRangeType }) => kinds.includes(ipRangeType))
    .filter(({ ipVersion }) => version === undefined || ipVersion === version);
  if (given !== undefined) {
    const key = keyOfText(given) ?? '';
    const range = ranges.find((one) => isIn(key, one));
    if (!range) throw new Refused(`the address ${given} is in no range of its network`);
    if (usedIps.takenIn(range.uuid, key, key).length === 0) return [range, key];
    throw new Refused(`the address ${given} is taken already`);
  }
  const known = cursors.get(filling) ?? new Map<string, string>();
  cursors.set(filling, known);
  for (const range of ranges) {
    const free = firstFree(world, range, known.get(range.uuid) ?? range.startKey);
    if (free === undefined) continue;
    known.set(range.uuid, keyAfter(free));
    return [range, free];
  }
  throw new Refused('its network has no free address');
}
