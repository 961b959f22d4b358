import { apiError } from '../../core/api-error.js';
import { configFlag } from '../../domain/global-config.js';
import type { L3Network } from '../../domain/network/l3-network.js';
import type { VmNic } from '../../domain/network/vm-nic.js';
import { VIRTIO } from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf, vmNicOf, vmOf } from '../resources/lookup.js';
import { followGroupTags, followOwnGroupTags } from '../security-groups/nics-in-groups.js';
import { checkGivesNoEip } from './eips.js';
import { freeDeviceId, giveNic, internalNameOf, staticIpsOf, type WantedNic } from './nics.js';
import {
  checkStaticIp,
  checkStaticIpTags,
  checkStaticIps,
  writeStaticIp,
} from './static-ip-tags.js';

const refused = (details: string) => apiError('SYS.1006', details);

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
  followGroupTags(world, vmUuid, systemTags, now);
  followOwnGroupTags(world, vmUuid, now);
}

function makeDefault(world: World, vmUuid: string, l3Uuid: string, now: number): void {
  const vm = vmOf(world, vmUuid);
  if (vm.defaultL3NetworkUuid !== null) return;
  world.repositories.vmInstances.update(vm, { defaultL3NetworkUuid: l3Uuid }, now);
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
