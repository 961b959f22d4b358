import { apiError } from '../../core/api-error.js';
import {
  canonicalIp,
  ipv6NetmaskOf,
  ipv6NetworkAround,
  ipv6OfMac,
  parseIpv6,
  writeIpv6,
  type IpVersion,
} from '../../core/ip.js';
import { isIpv4 } from '../../core/ipv4.js';
import type { L3Network, UsedIp } from '../../domain/network/l3-network.js';
import { NIC_TYPE, type VmNic, type VmNicState } from '../../domain/network/vm-nic.js';
import { fits, tokensOf } from '../../domain/tag/tag-format.js';
import {
  CUSTOM_MAC,
  CUSTOM_NIC_UUID,
  IPV4_GATEWAY,
  IPV4_NETMASK,
  IPV6_GATEWAY,
  IPV6_PREFIX,
  NETWORK_TAGS_OF_VMS,
  STATIC_IP,
  VIRTIO,
} from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf, newUuid, vmNicOf, vmOf } from '../resources/lookup.js';
import { leaveAll } from '../security-groups/nics-in-groups.js';
import { allocateIp, noteAddress, releaseIp, versionsOf, type ToldAddress } from './addresses.js';
import { loosenEipsOf } from './eips.js';
import { driverFor } from './nic-drivers.js';

const refused = (details: string) => apiError('SYS.1006', details);

/** What a new NIC of a VM is to be; null leaves it to the network, the guest or chance. */
export interface WantedNic {
  readonly l3NetworkUuid: string;
  readonly driverType: string | null;
  readonly state: VmNicState;
}

/**
 * Gives a VM a NIC, with an address of each version of the network's ranges, and a MAC. Tags of the VM, and of the
 * call, may tell any of these.
 * @throws SYS.1006 for a MAC that is taken, or a network without ranges; L3.1000 where no address is free
 */
export function giveNic(
  world: World,
  vm: VmInstance,
  wanted: WantedNic,
  now: number,
  systemTags: readonly string[] = [],
): string {
  const { vmNics, tags } = world.repositories;
  const network = l3NetworkOf(world, wanted.l3NetworkUuid);
  const own = tags.listSystemTags(vm.uuid);
  const mac = takeCustomMac(world, vm, network, own);
  const deviceId = freeDeviceId(vmNics.listByVm(vm.uuid));
  const nic: VmNic = {
    ...emptyNic(network, now),
    uuid: newUuid(world, valueFor(own, CUSTOM_NIC_UUID, network.uuid) ?? null),
    vmInstanceUuid: vm.uuid,
    mac: mac ?? newMac(world, deviceId),
    hypervisorType: vm.hypervisorType,
    driverType: wanted.driverType ?? driverFor(vm, own.includes(VIRTIO)),
    internalName: internalNameOf(world, vm, deviceId),
    deviceId,
    state: wanted.state,
  };
  if (vmNics.hasMac(vm.hypervisorType, nic.mac)) {
    throw refused(`Duplicate mac address [${nic.mac}]`);
  }
  insertNic(world, nic, ownerOfVm(world, vm));
  giveAddresses(world, nic, network, [...systemTags, ...own], now);
  return nic.uuid;
}

const ownerOfVm = ({ repositories }: World, vm: VmInstance): string =>
  repositories.accounts.findOwner(vm.uuid) ?? '';

/** A NIC that belongs to nothing yet. */
const emptyNic = (network: L3Network, now: number) => ({
  l3NetworkUuid: network.uuid,
  usedIpUuid: null,
  ip: null,
  netmask: null,
  gateway: null,
  metaData: null,
  ipVersion: null,
  type: NIC_TYPE,
  createDate: now,
  lastOpDate: now,
});

function insertNic({ repositories }: World, nic: VmNic, ownerUuid: string): void {
  repositories.vmNics.insert(nic);
  repositories.accounts.own(ownerUuid, nic.uuid, 'VmNicVO');
}

/**
 * A NIC without a VM, for one to come. It gets an address even where the network gives VMs none by itself.
 * @throws L3.1000 where the address is not free, or none is
 */
export function createLooseNic(
  world: World,
  { l3NetworkUuid, ip }: { readonly l3NetworkUuid: string; readonly ip: string | null },
  ownerUuid: string,
  now: number,
): string {
  const network = l3NetworkOf(world, l3NetworkUuid);
  const deviceId = 1;
  const nic: VmNic = {
    ...emptyNic(network, now),
    // The real system does not look at the uuid that the call asks for.
    uuid: world.chance.uuid(),
    vmInstanceUuid: null,
    mac: newMac(world, deviceId),
    hypervisorType: null,
    driverType: null,
    internalName: null,
    deviceId,
    state: 'enable',
  };
  insertNic(world, nic, ownerUuid);
  const versions = versionsOf(network);
  for (const version of versions.length > 0 ? versions : ([4] as const)) {
    // A required one is in no range of the other version: on a network of both, none can be required.
    const required = ip ?? ownAddressOf(world, network, version, nic.mac);
    useAddress(world, nic, allocateIp(world, network, required, now, { version }), now);
  }
  return nic.uuid;
}

/** The address that a NIC on a network gives itself, of its MAC; null where a server gives it one. */
function ownAddressOf(
  { repositories }: World,
  { uuid }: L3Network,
  version: IpVersion,
  mac: string,
): string | null {
  if (version === 4) return null;
  const range = repositories.ipRanges
    .listByL3(uuid)
    .find(({ ipVersion, ipRangeType }) => ipVersion === 6 && ipRangeType === 'Normal');
  if (!range || range.addressMode === 'Stateful-DHCP') return null;
  const network = ipv6NetworkAround(parseIpv6(range.startIp) ?? 0n, range.prefixLen);
  return writeIpv6(ipv6OfMac(network, mac));
}

/** Takes addresses for a NIC; of a network that gives none by itself, it has those that it is told, or none. */
function giveAddresses(
  world: World,
  nic: VmNic,
  network: L3Network,
  systemTags: readonly string[],
  now: number,
): void {
  if (!network.enableIPAM) {
    for (const told of toldAddresses(systemTags, network.uuid)) {
      useAddress(world, nic, noteAddress(world, network, told, now), now);
    }
    return;
  }
  const ranges = world.repositories.ipRanges.listByL3(network.uuid);
  if (!ranges.some(({ ipRangeType }) => ipRangeType === 'Normal')) {
    throw refused(`there is no available ipRange on L3 network [${network.uuid}]`);
  }
  for (const address of allocateAll(world, network, nic.mac, systemTags, now)) {
    useAddress(world, nic, address, now);
  }
}

/** Takes an address of each version of a network but those that are there: the one that a tag tells, or a free one. */
export function allocateAll(
  world: World,
  network: L3Network,
  mac: string,
  systemTags: readonly string[],
  now: number,
  but: readonly IpVersion[] = [],
): UsedIp[] {
  return versionsOf(network)
    .filter((version) => !but.includes(version))
    .map((version) => {
      const told = staticIpOf(systemTags, network.uuid, version);
      const required = told ?? ownAddressOf(world, network, version, mac);
      return allocateIp(world, network, required, now, { version });
    });
}

/** The addresses that tags tell of a network, with what lies around them: IPv6 first, as the real system notes them. */
export function toldAddresses(systemTags: readonly string[], l3Uuid: string): ToldAddress[] {
  const value = (format: string) => valueFor(systemTags, format, l3Uuid) ?? null;
  const [ipv4, ipv6] = [staticIpOf(systemTags, l3Uuid, 4), staticIpOf(systemTags, l3Uuid, 6)];
  const prefix = value(IPV6_PREFIX);
  const gateway = value(IPV6_GATEWAY);
  return [
    ...(ipv6 === undefined
      ? []
      : [
          {
            ip: ipv6,
            netmask: prefix === null ? null : ipv6NetmaskOf(Number(prefix)),
            gateway: gateway === null ? null : canonicalIp(ipOfTag(gateway)),
          },
        ]),
    ...(ipv4 === undefined
      ? []
      : [{ ip: ipv4, netmask: value(IPV4_NETMASK), gateway: value(IPV4_GATEWAY) }]),
  ];
}

/** Writes an address that was taken into a NIC, which tells its first one of IPv4, or else of IPv6. */
export function useAddress(world: World, nic: VmNic, address: UsedIp, now: number): void {
  world.repositories.usedIps.update(address, { vmNicUuid: nic.uuid }, now);
  tellFirst(world, nic.uuid, now);
}

/** A NIC tells the first of its addresses, one of IPv4 where it has any. */
export function tellFirst(world: World, nicUuid: string, now: number): void {
  const { usedIps, vmNics } = world.repositories;
  const addresses = usedIps.listByNic(nicUuid);
  const first = addresses.find(({ ipVersion }) => ipVersion === 4) ?? addresses[0];
  const told = first
    ? {
        usedIpUuid: first.uuid,
        ip: first.ip,
        netmask: first.netmask,
        gateway: first.gateway,
        ipVersion: first.ipVersion,
      }
    : NO_ADDRESS;
  vmNics.update(vmNicOf(world, nicUuid), told, now);
}

/** What a NIC tells that has no address. */
export const NO_ADDRESS = {
  usedIpUuid: null,
  ip: null,
  netmask: null,
  gateway: null,
  ipVersion: null,
} as const;

/** Takes one of several addresses from a NIC, and what EIPs have of it: its range goes. */
export function loseAddress(world: World, nic: VmNic, address: UsedIp, now: number): void {
  loosenEipsOf(world, nic.uuid, now, address.ip);
  world.repositories.usedIps.update(address, { vmNicUuid: null }, now);
  tellFirst(world, nic.uuid, now);
}

/** The first number that no NIC of the VM has. */
export function freeDeviceId(nics: readonly VmNic[]): number {
  const taken = new Set(nics.map(({ deviceId }) => deviceId));
  let deviceId = 0;
  while (taken.has(deviceId)) deviceId++;
  return deviceId;
}

/** An address as the real system draws it: of its own making, with the number of the NIC at its end. */
export function newMac({ chance }: Pick<World, 'chance'>, deviceId: number): string {
  const drawn = chance.nextUint32().toString(16).padStart(8, '0');
  const bytes = [drawn.slice(0, 2), drawn.slice(2, 4), drawn.slice(4, 6), drawn.slice(6, 8)];
  return ['fa', ...bytes, deviceId.toString(16).padStart(2, '0')].join(':');
}

export const internalNameOf = ({ repositories }: World, vm: VmInstance, deviceId: number) =>
  `vnic${repositories.vmInstances.internalId(vm.uuid)}.${deviceId}`;

/** The MAC that a tag of the VM asks for; the tag is used up. */
function takeCustomMac(
  { repositories }: World,
  vm: VmInstance,
  network: L3Network,
  tags: readonly string[],
): string | undefined {
  const tag = tags.find(
    (one) => fits(CUSTOM_MAC, one) && tokensOf(CUSTOM_MAC, one)?.[0] === network.uuid,
  );
  if (tag === undefined) return undefined;
  repositories.tags.removeSystemTag(vm.uuid, tag);
  return tokensOf(CUSTOM_MAC, tag)?.[1]?.toLowerCase();
}

/** The addresses that tags want on a network, as texts; in tags `--` stands for `::`. */
export const staticIpsOf = (tags: readonly string[], l3NetworkUuid: string): string[] =>
  tags.flatMap((tag) => {
    const [network, ip] = tokensOf(STATIC_IP, tag) ?? [];
    return network === l3NetworkUuid && ip !== undefined ? [ipOfTag(ip)] : [];
  });

/** The address of a version that tags want on a network: the last one of several. */
export const staticIpOf = (
  tags: readonly string[],
  l3NetworkUuid: string,
  version: IpVersion,
): string | undefined =>
  staticIpsOf(tags, l3NetworkUuid).findLast((ip) => isIpv4(ip) === (version === 4));

/** An address as a tag writes it: `::` parts the tokens of a tag, so that it is `--`. */
export const ipToTag = (ip: string): string => ip.replaceAll('::', '--');
export const ipOfTag = (text: string): string => text.replaceAll('--', '::');

/** What a tag of this format says for a network: its first token names the network. */
export const valueFor = (
  tags: readonly string[],
  format: string,
  l3NetworkUuid: string,
): string | undefined =>
  tags.map((tag) => tokensOf(format, tag)).find((tokens) => tokens?.[0] === l3NetworkUuid)?.[1];

/** Gives the addresses of a NIC back and removes it; what else hangs on it is the caller's. */
export function removeNic(world: World, nic: VmNic, now: number): void {
  const { usedIps, vmNics, accounts, tags, resourceConfigs } = world.repositories;
  loosenEipsOf(world, nic.uuid, now);
  leaveAll(world, nic.uuid);
  for (const address of usedIps.listByNic(nic.uuid)) {
    releaseIp(world, { ...address, vmNicUuid: null }, now);
  }
  tags.removeAll(nic.uuid);
  accounts.disown(nic.uuid);
  resourceConfigs.removeAll(nic.uuid);
  vmNics.remove(nic.uuid);
}

/**
 * Takes a NIC from its VM and removes it. What the tags of the VM say of its network goes, and where it was the
 * default one, that of the first NIC that is left is.
 */
export function detachNic(world: World, nic: VmNic, now: number): void {
  const { vmNics, vmInstances, tags } = world.repositories;
  removeNic(world, nic, now);
  const vm = nic.vmInstanceUuid === null ? undefined : vmInstances.find(nic.vmInstanceUuid);
  if (!vm) return;
  const left = vmNics.listByVm(vm.uuid);
  if (left.some(({ l3NetworkUuid }) => l3NetworkUuid === nic.l3NetworkUuid)) return;
  for (const tag of tags.listSystemTags(vm.uuid)) {
    const isOfNetwork = NETWORK_TAGS_OF_VMS.some(
      (format) => tokensOf(format, tag)?.[0] === nic.l3NetworkUuid,
    );
    if (isOfNetwork) tags.removeSystemTag(vm.uuid, tag);
  }
  if (vm.defaultL3NetworkUuid !== nic.l3NetworkUuid) return;
  const defaultL3NetworkUuid = left[0]?.l3NetworkUuid ?? null;
  vmInstances.update(vmOf(world, vm.uuid), { defaultL3NetworkUuid }, now);
}

/** Removes the NICs of a VM that goes for good. */
export function removeNicsOf(world: World, vmUuid: string, now: number): void {
  for (const nic of world.repositories.vmNics.listByVm(vmUuid)) removeNic(world, nic, now);
}

/** Gives the addresses of a VM back that is destroyed; its NICs stay, for its recovery. */
export function releaseAddressesOf(world: World, vmUuid: string, now: number): void {
  const { usedIps, vmNics } = world.repositories;
  for (const nic of vmNics.listByVm(vmUuid)) {
    loosenEipsOf(world, nic.uuid, now);
    leaveAll(world, nic.uuid);
    for (const address of usedIps.listByNic(nic.uuid)) releaseIp(world, address, now);
    const { usedIpUuid, ip, netmask, gateway } = NO_ADDRESS;
    vmNics.update(nic, { usedIpUuid, ip, netmask, gateway }, now);
  }
}

/**
 * A VM that starts gets addresses for those of its NICs that lack any: it was destroyed before, or their networks have
 * got addresses of another version since.
 * @throws L3.1000 where none is free, or the one that it is to keep
 */
export function renewAddressesOf(world: World, vm: VmInstance, now: number): void {
  const { vmNics, usedIps, tags, l3Networks } = world.repositories;
  const own = tags.listSystemTags(vm.uuid);
  for (const nic of vmNics.listByVm(vm.uuid)) {
    const network = l3Networks.find(nic.l3NetworkUuid);
    if (!network?.enableIPAM) continue;
    const has = usedIps.listByNic(nic.uuid).map(({ ipVersion }) => ipVersion);
    for (const address of allocateAll(world, network, nic.mac, own, now, has)) {
      useAddress(world, nic, address, now);
    }
  }
}
