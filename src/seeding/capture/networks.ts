import { VSWITCH_TYPES } from '../../domain/network/l2-network.js';
import { ADDRESS_MODES, L3_CATEGORIES, L3_STATES } from '../../domain/network/l3-network.js';
import { NIC_STATES } from '../../domain/network/vm-nic.js';
import { NIC_POLICIES } from '../../domain/security-group/security-group.js';
import { OFFERING_STATES } from '../../domain/offering/offering.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import {
  datesOf,
  flagOf,
  numberOf,
  rowsOf,
  textOf,
  textsOf,
  uuidOf,
  wordOf,
  type Row,
} from './rows.js';
import { tagsOf } from './tags.js';

const offeringOf = (cloud: Cloud, row: Row, kind: 'instance-offering' | 'disk-offering') => {
  const naming = cloud.keys.naming(kind, row);
  const type = kind === 'disk-offering' ? 'DiskOfferingVO' : 'InstanceOfferingVO';
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    sortKey: numberOf(row, 'sortKey'),
    state: cloud.report.oneOf(
      'states of offerings',
      textOf(row, 'state'),
      OFFERING_STATES,
      'Enabled',
      naming.name,
    ),
    allocatorStrategy: textOf(row, 'allocatorStrategy') ?? undefined,
    ...tagsOf(cloud, type, naming.uuid),
    ...datesOf(row),
  };
};

export const instanceOfferingOf = (cloud: Cloud, row: Row) => ({
  ...offeringOf(cloud, row, 'instance-offering'),
  cpuNum: Math.min(Math.max(numberOf(row, 'cpuNum'), 1), 1024),
  cpuSpeed: Math.max(numberOf(row, 'cpuSpeed'), 0),
  memory: numberOf(row, 'memorySize'),
  reservedMemory: numberOf(row, 'reservedMemorySize'),
});

export const diskOfferingOf = (cloud: Cloud, row: Row) => ({
  ...offeringOf(cloud, row, 'disk-offering'),
  size: numberOf(row, 'diskSize'),
});

export function l2NetworkOf(cloud: Cloud, row: Row) {
  const { keys, report } = cloud;
  const naming = keys.naming('l2-network', row);
  const type = textOf(row, 'type');
  const vlan = numberOf(row, 'vlan') || numberOf(row, 'virtualNetworkId');
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    zone: keys.of('zone', textOf(row, 'zoneUuid')),
    physicalInterface: textOf(row, 'physicalInterface') ?? undefined,
    vlan: type === 'L2VlanNetwork' && vlan > 0 ? vlan : null,
    vSwitchType: report.oneOf(
      'types of switches',
      textOf(row, 'vSwitchType'),
      VSWITCH_TYPES,
      'LinuxBridge',
      naming.name,
    ),
    isolated: flagOf(row, 'isolated'),
    pvlan: textOf(row, 'pvlan'),
    clusters: textsOf(row, 'attachedClusterUuids').flatMap(
      (uuid) => keys.of('cluster', uuid) ?? [],
    ),
    ...tagsOf(cloud, 'L2NetworkVO', naming.uuid),
    ...datesOf(row),
  };
}

export function l3NetworkOf(cloud: Cloud, row: Row) {
  const { keys, report, pools } = cloud;
  const naming = keys.naming('l3-network', row);
  const ranges = rowsOf(row, 'ipRanges');
  const services: Record<string, string[]> = {};
  for (const ref of rowsOf(row, 'networkServices')) {
    const type = cloud.providers.get(wordOf(ref, 'networkServiceProviderUuid'));
    const service = textOf(ref, 'networkServiceType');
    if (type === undefined || service === null) {
      report.note('services of providers that were not told', naming.name);
    } else (services[type] ??= []).push(service);
  }
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    l2Network: keys.of('l2-network', textOf(row, 'l2NetworkUuid')),
    category: report.oneOf(
      'categories of networks',
      textOf(row, 'category'),
      L3_CATEGORIES,
      'Private',
      naming.name,
    ),
    state: report.oneOf(
      'states of networks',
      textOf(row, 'state'),
      L3_STATES,
      'Enabled',
      naming.name,
    ),
    dnsDomain: textOf(row, 'dnsDomain'),
    ipVersion: ranges.length === 0 && numberOf(row, 'ipVersion') === 6 ? (6 as const) : undefined,
    enableIPAM: row['enableIPAM'] !== false,
    ipRanges: ranges.map((range) => ({
      name: textOf(range, 'name') ?? undefined,
      uuid: uuidOf(range),
      description: textOf(range, 'description'),
      startIp: wordOf(range, 'startIp'),
      endIp: wordOf(range, 'endIp'),
      ...aroundOf(range),
      gateway: textOf(range, 'gateway') ?? undefined,
      type: pools.has(uuidOf(range)) ? ('AddressPool' as const) : ('Normal' as const),
    })),
    dns: textsOf(row, 'dns'),
    hostRoutes: rowsOf(row, 'hostRoute').map((route) => ({
      prefix: wordOf(route, 'prefix'),
      nexthop: wordOf(route, 'nexthop'),
    })),
    services,
    reserved: rowsOf(row, 'reservedIpRanges').map((range) => ({
      startIp: wordOf(range, 'startIp'),
      endIp: wordOf(range, 'endIp'),
      uuid: uuidOf(range),
    })),
    ...tagsOf(cloud, 'L3NetworkVO', naming.uuid),
    ...datesOf(row),
  };
}

/** The mask of a range of IPv4, or the prefix of one of IPv6. */
const aroundOf = (range: Row) =>
  numberOf(range, 'ipVersion') === 6
    ? {
        prefixLen: numberOf(range, 'prefixLen'),
        addressMode: ADDRESS_MODES.find((mode) => mode === textOf(range, 'addressMode')),
      }
    : { netmask: wordOf(range, 'netmask') };

/** The NICs of a VM, by their numbers; those on networks that were not told are left out. */
export function nicsOf(cloud: Cloud, vm: Row) {
  const { keys, report } = cloud;
  return rowsOf(vm, 'vmNics')
    .toSorted((a, b) => numberOf(a, 'deviceId') - numberOf(b, 'deviceId'))
    .flatMap((nic) => {
      const l3Network = keys.of('l3-network', textOf(nic, 'l3NetworkUuid'));
      const mac = textOf(nic, 'mac')?.toLowerCase();
      if (l3Network === undefined) {
        report.note('NICs on networks that were not told', uuidOf(nic));
        return [];
      }
      return [
        {
          l3Network,
          uuid: uuidOf(nic),
          ...addressesOf(nic),
          mac,
          driver: textOf(nic, 'driverType'),
          state: report.oneOf(
            'states of NICs',
            textOf(nic, 'state'),
            NIC_STATES,
            'enable',
            uuidOf(nic),
          ),
          deviceId: numberOf(nic, 'deviceId'),
          ...groupsOf(cloud, uuidOf(nic)),
        },
      ];
    });
}

/** The address that a NIC tells, and the one of IPv6 beside it. */
function addressesOf(nic: Row) {
  const ip = textOf(nic, 'ip') ?? undefined;
  const beside = rowsOf(nic, 'usedIps')
    .filter((address) => numberOf(address, 'ipVersion') === 6)
    .map((address) => textOf(address, 'ip') ?? undefined)
    .find((address) => address !== ip);
  return { ip, ip6: beside };
}

/** The groups of a NIC that were told, in their order, and its policies. */
function groupsOf({ keys, nicGroups, nicPolicies }: Cloud, nicUuid: string) {
  const groups = (nicGroups.get(nicUuid) ?? [])
    .toSorted((a, b) => numberOf(a, 'priority') - numberOf(b, 'priority'))
    .flatMap((ref) => keys.of('security-group', textOf(ref, 'securityGroupUuid')) ?? []);
  const [policy] = nicPolicies.get(nicUuid) ?? [];
  const told = (field: string) =>
    NIC_POLICIES.find((known) => policy && known === textOf(policy, field));
  return {
    securityGroups: groups,
    ingressPolicy: told('ingressPolicy'),
    egressPolicy: told('egressPolicy'),
  };
}
