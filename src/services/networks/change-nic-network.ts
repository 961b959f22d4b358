import { apiError } from '../../core/api-error.js';
import { configFlag } from '../../domain/global-config.js';
import type { L3Network } from '../../domain/network/l3-network.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l2NetworkOf, l3NetworkOf, vmOf } from '../resources/lookup.js';
import { leaveAll } from '../security-groups/nics-in-groups.js';
import { noteAddress, releaseIp } from './addresses.js';
import { checkStaticIps, checkStaticIpTags, writeStaticIp } from './static-ip-tags.js';
import { attachedServices } from './eips.js';
import { allocateAll, NO_ADDRESS, staticIpsOf, toldAddresses, useAddress } from './nics.js';

const refused = (details: string) => apiError('SYS.1006', details);
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
  checkStaticIpTags(world, network, systemTags);
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
 * Puts a NIC onto another network, with addresses of that: those that tags tell, or free ones. Where its network was the default one, the new one is. NICs of VMs that are on leave their security groups.
 * @throws L3.1000 where none is free
 */
export function changeNetwork(
  world: World,
  nic: VmNic,
  network: L3Network,
  systemTags: readonly string[],
  now: number,
): void {
  const { vmNics, vmInstances, usedIps, tags } = world.repositories;
  const vm = vmOfNic(world, nic);
  const old = usedIps.listByNic(nic.uuid);
  for (const ip of staticIpsOf(systemTags, network.uuid)) {
    writeStaticIp(world, vm.uuid, network.uuid, ip, now);
  }
  const addresses = network.enableIPAM
    ? allocateAll(world, network, nic.mac, tags.listSystemTags(vm.uuid), now)
    : toldAddresses(systemTags, network.uuid).map((told) => noteAddress(world, network, told, now));
  vmNics.update(nic, { ...NO_ADDRESS, l3NetworkUuid: network.uuid }, now);
  for (const before of old) releaseIp(world, before, now);
  for (const address of addresses) useAddress(world, nic, address, now);
  if (vm.state === 'Running') leaveAll(world, nic.uuid);
  if (vm.defaultL3NetworkUuid !== nic.l3NetworkUuid) return;
  vmInstances.update(vm, { defaultL3NetworkUuid: network.uuid }, now);
}
