import { apiError } from '../../core/api-error.js';
import type { VmInstance, VmState } from '../../domain/vm-instance/vm-instance.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import { checkSameHost, placeVolume } from '../storages/primary/local-storage.js';
import { checkAttachAllowed } from '../storages/primary/states.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { volumeOf } from '../resources/lookup.js';
import { rootStorageOf } from '../vm-instances/iso.js';
import type { World } from '../../domain/world.js';
import { volumeInstallPath } from './volume-place.js';

/** The states in which a data volume can come and go. */
export const ATTACH_VM_STATES: readonly VmState[] = ['Running', 'Stopped', 'Paused'];

/** Volumes that one VM can have beside its root volume, as in the real system's KVM. */
const MOST_DATA_VOLUMES = 24;

/**
 * Attaches a data volume; one that lies nowhere yet is put where the VM's root volume lies.
 * @throws SYS.1006 or SYS.1007 when volume or VM do not allow it
 */
export function attachVolume(world: World, volume: Volume, vm: VmInstance, now: number): void {
  if (volume.type !== 'Data') {
    throw apiError(
      'SYS.1007',
      `the volume[uuid:${volume.uuid}, name:${volume.name}, type:${volume.type}] can't attach it`,
    );
  }
  if (volume.state !== 'Enabled') {
    throw apiError(
      'SYS.1006',
      `data volume can only be attached when state is Enabled, current is ${volume.state}`,
    );
  }
  if (volume.status !== 'Ready' && volume.status !== 'NotInstantiated') {
    throw apiError(
      'SYS.1006',
      `data volume can only be attached when status is [Ready, NotInstantiated], current is ${volume.status}`,
    );
  }
  if (volume.vmInstanceUuid !== null) {
    throw apiError(
      'SYS.1006',
      `data volume[${volume.uuid}] has been attached to vm[uuid:${volume.vmInstanceUuid}], can't attach again`,
    );
  }
  checkSameHost(world, volume.uuid, vm);
  if (!ATTACH_VM_STATES.includes(vm.state)) {
    throw apiError(
      'SYS.1006',
      `current vm instance state[${vm.state}] doesn't allow to proceed message[org.zstack.header.volume.APIAttachDataVolumeToVmMsg], allowed states are [${ATTACH_VM_STATES.join(', ')}]`,
    );
  }
  const { primaryStorageUuid } = volume;
  const storage =
    primaryStorageUuid === null
      ? undefined
      : world.repositories.primaryStorages.find(primaryStorageUuid);
  checkAttachAllowed(storage, volume.uuid);
  const attached = world.repositories.volumes.listByVm(vm.uuid);
  if (attached.filter(({ type }) => type === 'Data').length >= MOST_DATA_VOLUMES) {
    throw apiError(
      'SYS.1006',
      `hypervisor[KVM] only allows max ${MOST_DATA_VOLUMES} data volumes to be attached to a single vm; there have been ${MOST_DATA_VOLUMES} data volumes attached to vm[uuid:${vm.uuid}]`,
    );
  }
  const placed = volume.status === 'NotInstantiated' ? instantiate(world, volume, vm, now) : volume;
  const devices = attached.map(({ deviceId }) => deviceId ?? 0);
  let deviceId = 1;
  while (devices.includes(deviceId)) deviceId++;
  world.repositories.volumes.update(
    placed,
    { vmInstanceUuid: vm.uuid, deviceId, lastAttachDate: now, lastVmInstanceUuid: null },
    now,
  );
}

function instantiate(world: World, volume: Volume, vm: VmInstance, now: number): Volume {
  const storage = rootStorageOf(world, vm.uuid);
  if (!storage) throw apiError('SYS.1006', `the vm[uuid:${vm.uuid}] has no root volume`);
  takeFromPrimaryStorage(world, storage.uuid, volume.size, 0);
  const creating = volumeStatusMachine.next(volume.status, 'instantiate');
  world.repositories.volumes.update(
    volume,
    {
      primaryStorageUuid: storage.uuid,
      installPath: volumeInstallPath(storage, volume),
      status: volumeStatusMachine.next(creating, 'bitsReady'),
    },
    now,
  );
  const root = world.repositories.volumes.listByVm(vm.uuid).find(({ type }) => type === 'Root');
  const host = root && world.repositories.primaryStorages.hostOfLocalVolume(root.uuid);
  placeVolume(world, storage, volume.uuid, host);
  return volumeOf(world, volume.uuid);
}

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
 * Detaches by request: only what is attached, and while the VM allows it.
 * @throws SYS.1006
 */
export function detachVolume(
  world: World,
  volume: Volume,
  vmUuid: string | null,
  now: number,
): void {
  const vm =
    volume.vmInstanceUuid === null
      ? undefined
      : world.repositories.vmInstances.find(volume.vmInstanceUuid);
  if (volume.type !== 'Data') {
    throw apiError(
      'SYS.1006',
      `the volume[uuid:${volume.uuid}, name:${volume.name}, type:${volume.type}] can't detach it`,
    );
  }
  if (!vm || (vmUuid !== null && vm.uuid !== vmUuid)) {
    throw apiError(
      'SYS.1006',
      `data volume[uuid:${volume.uuid}] is not attached to any vm, can't detach`,
    );
  }
  if (!ATTACH_VM_STATES.includes(vm.state)) {
    throw apiError(
      'SYS.1006',
      `vm must be in state [${ATTACH_VM_STATES.join(', ')}], current is ${vm.state}`,
    );
  }
  detachFromVm(world, volume, now);
}
