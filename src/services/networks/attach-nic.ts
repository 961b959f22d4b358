import { apiError } from '../../core/api-error.js';
import { isInCidr } from '../../core/cidr.js';
import {
  canonicalIp,
  ipv6NetmaskOf,
  isIpv6,
  keyOf,
  keyOfText,
  parseIp,
  type IpVersion,
} from '../../core/ip.js';
import { isIpv4 } from '../../core/ipv4.js';
import { configFlag } from '../../domain/global-config.js';
import type { IpRange, L3Network, UsedIp } from '../../domain/network/l3-network.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import { fits, tokensOf } from '../../domain/tag/tag-format.js';
import {
  IPV4_GATEWAY,
  IPV4_NETMASK,
  IPV6_GATEWAY,
  IPV6_PREFIX,
  STATIC_IP,
  VIRTIO,
} from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf, vmNicOf, vmOf } from '../resources/lookup.js';
import {
  followGroupTags,
  followOwnGroupTags,
  isGroupTag,
} from '../security-groups/nics-in-groups.js';
import { writeTags } from '../tags/write-tags.js';
import {
  allocateIp,
  availabilityOf,
  isIn,
  noteAddress,
  releaseIp,
  type ToldAddress,
} from './addresses.js';
import { checkGivesNoEip, followAddress } from './eips.js';
import {
  freeDeviceId,
  giveNic,
  internalNameOf,
  ipOfTag,
  ipToTag,
  staticIpsOf,
  tellFirst,
  useAddress,
  valueFor,
  type WantedNic,
} from './nics.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

const IN_REACH = ['Running', 'Stopped'];

/**
 * Whether a VM may get a NIC on a network, as AttachL3NetworkToVm looks at it.
 * @throws SYS.1006 or SYS.1007
 */
export function checkAttachNetwork(
  world: World,
  vm: VmInstance,
  network: L3Network,
  staticIp: string | null,
  systemTags: readonly string[],
): void {
  const { ipRanges, l2Networks } = world.repositories;
  const { uuid } = network;
  const refuse = (why: string) => refused(`unable to attach a L3 network. ${why}`);
  if (!IN_REACH.includes(vm.state)) {
    throw refuse(
      `The vm[uuid: ${vm.uuid}] is not Running or Stopped; the current state is ${vm.state}`,
    );
  }
  if (network.enableIPAM && ipRanges.listByL3(uuid).length === 0) {
    throw refuse(`The L3 network[uuid:${uuid}] doesn't has have ip range`);
  }
  if (l2Networks.clusterUuids(network.l2NetworkUuid).length === 0) {
    throw refuse(
      `The L3 network[uuid:[${uuid}]] are belonged to l2 networks [uuids:[${network.l2NetworkUuid}]] that have not been attached to any cluster`,
    );
  }
  checkOnce(
    world,
    vm,
    network,
    () => refuse(`The L3 network[uuid:[${uuid}]] is already attached to the vm[uuid: ${vm.uuid}]`),
    () =>
      refused(
        `unable to attach a non-guest L3 network. The L3 network[uuid:[${uuid}]] is already attached to the vm[uuid: ${vm.uuid}]`,
      ),
  );
  if (network.state === 'Disabled') throw refuse(`The L3 network[uuid:${uuid}] is disabled`);
  if (network.system && vm.type === 'UserVm') {
    throw refuse(`The L3 network[uuid:${uuid}] is a system network and vm is a user vm`);
  }
  checkStaticIps(world, systemTags);
  if (staticIp !== null) checkStaticIp(world, network, staticIp);
  checkStaticIpTags(world, network, systemTags);
}

/** What tags ask for is of the network. @throws SYS.1006 or SYS.1007 */
export function checkStaticIpTags(
  world: World,
  network: L3Network,
  systemTags: readonly string[],
): void {
  for (const tag of systemTags.filter((one) => fits(STATIC_IP, one))) {
    const [ofNetwork = '', ip = ''] = tokensOf(STATIC_IP, tag) ?? [];
    if (ofNetwork !== network.uuid) {
      throw wrong(`static ip l3 uuid[${ofNetwork}] is not included in nic l3 [[${network.uuid}]]`);
    }
    checkStaticIp(world, network, ipOfTag(ip));
  }
}

/** One NIC of a VM on each network, unless `vm/multivNic.support` lets it have more on private ones. */
function checkOnce(
  { repositories }: World,
  vm: VmInstance,
  network: L3Network,
  twice: () => Error,
  notPrivate: () => Error,
): void {
  const { vmNics, globalConfig } = repositories;
  if (!vmNics.listByVm(vm.uuid).some((nic) => nic.l3NetworkUuid === network.uuid)) return;
  if (!configFlag(globalConfig, 'vmMultivNicSupport') || vm.type !== 'UserVm') throw twice();
  if (network.category !== 'Private') throw notPrivate();
}

/** @throws SYS.1007 for an address in no range, SYS.1006 for one that is taken */
export function checkStaticIp({ repositories }: World, network: L3Network, ip: string): void {
  const { ipRanges, usedIps } = repositories;
  const key = keyOfText(ip) ?? '';
  const isInRange = ipRanges
    .listByL3(network.uuid)
    .filter(({ ipRangeType }) => ipRangeType === 'Normal')
    .some((range) => isIn(key, range));
  if (!isInRange && network.enableIPAM) {
    throw wrong(
      `the static IP[${ip}] is not in any IP range of the L3 network[uuid:${network.uuid}]`,
    );
  }
  if (usedIps.findByIp(network.uuid, ip)) {
    throw refused(`the static IP[${ip}] has been occupied on the L3 network[uuid:${network.uuid}]`);
  }
}

/**
 * What tags that ask for addresses must be (`staticIp::`, and of the same network `ipv4Netmask::`, `ipv4Gateway::`,
 * `ipv6Prefix::`, `ipv6Gateway::`).
 * @throws SYS.1007 for an address that is none or not free, SYS.1006 for another mask, prefix or gateway than the
 * range's
 */
export function checkStaticIps(world: World, systemTags: readonly string[]): void {
  for (const tag of systemTags.filter((one) => fits(STATIC_IP, one))) {
    const [l3Uuid = '', told = ''] = tokensOf(STATIC_IP, tag) ?? [];
    const ip = ipOfTag(told);
    const version = parseIp(ip)?.version;
    if (version === undefined) throw wrong(`the static IP[${ip}] format error`);
    const network = world.repositories.l3Networks.find(l3Uuid);
    if (!network) throw wrong(`Unable to find L3Network[uuid:${l3Uuid}], it may have been deleted`);
    const { available, reason } = availabilityOf(world, network, ip, true);
    if (!available) {
      throw wrong(
        `IP[${ip}] is not available on the L3 network[uuid:${l3Uuid}] because: ${reason}`,
      );
    }
    checkAround(usualRange(world, l3Uuid, version), version, (format) =>
      valueFor(systemTags, format, l3Uuid),
    );
  }
}

const usualRange = ({ repositories }: World, l3Uuid: string, version: IpVersion) =>
  repositories.ipRanges
    .listByL3(l3Uuid)
    .find(({ ipRangeType, ipVersion }) => ipRangeType === 'Normal' && ipVersion === version);

/** What tags tell of the network around an address of each version, as the range has it. */
const AROUND = {
  4: [
    ['netmask', IPV4_NETMASK, ({ netmask }: IpRange) => netmask],
    ['gateway', IPV4_GATEWAY, ({ gateway }: IpRange) => gateway],
  ],
  6: [
    ['ipv6 prefix length', IPV6_PREFIX, ({ prefixLen }: IpRange) => String(prefixLen)],
    ['gateway', IPV6_GATEWAY, ({ gateway }: IpRange) => gateway],
  ],
} as const;

function checkAround(
  range: IpRange | undefined,
  version: IpVersion,
  told: (format: string) => string | undefined,
): void {
  const [[mask, format]] = AROUND[version];
  if (!range) {
    if (told(format) === undefined) throw refused(`${mask} must be set`);
    return;
  }
  for (const [what, of, inRange] of AROUND[version]) {
    const value = told(of);
    const [got, expected] = [value && ipOfTag(value), inRange(range)];
    if (got === undefined || got === expected) continue;
    throw refused(`${what} error, expect: ${expected}, got: ${got}`);
  }
}

/** The tags that a call with a static address gets beside its own: mask or prefix, and gateway, of its range. */
export function tagsOfStaticIps(world: World, systemTags: readonly string[]): string[] {
  return systemTags.flatMap((tag) => {
    const [l3Uuid, ip = ''] = tokensOf(STATIC_IP, tag) ?? [];
    const version = parseIp(ipOfTag(ip))?.version;
    if (l3Uuid === undefined || version === undefined) return [];
    const range = usualRange(world, l3Uuid, version);
    if (!range) return [];
    return AROUND[version].flatMap(([, format, inRange]) => {
      if (valueFor(systemTags, format, l3Uuid) !== undefined) return [];
      return [`${format.split('::')[0]}::${l3Uuid}::${ipToTag(inRange(range))}`];
    });
  });
}

/** Gives a VM a NIC on a network; its first one makes the network its default. */
export function attachNetwork(
  world: World,
  vmUuid: string,
  { staticIp, ...wanted }: WantedNic & { readonly staticIp: string | null },
  systemTags: readonly string[],
  now: number,
): void {
  const { l3NetworkUuid } = wanted;
  const nics = world.repositories.vmNics.listByVm(vmUuid);
  checkGivesNoEip(world, vmOf(world, vmUuid), l3NetworkOf(world, l3NetworkUuid), nics);
  makeDefault(world, vmUuid, l3NetworkUuid, now);
  // The one that the call tells is the last, and holds.
  const told = [
    ...staticIpsOf(systemTags, l3NetworkUuid),
    ...(staticIp === null ? [] : [staticIp]),
  ];
  for (const ip of told) writeStaticIp(world, vmUuid, l3NetworkUuid, ip, now);
  giveNic(world, vmOf(world, vmUuid), wanted, now, systemTags);
  followGroupTags(world, vmUuid, systemTags.filter(isGroupTag), now);
  followOwnGroupTags(world, vmUuid, now);
}

function makeDefault(world: World, vmUuid: string, l3Uuid: string, now: number): void {
  const vm = vmOf(world, vmUuid);
  if (vm.defaultL3NetworkUuid !== null) return;
  world.repositories.vmInstances.update(vm, { defaultL3NetworkUuid: l3Uuid }, now);
}

/** Notes the address that a VM has on a network in its tags, in the place of another one of its version. */
export function writeStaticIp(
  world: World,
  vmUuid: string,
  l3Uuid: string,
  ip: string,
  now: number,
): void {
  const own = world.repositories.tags.listSystemTags(vmUuid);
  for (const one of staticIpsOf(own, l3Uuid)) {
    if (isIpv4(one) === isIpv4(ip)) forgetStaticIp(world, vmUuid, l3Uuid, one);
  }
  const systemTags = [`staticIp::${l3Uuid}::${ipToTag(ip)}`];
  writeTags(world, 'VmInstanceVO', vmUuid, { systemTags, userTags: [] }, now);
}

/** Forgets the address that a VM is to keep on a network: this one, or whichever it is. The NIC keeps it. */
export function forgetStaticIp(
  { repositories }: World,
  vmUuid: string,
  l3Uuid: string,
  ip: string | null,
): void {
  for (const tag of repositories.tags.listSystemTags(vmUuid)) {
    const tokens = tokensOf(STATIC_IP, tag);
    if (tokens?.[0] !== l3Uuid || (ip !== null && tokens[1] !== ipToTag(ip))) continue;
    repositories.tags.removeSystemTag(vmUuid, tag);
  }
}

/**
 * Whether a VM may get a NIC that is there already.
 * @throws SYS.1006
 */
export function checkAttachNic(world: World, vm: VmInstance, nic: VmNic): void {
  const refuse = (why: string) => refused(`unable to attach the nic. ${why}`);
  if (!IN_REACH.includes(vm.state)) {
    throw refuse(
      `The vm[uuid: ${vm.uuid}] is not Running or Stopped; the current state is ${vm.state}`,
    );
  }
  if (nic.vmInstanceUuid !== null) {
    throw refuse(`The nic has been attached with vm[uuid: ${nic.vmInstanceUuid}]`);
  }
  const network = l3NetworkOf(world, nic.l3NetworkUuid);
  const { uuid } = network;
  const already = `Its L3 network[uuid:${uuid}] is already attached to the vm[uuid: ${vm.uuid}]`;
  checkOnce(
    world,
    vm,
    network,
    () => refuse(already),
    () => refused(`unable to attach the nic with a non-guest L3 network. ${already}`),
  );
  if (network.state === 'Disabled') throw refuse(`Its L3 network[uuid:${uuid}] is disabled`);
  if (network.system && vm.type === 'UserVm') {
    throw refuse(`Its L3 network[uuid:${uuid}] is a system network and vm is a user vm`);
  }
  if (world.repositories.l2Networks.clusterUuids(network.l2NetworkUuid).length > 0) return;
  throw refuse(
    `Its l2 network [uuid:${network.l2NetworkUuid}] that have not been attached to any cluster`,
  );
}

/** Gives a VM a NIC that is there already. */
export function attachNic(world: World, vmUuid: string, nicUuid: string, now: number): void {
  const { vmNics, tags } = world.repositories;
  const nic = vmNicOf(world, nicUuid);
  const network = l3NetworkOf(world, nic.l3NetworkUuid);
  checkGivesNoEip(world, vmOf(world, vmUuid), network, [...vmNics.listByVm(vmUuid), nic]);
  makeDefault(world, vmUuid, nic.l3NetworkUuid, now);
  const vm = vmOf(world, vmUuid);
  const deviceId = freeDeviceId(vmNics.listByVm(vm.uuid));
  vmNics.update(
    nic,
    {
      vmInstanceUuid: vm.uuid,
      deviceId,
      internalName: internalNameOf(world, vm, deviceId),
      hypervisorType: vm.hypervisorType,
      driverType: tags.listSystemTags(vm.uuid).includes(VIRTIO) ? 'virtio' : 'e1000',
    },
    now,
  );
}

const nicOn = ({ repositories }: World, vmUuid: string, l3Uuid: string): VmNic | undefined =>
  repositories.vmNics.listByVm(vmUuid).find((nic) => nic.l3NetworkUuid === l3Uuid);

const noNic = (vmUuid: string, l3Uuid: string) =>
  `the VM[uuid:${vmUuid}] has no nic on the L3 network[uuid:${l3Uuid}]`;

/** Addresses that a NIC is to have, with what lies around them; each null is not told. */
export interface ToldIps {
  /** Of either version. */
  readonly ip: string | null;
  readonly ip6: string | null;
  readonly netmask: string | null;
  readonly gateway: string | null;
  readonly ipv6Prefix: string | null;
  readonly ipv6Gateway: string | null;
}

/**
 * Whether a VM may have other addresses on a network. Every NIC of the VM is looked at, as in the real system.
 * @throws SYS.1007
 */
export function checkNewIp(world: World, vm: VmInstance, network: L3Network, told: ToldIps): void {
  const { vmNics } = world.repositories;
  const { ip, ip6 } = withoutTags(told);
  if (ip === null && ip6 === null && network.enableIPAM) {
    throw wrong('could not set ip address, due to no ip address is specified');
  }
  const nics = vmNics.listByVm(vm.uuid);
  for (const nic of nics) {
    if (ip !== null) {
      if (!parseIp(ip)) throw wrong(`static ip [${told.ip}] format error`);
      checkIpOfNic(world, nic, network, ip);
    }
    if (ip6 !== null) {
      if (!isIpv6(ip6)) throw wrong(`${ip6} is not a valid IPv6 address`);
      checkIpOfNic(world, nic, network, ip6);
    }
  }
  if (network.enableIPAM || (ip === null && ip6 === null)) {
    if (nics.length === 0) throw wrong(noNic(vm.uuid, network.uuid));
    return;
  }
  if (ip !== null) checkNoted(world, network, ip, told.netmask, 4);
  if (ip6 !== null) checkNoted(world, network, ip6, told.ipv6Prefix, 6);
}

/** Addresses as tags write them are addresses, too. */
const withoutTags = <T extends Pick<ToldIps, 'ip' | 'ip6'>>(told: T): T => ({
  ...told,
  ip: told.ip === null ? null : ipOfTag(told.ip),
  ip6: told.ip6 === null ? null : ipOfTag(told.ip6),
});

/** @throws SYS.1007 for an address that the NIC has, or one outside of the network of what it has */
function checkIpOfNic({ repositories }: World, nic: VmNic, network: L3Network, ip: string): void {
  const { usedIps, ipRanges } = repositories;
  const { version, ...rest } = parseIp(ip) ?? { version: 4, number: 0n };
  for (const own of usedIps.listByNic(nic.uuid)) {
    if (own.l3NetworkUuid !== network.uuid || own.ipVersion !== version) continue;
    if (own.ip === ip) {
      throw wrong(`ip address [${ip}] already set to vmNic [uuid:${nic.uuid}]`);
    }
    const range = own.ipRangeUuid === null ? undefined : ipRanges.find(own.ipRangeUuid);
    if (!network.enableIPAM || !range) continue;
    if (version === 4 && !isInCidr(ip, range.networkCidr)) {
      throw wrong(`ip address [${ip}] is not in ip range [${range.networkCidr}]`);
    }
    if (version === 6 && !isIn(keyOf({ version, ...rest }), range)) {
      throw wrong(
        `ip address [${ip}] is not in ip range [startIp ${range.startIp}, endIp ${range.endIp}]`,
      );
    }
  }
}

/** What is to be noted on a network that gives no addresses by itself. @throws SYS.1007 */
function checkNoted(
  world: World,
  network: L3Network,
  ip: string,
  mask: string | null,
  version: IpVersion,
): void {
  if (mask === null && !usualRange(world, network.uuid, version)) {
    throw wrong(version === 4 ? 'ipv4 address need a netmask' : 'ipv6 address need a prefix');
  }
  if (world.repositories.usedIps.findByIp(network.uuid, ip)) {
    throw wrong(`ip address [${ip}] already set to vmNic`);
  }
  if (version === 6 && mask !== null && !/^(12[0-8]|1[01]\d|\d{1,2})$/.test(mask)) {
    throw apiError('SYS.1000', `can not parse [${ip}/${mask}]`);
  }
}

/**
 * Gives the NIC of a VM on a network other addresses, which the VM keeps; of a version that is not told it keeps what
 * it has.
 * @throws SYS.1006 without a NIC there, L3.1000 for an address that is in no range or taken
 */
export function setStaticIp(
  world: World,
  vmUuid: string,
  network: L3Network,
  call: ToldIps,
  now: number,
): void {
  const { usedIps } = world.repositories;
  const nic = nicOn(world, vmUuid, network.uuid);
  if (!nic) {
    throw refused(`the vm[uuid:${vmUuid}] has no nic on the L3 network[uuid:${network.uuid}]`);
  }
  const told = withoutTags(call);
  const old = usedIps.listByNic(nic.uuid);
  if (told.ip === null && told.ip6 === null) {
    for (const address of old) releaseIp(world, address, now);
    tellFirst(world, nic.uuid, now);
    forgetStaticIp(world, vmUuid, network.uuid, null);
    return;
  }
  const wanted = wantedOf(told);
  if (!wanted.every(({ ip }) => old.some((one) => one.ip === ip))) {
    for (const one of wanted) replaceAddress(world, nic, network, one, old, now);
    tellFirst(world, nic.uuid, now);
  }
  for (const { ip } of wanted) writeStaticIp(world, vmUuid, network.uuid, ip, now);
}

/** The addresses that are told, one of each version at most: of two of IPv6 it is `ip6`. */
function wantedOf({ ip, ip6, netmask, gateway, ipv6Prefix, ipv6Gateway }: ToldIps): ToldAddress[] {
  const wide = (address: string) => ({
    ip: canonicalIp(address),
    netmask: ipv6Prefix === null ? null : ipv6NetmaskOf(Number(ipv6Prefix)),
    gateway: ipv6Gateway === null ? null : canonicalIp(ipOfTag(ipv6Gateway)),
  });
  const isWide = ip !== null && isIpv6(ip);
  return [
    ...(ip === null || (isWide && ip6 !== null)
      ? []
      : [isWide ? wide(ip) : { ip, netmask, gateway }]),
    ...(ip6 === null ? [] : [wide(ip6)]),
  ];
}

/** The new address comes in the place of the one of its version. */
function replaceAddress(
  world: World,
  nic: VmNic,
  network: L3Network,
  told: ToldAddress,
  old: readonly UsedIp[],
  now: number,
): void {
  const version = parseIp(told.ip)?.version ?? 4;
  if (old.some(({ ip }) => ip === told.ip)) return;
  const address = network.enableIPAM
    ? allocateIp(world, network, told.ip, now, { version })
    : noteAddress(world, network, told, now);
  for (const before of old.filter(({ ipVersion }) => ipVersion === version)) {
    followAddress(world, nic.uuid, before.ip, address.ip, now);
    releaseIp(world, before, now);
  }
  useAddress(world, nic, address, now);
}

/** @throws SYS.1007 without a NIC on the network, or for an address that nothing there has */
export function checkForgetIp(
  world: World,
  vmUuid: string,
  l3Uuid: string,
  ip: string | null,
): void {
  if (!nicOn(world, vmUuid, l3Uuid)) throw wrong(noNic(vmUuid, l3Uuid));
  if (ip === null || world.repositories.usedIps.findByIp(l3Uuid, ip)) return;
  throw wrong(
    `could not delete static ip [${ip}] for vm [uuid:${vmUuid}] because it doesn't existed`,
  );
}
