import { apiError, errorCode, toErrorCode } from '../../core/api-error.js';
import { configNumber } from '../../domain/global-config.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmInstance, VmState } from '../../domain/vm-instance/vm-instance.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { poolFor } from '../storages/ceph-pools.js';
import { placeVolume } from '../storages/primary/local-storage.js';
import { checkAttachAllowed } from '../storages/primary/states.js';
import { findRoom } from '../storages/primary/room.js';
import { ownerOf, primaryStorageOf, volumeOf } from '../resources/lookup.js';
import { rootStorageOf } from '../vm-instances/iso.js';
import type { World } from '../../domain/world.js';
import { clustersOf } from './attach-checks.js';
import { volumeFormatOn, volumeInstallPath } from './volume-place.js';

/** The states in which a data volume can come and go, in the order in which the real system prints its set. */
const ATTACH_VM_STATES: readonly VmState[] = ['Stopped', 'Running', 'Paused'];

/**
 * Attaches a data volume that has passed `checkAttach`; one that lies nowhere yet is put on a storage of the
 * VM's cluster: where the root volume lies, if there is room.
 * @throws VM.1005 with the reason as its cause, SYS.1006 when storage or VM cannot take it
 */
export function attachVolume(world: World, volume: Volume, vm: VmInstance, now: number): void {
  refuseAttachByState(vm);
  const { primaryStorageUuid } = volume;
  const on = primaryStorageUuid === null ? undefined : primaryStorageOf(world, primaryStorageUuid);
  checkAttachAllowed(on, volume.uuid);
  const attached = world.repositories.volumes.listByVm(vm.uuid);
  const dataVolumes = attached.filter(({ type }) => type === 'Data').length;
  const most = configNumber(world.repositories.globalConfig, 'kvmDataVolumeMaxNum');
  if (dataVolumes >= most) {
    throw apiError(
      'SYS.1006',
      `hypervisor[${vm.hypervisorType}] only allows max ${most} data volumes to be attached to a single vm; there have been ${dataVolumes} data volumes attached to vm[uuid:${vm.uuid}]`,
    );
  }
  const placed = volume.status === 'NotInstantiated' ? instantiate(world, volume, vm, now) : volume;
  const devices = attached.map(({ deviceId }) => deviceId ?? 0);
  let deviceId = 1;
  while (devices.includes(deviceId)) deviceId++;
  // Which VMs share a volume is told by rows of a closed module; the volume itself names none of them.
  const vmInstanceUuid = placed.isShareable ? null : vm.uuid;
  world.repositories.volumes.update(placed, { vmInstanceUuid, deviceId, lastAttachDate: now }, now);
}

/** @throws VM.1005 while the VM's state does not allow it */
export function refuseAttachByState({ state }: VmInstance): void {
  if (ATTACH_VM_STATES.includes(state)) return;
  const details = `current vm instance state[${state}] doesn't allow to proceed message[org.zstack.header.vm.AttachDataVolumeToVmMsg], allowed states are [${ATTACH_VM_STATES.join(', ')}]`;
  throw apiError('VM.1005', details, errorCode('VM.1010', details));
}

function instantiate(world: World, volume: Volume, vm: VmInstance, now: number): Volume {
  const storage = placeFor(world, volume, vm);
  takeFromPrimaryStorage(world, storage.uuid, volume.size, 0);
  world.repositories.volumes.update(
    volume,
    {
      primaryStorageUuid: storage.uuid,
      installPath: volumeInstallPath(
        storage,
        volume,
        ownerOf(world, volume.uuid),
        poolFor(world, storage, 'Data', world.repositories.tags.listSystemTags(volume.uuid)),
      ),
      format: volumeFormatOn(storage),
      status: volumeStatusMachine.next(volume.status, 'instantiate'),
    },
    now,
  );
  const root = world.repositories.volumes.listByVm(vm.uuid).find(({ type }) => type === 'Root');
  const host = root && world.repositories.primaryStorages.hostOfLocalVolume(root.uuid);
  placeVolume(world, storage, volume.uuid, host ?? vm.hostUuid ?? vm.lastHostUuid);
  return volumeOf(world, volume.uuid);
}

/** The storage on which a volume is made when it is attached: one of the VM's cluster, its own before others. */
function placeFor(world: World, { size, isShareable }: Volume, vm: VmInstance): PrimaryStorage {
  try {
    const hostUuid = vm.hostUuid ?? vm.lastHostUuid;
    if (hostUuid === null) {
      throw apiError(
        'SYS.1006',
        ` Can not find the vm's host, please start the vm[${vm.uuid}], then mount the disk`,
      );
    }
    const all = storagesFor(world, vm);
    if (!isShareable) return findRoom(world, all, size, `connected to host:${hostUuid}`);
    const sharing = all.filter(canShare);
    // Where no storage can be shared, the real system takes any.
    const where = `attached to clusters:[${vm.clusterUuid}]`;
    return findRoom(world, sharing.length > 0 ? sharing : all, size, where);
  } catch (error) {
    const cause = toErrorCode(error);
    throw apiError('VM.1005', cause.details, cause);
  }
}

/** The storages on which a new volume of the VM may lie: its own first, then those with most room. */
export function storagesFor(world: World, vm: VmInstance): PrimaryStorage[] {
  const root = rootStorageOf(world, vm.uuid);
  const reachable = storagesOf(world, vm);
  const own = reachable.filter(({ uuid }) => uuid === root?.uuid);
  const others = reachable
    .filter(({ uuid }) => uuid !== root?.uuid)
    .toSorted((a, b) => b.availableCapacity - a.availableCapacity);
  return [...own, ...others];
}

function storagesOf(world: World, vm: VmInstance): PrimaryStorage[] {
  const { primaryStorages } = world.repositories;
  const clusters = clustersOf(world, vm);
  return primaryStorages
    .list()
    .filter(({ uuid }) => primaryStorages.clusterUuids(uuid).some((one) => clusters.includes(one)));
}

/** Whether several VMs can use one volume there. */
export const canShare = ({ type }: PrimaryStorage): boolean => type === 'Ceph';

/** Takes a data volume from its VM, if it has one; answers the volume as it is then. */
export function detachFromVm(world: World, volume: Volume, now: number): Volume {
  const { vmInstanceUuid } = volume;
  if (vmInstanceUuid === null) return volume;
  const change = {
    vmInstanceUuid: null,
    deviceId: null,
    lastDetachDate: now,
    lastVmInstanceUuid: vmInstanceUuid,
  };
  world.repositories.volumes.update(volume, change, now);
  return { ...volume, ...change };
}

/**
 * What is looked at before a volume leaves a VM, in the real system's order.
 * @throws SYS.1006
 */
export function checkDetach(volume: Volume, vmUuid: string | null): void {
  const { uuid, name, type, isShareable, vmInstanceUuid } = volume;
  if (!isShareable && vmInstanceUuid === null) {
    throw apiError('SYS.1006', `data volume[uuid:${uuid}] is not attached to any vm, can't detach`);
  }
  if (isShareable && vmUuid === null) {
    throw apiError('SYS.1006', `to detach shareable data volume[uuid:${uuid}], vm uuid is needed.`);
  }
  if (type !== 'Data') {
    throw apiError(
      'SYS.1006',
      `the volume[uuid:${uuid}, name:${name}, type:${type}] can't detach it`,
    );
  }
}

/**
 * Detaches by request. `vmUuid`: the VM that it is to leave, where the call names one.
 * @throws SYS.1006 while the VM's state does not allow it
 */
export function detachVolume(
  world: World,
  volume: Volume,
  vmUuid: string | null,
  now: number,
): void {
  const leaving = vmUuid ?? volume.vmInstanceUuid;
  const vm = leaving === null ? undefined : world.repositories.vmInstances.find(leaving);
  // A VM that is gone or Destroyed has lost its data volumes before.
  if (!vm || vm.state === 'Destroyed') return;
  refuseDetachByState(vm);
  if (vm.uuid === volume.vmInstanceUuid) {
    detachFromVm(world, volume, now);
    return;
  }
  // Named is a VM that it is not attached to. The real system then believes that it has left its VM already, and
  // forgets the one that it is attached to.
  world.repositories.volumes.update(volume, { vmInstanceUuid: null, deviceId: null }, now);
}

/** @throws SYS.1006 */
export function refuseDetachByState({ uuid, state }: VmInstance): void {
  if (ATTACH_VM_STATES.includes(state)) return;
  throw apiError(
    'SYS.1006',
    `Detaching volume is not allowed when VM[uuid=${uuid}] is in state[${state}]`,
  );
}
