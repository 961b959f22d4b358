import { apiError } from '../../core/api-error.js';
import { configFlag, configMilliseconds, configText } from '../../domain/global-config.js';
import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import { MOST_AT_ONCE, scheduleChoreOnce, type Chore } from '../../jobs/chores/chore.js';
import { releaseAddressesOf } from '../networks/nics.js';
import { detachFromVm } from '../volumes/attach-volume.js';
import { deleteVolume, markDeleted } from '../volumes/delete-volume.js';
import type { World } from '../../domain/world.js';
import { checkRootVolumeReached } from '../storages/primary/connection.js';
import { hostsOf } from '../storages/primary/local-storage.js';
import { rootStorageOf } from './iso.js';
import { removeVm } from './remove-vm.js';
import { checkVmState } from './vm-states.js';

const EXPUNGE_DESTROYED_VMS = 'expunge-destroyed-vms';

/**
 * Destroys a VM by the world's policy (`vm/deletionPolicy`), whatever it does: its data volumes are detached, or
 * deleted where `vm/dataVolume.deleteOnVmDestroy` says so; its root volume goes with it or waits for its
 * recovery, as its NICs do, whose addresses are given back. One
 * that is destroyed already stays so, one that was only created is gone at once.
 */
export function destroyVm(world: World, vm: VmInstance, now: number): void {
  const { vmInstances, volumes, globalConfig } = world.repositories;
  if (vm.state === 'Destroyed') return;
  const isDirect = configText(globalConfig, 'vmDeletionPolicy') === 'Direct';
  const deletesData = configFlag(globalConfig, 'vmDeleteDataVolumes');
  const deleted: Volume[] = [];
  for (const volume of volumes.listByVm(vm.uuid)) {
    if (volume.type === 'Root') continue;
    const detached = detachFromVm(world, volume, now);
    if (deletesData) deleted.push(detached);
  }
  for (const volume of deleted) deleteVolume(world, volume, now);
  if (isDirect || (vm.state === 'Created' && vm.creation !== null)) {
    removeVm(world, vm);
    return;
  }
  const destroying = vmStateMachine.next(vm.state, 'destroy');
  for (const volume of volumes.listByVm(vm.uuid)) {
    if (volume.status !== 'Deleted') markDeleted(world, volume, now);
  }
  for (const drive of vmInstances.listCdRoms(vm.uuid)) {
    vmInstances.putIso(drive, { isoUuid: null, isoInstallPath: null }, now);
  }
  releaseAddressesOf(world, vm.uuid, now);
  const change = { state: vmStateMachine.next(destroying, 'destroyed'), hostUuid: null };
  vmInstances.update(vm, { ...change, lastHostUuid: vm.hostUuid ?? vm.lastHostUuid }, now);
  scheduleExpunge(world, now);
}

/**
 * Brings a destroyed VM back, stopped.
 * @throws SYS.1006 when it is not Destroyed, or its root volume went with the host on whose disks it lay
 */
export function recoverVm(world: World, vm: VmInstance, now: number): void {
  checkVmState(vm, 'APIRecoverVmInstanceMsg');
  checkDiskIsThere(world, vm);
  const { vmInstances, volumes } = world.repositories;
  for (const volume of volumes.listByVm(vm.uuid)) {
    if (volume.status !== 'Deleted') continue;
    const status = volumeStatusMachine.next(volume.status, 'recover');
    volumes.update(volume, { status }, now);
  }
  vmInstances.update(vm, { state: vmStateMachine.next(vm.state, 'recover') }, now);
}

function checkDiskIsThere(world: World, { uuid, name }: VmInstance): void {
  const { volumes, primaryStorages } = world.repositories;
  const storage = rootStorageOf(world, uuid);
  // A local storage without any host is one of a world that keeps no hosts.
  if (storage?.type !== 'LocalStorage' || hostsOf(world, storage.uuid).length === 0) return;
  const root = volumes.listByVm(uuid).find(({ type }) => type === 'Root');
  if (!root || primaryStorages.hostOfLocalVolume(root.uuid) !== undefined) return;
  throw apiError(
    'SYS.1006',
    `unable to recover the vm[uuid:${uuid}, name:${name}]. The vm's root volume is on the local storage[uuid:${storage.uuid}]; however, the host on which the root volume is has been deleted`,
  );
}

/**
 * Removes a destroyed VM for good.
 * @throws SYS.1006 when it is not Destroyed, or its root volume is out of reach
 */
export function expungeVm(world: World, vm: VmInstance): void {
  checkVmState(vm, 'APIExpungeVmInstanceMsg');
  checkRootVolumeReached(world, vm.uuid);
  removeVm(world, vm);
}

export function scheduleExpunge(world: World, now: number): void {
  const interval = configMilliseconds(world.repositories.globalConfig, 'vmExpungeInterval');
  scheduleChoreOnce(world, EXPUNGE_DESTROYED_VMS, now + interval);
}

/** Expunges what was destroyed `vm/expungePeriod` ago; comes back while any VM is destroyed. */
export const expungeDestroyedVms: Chore = {
  name: EXPUNGE_DESTROYED_VMS,
  interval: 'vmExpungeInterval',
  run(world, _subject, now) {
    const { vmInstances, globalConfig } = world.repositories;
    const period = configMilliseconds(globalConfig, 'vmExpungePeriod');
    const isNever = configText(globalConfig, 'vmDeletionPolicy') === 'Never';
    const due = vmInstances
      .listByStates(['Destroyed'])
      .filter((vm) => !isNever && vm.lastOpDate <= now - period);
    for (const vm of due.slice(0, MOST_AT_ONCE)) removeVm(world, vm);
    if (due.length > MOST_AT_ONCE) scheduleChoreOnce(world, EXPUNGE_DESTROYED_VMS, now);
    else if (vmInstances.listByStates(['Destroyed']).length > 0) scheduleExpunge(world, now);
  },
};
