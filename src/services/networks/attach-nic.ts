import { apiError } from '../../core/api-error.js';
import { isInCidr, parseAddress } from '../../core/cidr.js';
import { isIpv4 } from '../../core/ipv4.js';
import { configFlag } from '../../domain/global-config.js';
import type { IpRange, L3Network } from '../../domain/network/l3-network.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import { fits, tokensOf } from '../../domain/tag/tag-format.js';
import { IPV4_GATEWAY, IPV4_NETMASK, STATIC_IP, VIRTIO } from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf, vmNicOf, vmOf } from '../resources/lookup.js';
import {
  followGroupTags,
  followOwnGroupTags,
  isGroupTag,
} from '../security-groups/nics-in-groups.js';
import { writeTags } from '../tags/write-tags.js';
import { allocateIp, availabilityOf, noteAddress, releaseIp } from './addresses.js';
import { checkGivesNoEip, followAddress } from './eips.js';
import {
  freeDeviceId,
  giveNic,
  internalNameOf,
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
  for (const tag of systemTags.filter((one) => fits(STATIC_IP, one))) {
    const [ofNetwork = '', ip = ''] = tokensOf(STATIC_IP, tag) ?? [];
    if (ofNetwork !== uuid) {
      throw wrong(`static ip l3 uuid[${ofNetwork}] is not included in nic l3 [[${uuid}]]`);
    }
    checkStaticIp(world, network, ip);
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
  const address = parseAddress(ip) ?? -1;
  const isInRange = ipRanges
    .listByL3(network.uuid)
    .filter(({ ipRangeType }) => ipRangeType === 'Normal')
    .some(({ startInLong, endInLong }) => address >= startInLong && address <= endInLong);
  if (!isInRange && network.enableIPAM) {
    throw wrong(
      `the static IP[${ip}] is not in any IP range of the L3 network[uuid:${network.uuid}]`,
    );
  }
  if (usedIps.listByIp(network.uuid, ip).length > 0) {
    throw refused(`the static IP[${ip}] has been occupied on the L3 network[uuid:${network.uuid}]`);
  }
}

/**
 * What tags that ask for addresses must be (`staticIp::`, and of the same network `ipv4Netmask::`, `ipv4Gateway::`).
 * @throws SYS.1007 for an address that is none or not free, SYS.1006 for another mask or gateway than the range's
 */
export function checkStaticIps(world: World, systemTags: readonly string[]): void {
  for (const tag of systemTags.filter((one) => fits(STATIC_IP, one))) {
    const [l3Uuid = '', ip = ''] = tokensOf(STATIC_IP, tag) ?? [];
    if (!isIpv4(ip)) throw wrong(`the static IP[${ip}] format error`);
    const network = world.repositories.l3Networks.find(l3Uuid);
    if (!network) throw wrong(`Unable to find L3Network[uuid:${l3Uuid}], it may have been deleted`);
    const { available, reason } = availabilityOf(world, network, ip, true);
    if (!available) {
      throw wrong(
        `IP[${ip}] is not available on the L3 network[uuid:${l3Uuid}] because: ${reason}`,
      );
    }
    const range = world.repositories.ipRanges
      .listByL3(l3Uuid)
      .find(({ ipRangeType }) => ipRangeType === 'Normal');
    checkAround(range, {
      netmask: valueFor(systemTags, IPV4_NETMASK, l3Uuid),
      gateway: valueFor(systemTags, IPV4_GATEWAY, l3Uuid),
    });
  }
}

function checkAround(
  range: IpRange | undefined,
  told: { readonly netmask: string | undefined; readonly gateway: string | undefined },
): void {
  if (!range) {
    if (told.netmask === undefined) throw refused('netmask must be set');
    return;
  }
  for (const what of ['netmask', 'gateway'] as const) {
    const value = told[what];
    if (value === undefined || value === range[what]) continue;
    throw refused(`${what} error, expect: ${range[what]}, got: ${value}`);
  }
}

/** The tags that a call with a static address gets beside its own: mask and gateway of its range. */
export function tagsOfStaticIps(world: World, systemTags: readonly string[]): string[] {
  return systemTags.flatMap((tag) => {
    const [l3Uuid] = tokensOf(STATIC_IP, tag) ?? [];
    if (l3Uuid === undefined) return [];
    const range = world.repositories.ipRanges
      .listByL3(l3Uuid)
      .find(({ ipRangeType }) => ipRangeType === 'Normal');
    if (!range) return [];
    const isTold = (format: string) => valueFor(systemTags, format, l3Uuid) !== undefined;
    return [
      ...(isTold(IPV4_NETMASK) ? [] : [`ipv4Netmask::${l3Uuid}::${range.netmask}`]),
      ...(isTold(IPV4_GATEWAY) ? [] : [`ipv4Gateway::${l3Uuid}::${range.gateway}`]),
    ];
  });
}

/** Gives a VM a NIC on a network; its first one makes the network its default. */
export function attachNetwork(
  world: World,
  vmUuid: string,
  wanted: WantedNic,
  systemTags: readonly string[],
  now: number,
): void {
  const { l3NetworkUuid } = wanted;
  const nics = world.repositories.vmNics.listByVm(vmUuid);
  checkGivesNoEip(world, vmOf(world, vmUuid), l3NetworkOf(world, l3NetworkUuid), nics);
  makeDefault(world, vmUuid, l3NetworkUuid, now);
  const told = systemTags
    .filter((tag) => fits(STATIC_IP, tag))
    .map((tag) => tokensOf(STATIC_IP, tag)?.[1]);
  const staticIp = wanted.staticIp ?? told[0] ?? null;
  if (staticIp !== null) writeStaticIp(world, vmUuid, l3NetworkUuid, staticIp, now);
  giveNic(world, vmOf(world, vmUuid), { ...wanted, staticIp }, now);
  followGroupTags(world, vmUuid, systemTags.filter(isGroupTag), now);
  followOwnGroupTags(world, vmUuid, now);
}

function makeDefault(world: World, vmUuid: string, l3Uuid: string, now: number): void {
  const vm = vmOf(world, vmUuid);
  if (vm.defaultL3NetworkUuid !== null) return;
  world.repositories.vmInstances.update(vm, { defaultL3NetworkUuid: l3Uuid }, now);
}

/** Notes the address that a VM has on a network in its tags, in the place of another one. */
export function writeStaticIp(
  world: World,
  vmUuid: string,
  l3Uuid: string,
  ip: string,
  now: number,
): void {
  forgetStaticIp(world, vmUuid, l3Uuid, null);
  const systemTags = [`staticIp::${l3Uuid}::${ip}`];
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
    if (tokens?.[0] !== l3Uuid || (ip !== null && tokens[1] !== ip)) continue;
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

/**
 * Whether a VM may have another address on a network. Every NIC of the VM is looked at, as in the real system.
 * @throws SYS.1007
 */
export function checkNewIp(
  world: World,
  vm: VmInstance,
  network: L3Network,
  { ip, netmask }: { readonly ip: string | null; readonly netmask: string | null },
): void {
  const { vmNics, usedIps, ipRanges } = world.repositories;
  if (ip === null && network.enableIPAM) {
    throw wrong('could not set ip address, due to no ip address is specified');
  }
  const nics = vmNics.listByVm(vm.uuid);
  if (ip !== null && nics.length > 0 && !isIpv4(ip)) throw wrong(`static ip [${ip}] format error`);
  for (const nic of ip === null ? [] : nics) {
    for (const own of usedIps.listByNic(nic.uuid)) {
      if (own.l3NetworkUuid !== network.uuid) continue;
      if (own.ip === ip) {
        throw wrong(`ip address [${ip}] already set to vmNic [uuid:${nic.uuid}]`);
      }
      const range = own.ipRangeUuid === null ? undefined : ipRanges.find(own.ipRangeUuid);
      if (network.enableIPAM && range && !isInCidr(ip ?? '', range.networkCidr)) {
        throw wrong(`ip address [${ip}] is not in ip range [${range.networkCidr}]`);
      }
    }
  }
  if (ip !== null && !network.enableIPAM) {
    const hasRange = ipRanges
      .listByL3(network.uuid)
      .some(({ ipRangeType }) => ipRangeType === 'Normal');
    if (netmask === null && !hasRange) throw wrong('ipv4 address need a netmask');
    if (usedIps.listByIp(network.uuid, ip).length > 0) {
      throw wrong(`ip address [${ip}] already set to vmNic`);
    }
  } else if (nics.length === 0) throw wrong(noNic(vm.uuid, network.uuid));
}

/**
 * Gives the NIC of a VM on a network another address, which the VM keeps.
 * @throws SYS.1006 without a NIC there, L3.1000 for an address that is in no range or taken
 */
export function setStaticIp(
  world: World,
  vmUuid: string,
  network: L3Network,
  told: {
    readonly ip: string | null;
    readonly netmask: string | null;
    readonly gateway: string | null;
  },
  now: number,
): void {
  const { usedIps, vmNics } = world.repositories;
  const nic = nicOn(world, vmUuid, network.uuid);
  if (!nic) {
    throw refused(`the vm[uuid:${vmUuid}] has no nic on the L3 network[uuid:${network.uuid}]`);
  }
  const old = usedIps.listByNic(nic.uuid);
  if (told.ip === null) {
    for (const address of old) releaseIp(world, address, now);
    const none = { usedIpUuid: null, ip: null, netmask: null, gateway: null, ipVersion: null };
    vmNics.update(nic, none, now);
    forgetStaticIp(world, vmUuid, network.uuid, null);
    return;
  }
  if (!old.some(({ ip }) => ip === told.ip)) {
    const address = network.enableIPAM
      ? allocateIp(world, network, told.ip, now)
      : noteAddress(world, network, { ...told, ip: told.ip }, now);
    for (const before of old) {
      followAddress(world, nic.uuid, before.ip, address.ip, now);
      releaseIp(world, before, now);
    }
    useAddress(world, nic, address, now);
  }
  writeStaticIp(world, vmUuid, network.uuid, told.ip, now);
}

/** @throws SYS.1007 without a NIC on the network, or for an address that nothing there has */
export function checkForgetIp(
  world: World,
  vmUuid: string,
  l3Uuid: string,
  ip: string | null,
): void {
  if (!nicOn(world, vmUuid, l3Uuid)) throw wrong(noNic(vmUuid, l3Uuid));
  if (ip === null || world.repositories.usedIps.listByIp(l3Uuid, ip).length > 0) return;
  throw wrong(
    `could not delete static ip [${ip}] for vm [uuid:${vmUuid}] because it doesn't existed`,
  );
}
