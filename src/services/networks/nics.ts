import { apiError } from '../../core/api-error.js';
import type { L3Network, UsedIp } from '../../domain/network/l3-network.js';
import { NIC_TYPE, type VmNic, type VmNicState } from '../../domain/network/vm-nic.js';
import { fits, tokensOf } from '../../domain/tag/tag-format.js';
import {
  CUSTOM_MAC,
  CUSTOM_NIC_UUID,
  IPV4_GATEWAY,
  IPV4_NETMASK,
  NETWORK_TAGS_OF_VMS,
  STATIC_IP,
  VIRTIO,
} from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf, newUuid, vmOf } from '../resources/lookup.js';
import { leaveAll } from '../security-groups/nics-in-groups.js';
import { allocateIp, noteAddress, releaseIp } from './addresses.js';
import { loosenEipsOf } from './eips.js';
import { driverFor } from './nic-drivers.js';

const refused = (details: string) => apiError('SYS.1006', details);

/** What a new NIC of a VM is to be; null leaves it to the network, the guest or chance. */
export interface WantedNic {
  readonly l3NetworkUuid: string;
  readonly staticIp: string | null;
  readonly driverType: string | null;
  readonly state: VmNicState;
}

/**
 * Gives a VM a NIC, with an address of the network's ranges and one of its own.
 * @throws SYS.1006 for a MAC that is taken, or a network without ranges; L3.1000 where no address is free
 */
export function giveNic(world: World, vm: VmInstance, wanted: WantedNic, now: number): string {
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
  const staticIp = wanted.staticIp ?? valueFor(own, STATIC_IP, network.uuid) ?? null;
  giveAddress(world, nic, network, staticIp, own, now);
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
  useAddress(world, nic, allocateIp(world, network, ip, now), now);
  return nic.uuid;
}

/** Takes an address for a NIC; of a network that gives none by itself, it has the one that it is told, or none. */
function giveAddress(
  world: World,
  nic: VmNic,
  network: L3Network,
  staticIp: string | null,
  systemTags: readonly string[],
  now: number,
): void {
  if (!network.enableIPAM) {
    if (staticIp === null) return;
    const told = {
      ip: staticIp,
      netmask: valueFor(systemTags, IPV4_NETMASK, network.uuid) ?? null,
      gateway: valueFor(systemTags, IPV4_GATEWAY, network.uuid) ?? null,
    };
    useAddress(world, nic, noteAddress(world, network, told, now), now);
    return;
  }
  const ranges = world.repositories.ipRanges.listByL3(network.uuid);
  if (!ranges.some(({ ipRangeType }) => ipRangeType === 'Normal')) {
    throw refused(`there is no available ipRange on L3 network [${network.uuid}]`);
  }
  useAddress(world, nic, allocateIp(world, network, staticIp, now), now);
}

/** Writes an address that was taken into a NIC. */
export function useAddress(
  { repositories }: World,
  nic: VmNic,
  address: UsedIp,
  now: number,
): void {
  repositories.usedIps.update(address, { vmNicUuid: nic.uuid }, now);
  const { ip, netmask, gateway, ipVersion } = address;
  repositories.vmNics.update(
    nic,
    { usedIpUuid: address.uuid, ip, netmask, gateway, ipVersion },
    now,
  );
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
    vmNics.update(nic, { usedIpUuid: null, ip: null, netmask: null, gateway: null }, now);
  }
}

/**
 * A VM that starts gets addresses for those of its NICs that have none: it was destroyed before.
 * @throws L3.1000 where none is free, or the one that it is to keep
 */
export function renewAddressesOf(world: World, vm: VmInstance, now: number): void {
  const { vmNics, tags, l3Networks } = world.repositories;
  const own = tags.listSystemTags(vm.uuid);
  for (const nic of vmNics.listByVm(vm.uuid)) {
    const network = l3Networks.find(nic.l3NetworkUuid);
    if (!network || nic.ip !== null || !network.enableIPAM) continue;
    const staticIp = valueFor(own, STATIC_IP, network.uuid) ?? null;
    useAddress(world, nic, allocateIp(world, network, staticIp, now), now);
  }
}
