import { apiError } from '../../core/api-error.js';
import { ipv6NetworkAround, isIpv6, parseIpv6, type IpVersion } from '../../core/ip.js';
import { isHostOf, subnetAround } from '../../core/ipv4.js';
import { parseAddress } from '../../core/cidr.js';
import { eipStateMachine, type Eip } from '../../domain/network/eip.js';
import { findProvider } from '../../domain/network/service-provider.js';
import { EIP_SERVICE, type Vip } from '../../domain/network/vip.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import type { IpRange, L3Network, UsedIp } from '../../domain/network/l3-network.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Repositories } from '../../domain/repositories.js';
import type { World } from '../../domain/world.js';
import { eipOf, newUuid, vipOf, vmNicOf } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

/** States of VMs whose NICs may get an EIP. */
export const ATTACHABLE: readonly string[] = [
  'Running',
  'Paused',
  'Pausing',
  'Resuming',
  'Stopped',
  'VolumeMigrating',
];

/** What a new EIP is to be. */
export interface NewEip extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
  readonly vipUuid: string;
  readonly vmNicUuid: string | null;
  readonly usedIpUuid: string | null;
}

/** The type of the provider that does the service of EIPs on a network; undefined where none does. */
export function providerOn({ repositories }: World, l3NetworkUuid: string): string | undefined {
  const ref = repositories.l3Networks
    .partsOf(l3NetworkUuid)
    .networkServices.find(({ networkServiceType }) => networkServiceType === EIP_SERVICE);
  return ref && findProvider(ref.networkServiceProviderUuid)?.type;
}

/** The network services that keep a NIC on its network, each with what of it is there: EIPs are the only one of them. */
export function attachedServices(
  { repositories }: World,
  { uuid }: VmNic,
): { readonly service: string; readonly usedBy: string }[] {
  const eip = repositories.eips.listByNic(uuid).at(-1);
  return eip ? [{ service: EIP_SERVICE, usedBy: eip.uuid }] : [];
}

/** @throws SYS.1006 for a network without EIPs */
function demandProvider(world: World, l3NetworkUuid: string): string {
  const provider = providerOn(world, l3NetworkUuid);
  if (provider !== undefined) return provider;
  throw refused(
    `L3Network[uuid:${l3NetworkUuid}] doesn't have network service[type:${EIP_SERVICE}] enabled or no provider provides this network service`,
  );
}

/**
 * What the flat network demands of a NIC that is to get an EIP, before all else.
 * @throws SYS.1006 and SYS.1007
 */
function checkFlat(world: World, vip: Vip, nic: VmNic): void {
  if (demandProvider(world, nic.l3NetworkUuid) !== 'Flat') return;
  const { usedIps, vmInstances, l3Networks, l2Networks, eips } = world.repositories;
  const version = versionOfIp(vip.ip);
  const gateway = usedIps
    .listByNic(nic.uuid)
    .findLast(({ ipVersion }) => ipVersion === version)?.gateway;
  if (gateway === undefined || gateway === null || gateway === '') {
    throw wrong(`could not attach eip because there is no gateway for nic[uuid:${nic.uuid}]`);
  }
  const vm = nic.vmInstanceUuid === null ? undefined : vmInstances.find(nic.vmInstanceUuid);
  const l2Uuid = l3Networks.find(vip.l3NetworkUuid)?.l2NetworkUuid ?? '';
  const isThere =
    typeof vm?.clusterUuid === 'string' && l2Networks.clusterUuids(l2Uuid).includes(vm.clusterUuid);
  if (!isThere) {
    throw wrong(
      `L2Network where vip's L3Network based hasn't attached the cluster where vmNic[uuid:${nic.uuid}] located`,
    );
  }
  if (eips.listByNic(nic.uuid).some(({ vipIp }) => versionOfIp(vipIp) === version)) {
    throw wrong(
      `can not bound more than 1 ipv${version} eip to a vm nic[uuid:${nic.uuid}] of flat `,
    );
  }
}

/** @throws SYS.1007 for an address of another NIC */
function checkGuestIp(world: World, nic: VmNic, usedIpUuid: string): void {
  if (world.repositories.usedIps.find(usedIpUuid)?.vmNicUuid === nic.uuid) return;
  // The real text lacks its "not".
  throw wrong(`ip [uuid:${usedIpUuid}] is attached to vm nic [${nic.uuid}]`);
}

/** @throws SYS.1006 for a VIP of another version than the NIC's address, or in its subnet */
function checkSubnet(world: World, vip: Vip, guest: UsedIp): void {
  const { ipRanges } = world.repositories;
  const version = versionOfIp(vip.ip);
  if (version !== guest.ipVersion) {
    throw refused(
      `vip ipVersion [${version}] is different from guestIp ipVersion [${guest.ipVersion}].`,
    );
  }
  const range = guest.ipRangeUuid === null ? undefined : ipRanges.find(guest.ipRangeUuid);
  if (!range) return;
  if (range.ipVersion === 6 ? !isInSubnet6(range, vip.ip) : !isInSubnet4(range, vip.ip)) return;
  throw refused(`Vip[${vip.ip}] is in the guest ip range [${range.startIp}, ${range.endIp}]`);
}

const isInSubnet4 = ({ gateway, netmask }: IpRange, ip: string): boolean =>
  isHostOf(
    subnetAround(parseAddress(gateway) ?? 0, parseAddress(netmask) ?? 0),
    parseAddress(ip) ?? 0,
  );

function isInSubnet6({ gateway, prefixLen }: IpRange, ip: string): boolean {
  const { first, last } = ipv6NetworkAround(parseIpv6(gateway) ?? 0n, prefixLen);
  const address = parseIpv6(ip);
  return address !== undefined && address >= first && address <= last;
}

export const versionOfIp = (ip: string): IpVersion => (isIpv6(ip) ? 6 : 4);

/** @throws SYS.1007 for a VM that has a NIC on the network of the VIP */
function checkNotOnPublic(world: World, vip: Vip, nic: VmNic): void {
  const vm = nic.vmInstanceUuid;
  if (vm === null) return;
  const nics = world.repositories.vmNics.listByVm(vm);
  if (!nics.some(({ l3NetworkUuid }) => l3NetworkUuid === vip.l3NetworkUuid)) return;
  throw wrong(
    `the vm[uuid:${vm}] that the EIP is about to attach is already on the public network[uuid:${vip.l3NetworkUuid}] from which the vip[uuid:${vip.uuid}, name:${vip.name}, ip:${vip.ip}] comes`,
  );
}

/** The address of the NIC that an EIP is to stand for. @throws SYS.1000 without one, as the real system fails */
function guestOf(world: World, nic: VmNic, usedIpUuid: string | null): UsedIp {
  const uuid = usedIpUuid ?? nic.usedIpUuid;
  const guest = uuid === null ? undefined : world.repositories.usedIps.find(uuid);
  if (guest) return guest;
  throw apiError('SYS.1000', 'java.lang.NullPointerException');
}

/**
 * Whether an EIP can be made so, in the real system's order.
 * @throws SYS.1006 and SYS.1007
 */
export function checkNewEip(world: World, { vipUuid, vmNicUuid, usedIpUuid }: NewEip): void {
  const { eips, usedIps } = world.repositories;
  const vip = vipOf(world, vipUuid);
  const nic = vmNicUuid === null ? null : vmNicOf(world, vmNicUuid);
  if (nic) checkFlat(world, vip, nic);
  if (eips.findByVip(vipUuid)) {
    throw refused(
      `vip[uuid:${vipUuid}] has been occupied other network service entity[${EIP_SERVICE}]`,
    );
  }
  if (vip.system) throw refused('eip can not be created on system vip');
  if (vip.state !== 'Enabled') {
    throw refused(`vip[uuid:${vipUuid}] is not in state[Enabled], current state is ${vip.state}`);
  }
  if (nic) {
    if (nic.l3NetworkUuid === vip.l3NetworkUuid) {
      throw wrong(
        `guest l3Network of vm nic[uuid:${nic.uuid}] and vip l3Network of vip[uuid: ${vipUuid}] are the same network`,
      );
    }
    if (usedIpUuid !== null) checkGuestIp(world, nic, usedIpUuid);
    checkNotOnPublic(world, vip, nic);
  }
  const guestUuid = usedIpUuid ?? nic?.usedIpUuid ?? null;
  const guest = guestUuid === null ? undefined : usedIps.find(guestUuid);
  if (guest) checkSubnet(world, vip, guest);
}

/** Makes an EIP on a VIP, for a NIC or for none yet. */
export function createEip(world: World, wanted: NewEip, now: number): string {
  const { eips, usedIps, accounts } = world.repositories;
  const vip = vipOf(world, wanted.vipUuid);
  const nic = wanted.vmNicUuid === null ? null : vmNicOf(world, wanted.vmNicUuid);
  const guestUuid = wanted.usedIpUuid ?? nic?.usedIpUuid ?? null;
  const guest = guestUuid === null ? undefined : usedIps.find(guestUuid);
  if (nic && !guest) throw refused('cannot find Eip guest ip: null in vmNic ips :[]');
  const uuid = newUuid(world, wanted.resourceUuid);
  eips.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    state: 'Enabled',
    vipUuid: vip.uuid,
    vipIp: vip.ip,
    vmNicUuid: nic?.uuid ?? null,
    guestIp: nic ? (guest?.ip ?? null) : null,
    createDate: now,
    lastOpDate: now,
  });
  accounts.own(wanted.ownerUuid, uuid, 'EipVO');
  writeTags(world, 'EipVO', uuid, wanted, now);
  return uuid;
}

/**
 * Whether an EIP can be given to a NIC, in the real system's order.
 * @throws SYS.1006 and SYS.1007
 */
export function checkAttachEip(
  world: World,
  eip: Eip,
  nic: VmNic,
  usedIpUuid: string | null,
): void {
  const vip = vipOf(world, eip.vipUuid);
  if (isIpv6(vip.ip) && demandProvider(world, nic.l3NetworkUuid) !== 'Flat') {
    throw wrong('could not attach eip because ipv6 eip can ONLY be attached to flat network');
  }
  checkFlat(world, vip, nic);
  if (eip.vmNicUuid !== null) {
    throw refused(
      `eip[uuid:${eip.uuid}] has attached to another vm nic[uuid:${eip.vmNicUuid}], can't attach again`,
    );
  }
  if (eip.state !== 'Enabled') {
    throw refused(
      `eip[uuid: ${eip.uuid}] can only be attached when state is Enabled, current state is ${eip.state}`,
    );
  }
  if (usedIpUuid !== null) checkGuestIp(world, nic, usedIpUuid);
  checkSubnet(world, vip, guestOf(world, nic, usedIpUuid));
  if (nic.l3NetworkUuid === vip.l3NetworkUuid) {
    throw wrong(
      `guest l3Network of vm nic[uuid:${nic.uuid}] and vip l3Network of EIP[uuid:${eip.uuid}] are the same network`,
    );
  }
  checkNotOnPublic(world, vip, nic);
  const { vmInstances } = world.repositories;
  const vm = nic.vmInstanceUuid === null ? undefined : vmInstances.find(nic.vmInstanceUuid);
  if (vm && !ATTACHABLE.includes(vm.state)) {
    throw refused(
      `vm state[${vm.state}] is not allowed to operate eip, maybe you should wait the vm process complete`,
    );
  }
}

export function attachEip(
  world: World,
  eip: Eip,
  nic: VmNic,
  usedIpUuid: string | null,
  now: number,
): void {
  const { ip: guestIp } = guestOf(world, nic, usedIpUuid);
  world.repositories.eips.update(eip, { vmNicUuid: nic.uuid, guestIp }, now);
}

/** @throws SYS.1006 for one that is attached to nothing */
export function checkDetachEip(world: World, eipUuid: string): void {
  if (eipOf(world, eipUuid).vmNicUuid !== null) return;
  throw refused(`eip[uuid:${eipUuid}] has not attached to any vm nic`);
}

/** Takes an EIP from its NIC. @throws SYS.1006 where the network of that has no EIPs any more */
export function detachEip(world: World, eip: Eip, now: number): void {
  demandProviderOfNic(world, eip);
  loosen(world, eip, now);
}

function demandProviderOfNic(world: World, { vmNicUuid }: Eip): void {
  if (vmNicUuid !== null) demandProvider(world, vmNicOf(world, vmNicUuid).l3NetworkUuid);
}

function loosen({ repositories }: World, eip: Eip, now: number): void {
  repositories.eips.update(eip, { vmNicUuid: null, guestIp: null }, now);
}

/** Takes the EIPs from a NIC that goes, or whose VM is destroyed; or those of one of its addresses. */
export function loosenEipsOf(world: World, nicUuid: string, now: number, guestIp?: string): void {
  for (const eip of world.repositories.eips.listByNic(nicUuid)) {
    if (guestIp === undefined || eip.guestIp === guestIp) loosen(world, eip, now);
  }
}

/** The EIPs of an address that a NIC has no more stand for its new one. */
export function followAddress(
  { repositories }: World,
  nicUuid: string,
  before: string,
  ip: string,
  now: number,
): void {
  const { eips } = repositories;
  for (const eip of eips.listByNic(nicUuid)) {
    if (eip.guestIp === before) eips.update(eip, { guestIp: ip }, now);
  }
}

/** Removes an EIP; its VIP is free for another service. @throws SYS.1006 as `detachEip` */
export function deleteEip(world: World, eip: Eip): void {
  demandProviderOfNic(world, eip);
  removeEip(world, eip);
}

function removeEip({ repositories }: World, { uuid }: Eip): void {
  const { eips, accounts, tags, resourceConfigs } = repositories;
  tags.removeAll(uuid);
  accounts.disown(uuid);
  resourceConfigs.removeAll(uuid);
  eips.remove(uuid);
}

/** Removes the EIP of a VIP that goes; nobody needs to do anything for that of a stopped VM. @throws SYS.1006 */
export function removeEipOfVip(world: World, { uuid }: Vip): void {
  const { eips, vmNics, vmInstances } = world.repositories;
  const eip = eips.findByVip(uuid);
  if (!eip) return;
  const nic = eip.vmNicUuid === null ? undefined : vmNics.find(eip.vmNicUuid);
  const vm = nic?.vmInstanceUuid ? vmInstances.find(nic.vmInstanceUuid) : undefined;
  if (vm?.state !== 'Stopped') demandProviderOfNic(world, eip);
  removeEip(world, eip);
}

export function updateEip(
  { repositories }: World,
  eip: Eip,
  { name, description }: Readonly<Record<'name' | 'description', string | null>>,
  now: number,
): void {
  if (name === null && description === null) return;
  repositories.eips.update(
    eip,
    { ...(name === null ? {} : { name }), ...(description === null ? {} : { description }) },
    now,
  );
}

export function changeEipState(
  { repositories }: World,
  eip: Eip,
  event: 'enable' | 'disable',
  now: number,
): void {
  repositories.eips.update(eip, { state: eipStateMachine.next(eip.state, event) }, now);
}

/**
 * Whether a VM may get a NIC on a network: not where EIPs of its NICs are of that.
 * @throws SYS.1006
 */
export function checkGivesNoEip(
  { repositories }: World,
  vm: VmInstance,
  network: L3Network,
  nics: readonly VmNic[],
): void {
  const gives = nics.some(({ uuid }) =>
    networksOfEipsOf(repositories, uuid).includes(network.uuid),
  );
  if (!gives) return;
  throw refused(
    `unable to attach the L3 network[uuid:${network.uuid}, name:${network.name}] to the vm[uuid:${vm.uuid}, name:${vm.name}], because the L3 network is providing EIP to one of the vm's nic`,
  );
}

/** The networks that the EIPs of a VM's NICs are of. */
export const networksOfEips = ({ repositories }: World, vmUuid: string): ReadonlySet<string> =>
  new Set(
    repositories.vmNics
      .listByVm(vmUuid)
      .flatMap(({ uuid }) => networksOfEipsOf(repositories, uuid)),
  );

const networksOfEipsOf = ({ eips, vips }: Repositories, nicUuid: string): string[] =>
  eips.listByNic(nicUuid).flatMap(({ vipUuid }) => vips.find(vipUuid)?.l3NetworkUuid ?? []);
