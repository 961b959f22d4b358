import { apiError } from '../../core/api-error.js';
import { isInCidr } from '../../core/cidr.js';
import {
  canonicalIp,
  ipv6NetmaskOf,
  isIpv6,
  keyOf,
  parseIp,
  type IpVersion,
} from '../../core/ip.js';
import type { L3Network, UsedIp } from '../../domain/network/l3-network.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { allocateIp, isIn, noteAddress, releaseIp, type ToldAddress } from './addresses.js';
import { followAddress, loosenEipsOf } from './eips.js';
import { ipOfTag, tellFirst, useAddress } from './nics.js';
import { forgetStaticIp, usualRange, writeStaticIp } from './static-ip-tags.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

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
    loosenEipsOf(world, nic.uuid, now);
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
