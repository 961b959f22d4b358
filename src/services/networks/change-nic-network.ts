import { apiError } from '../../core/api-error.js';
import { configFlag } from '../../domain/global-config.js';
import type { L3Network } from '../../domain/network/l3-network.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import { fits, tokensOf } from '../../domain/tag/tag-format.js';
import { IPV4_GATEWAY, IPV4_NETMASK, STATIC_IP } from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l2NetworkOf, l3NetworkOf, vmNicOf, vmOf } from '../resources/lookup.js';
import { leaveAll } from '../security-groups/nics-in-groups.js';
import { allocateIp, noteAddress, releaseIp } from './addresses.js';
import { checkStaticIp, checkStaticIps, writeStaticIp } from './attach-nic.js';
import { attachedServices } from './eips.js';
import { useAddress, valueFor } from './nics.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);
const refuse = (why: string) => refused(`unable to change to L3 network. ${why}`);

/** The VM of a NIC. @throws SYS.1000 for a NIC of none, as the real system's query fails */
export function vmOfNic(world: World, { vmInstanceUuid }: VmNic): VmInstance {
  if (vmInstanceUuid !== null) return vmOf(world, vmInstanceUuid);
  throw apiError('SYS.1000', 'No entity found for query');
}

/**
 * Whether a NIC can get onto another network.
 * @throws SYS.1006, and SYS.1007 for an address that is none of the network
 */
export function checkChangeNetwork(
  world: World,
  nic: VmNic,
  network: L3Network,
  systemTags: readonly string[],
): void {
  const { ipRanges, l2Networks } = world.repositories;
  const { uuid, l2NetworkUuid } = network;
  const before = l3NetworkOf(world, nic.l3NetworkUuid);
  const switches = [before, network].map((one) => l2NetworkOf(world, one.l2NetworkUuid));
  if (switches[0]?.vSwitchType !== switches[1]?.vSwitchType) {
    throw refused(
      `could not change to L3 network, the l2 of l3[uuid:${before.uuid}, ${uuid}] use different vswitch`,
    );
  }
  const services = attachedServices(world, nic).map(
    ({ service, usedBy }) => `{${service}=${usedBy}}`,
  );
  if (services.length > 0) {
    throw refused(
      `vm nic [${nic.uuid}] attached network services, please detach manually/n[${services.join(', ')}]`,
    );
  }
  const vm = vmOfNic(world, nic);
  if (!['Running', 'Stopped'].includes(vm.state)) {
    throw refuse(
      `The vm[uuid: ${vm.uuid}] is not Running or Stopped; the current state is ${vm.state}`,
    );
  }
  if (network.enableIPAM && ipRanges.listByL3(uuid).length === 0) {
    throw refuse(`The L3 network[uuid:${uuid}] doesn't has have ip range`);
  }
  if (l2Networks.clusterUuids(l2NetworkUuid).length === 0) {
    throw refuse(
      `The L3 network[uuid:[${uuid}]] are belonged to l2 networks [uuids:[${l2NetworkUuid}]] that have not been attached to any cluster`,
    );
  }
  checkOnceOn(world, vm, network);
  if (network.state === 'Disabled') throw refuse(`The L3 network[uuid:${uuid}] is disabled`);
  if (vm.type === 'UserVm' && network.system) {
    throw refuse(`The L3 network[uuid:${uuid}] is a system network and vm is a user vm`);
  }
  checkStaticIps(world, systemTags);
  for (const tag of systemTags.filter((one) => fits(STATIC_IP, one))) {
    const [l3Uuid = '', ip = ''] = tokensOf(STATIC_IP, tag) ?? [];
    if (l3Uuid !== uuid) {
      throw wrong(`static ip l3 uuid[${l3Uuid}] is not included in nic l3 [[${uuid}]]`);
    }
    checkStaticIp(world, network, ip);
  }
}

/** A NIC with an address on the network counts, be it the same one. */
function checkOnceOn(world: World, vm: VmInstance, { uuid, category }: L3Network): void {
  const { vmNics, globalConfig } = world.repositories;
  const isOn = vmNics
    .listByVm(vm.uuid)
    .some(({ l3NetworkUuid, ip }) => l3NetworkUuid === uuid && ip !== null);
  if (!isOn) return;
  const already = `The L3 network[uuid:[${uuid}]] is already attached to the vm[uuid: ${vm.uuid}]`;
  if (!configFlag(globalConfig, 'vmMultivNicSupport') || vm.type !== 'UserVm') {
    throw refuse(already);
  }
  if (category === 'Private') return;
  throw refused(`unable to change to a non-guest L3 network. ${already}`);
}

/**
 * Puts a NIC onto another network, with an address of that: the one that a tag tells, or a free one. Where its network
 * was the default one, the new one is. NICs of VMs that are on leave their security groups.
 * @throws L3.1000 where none is free
 */
export function changeNetwork(
  world: World,
  nic: VmNic,
  network: L3Network,
  systemTags: readonly string[],
  now: number,
): void {
  const { vmNics, vmInstances, usedIps } = world.repositories;
  const vm = vmOfNic(world, nic);
  const told = valueFor(systemTags, STATIC_IP, network.uuid) ?? null;
  const old = usedIps.listByNic(nic.uuid);
  if (told !== null) writeStaticIp(world, vm.uuid, network.uuid, told, now);
  const address = addressOn(world, network, told, systemTags, now);
  const none = { usedIpUuid: null, ip: null, netmask: null, gateway: null, ipVersion: null };
  vmNics.update(nic, { ...none, l3NetworkUuid: network.uuid }, now);
  for (const before of old) releaseIp(world, before, now);
  if (address) useAddress(world, vmNicOf(world, nic.uuid), address, now);
  if (vm.state === 'Running') leaveAll(world, nic.uuid);
  if (vm.defaultL3NetworkUuid !== nic.l3NetworkUuid) return;
  vmInstances.update(vm, { defaultL3NetworkUuid: network.uuid }, now);
}

function addressOn(
  world: World,
  network: L3Network,
  told: string | null,
  systemTags: readonly string[],
  now: number,
) {
  if (network.enableIPAM) return allocateIp(world, network, told, now);
  if (told === null) return undefined;
  const netmask = valueFor(systemTags, IPV4_NETMASK, network.uuid) ?? null;
  const gateway = valueFor(systemTags, IPV4_GATEWAY, network.uuid) ?? null;
  return noteAddress(world, network, { ip: told, netmask, gateway }, now);
}
