import { apiError } from '../../core/api-error.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Caller } from '../accounts/sessions.js';
import { rootStorageOf } from '../vm-instances/iso.js';

/**
 * What a volume must be to ask for VMs for it.
 * @throws SYS.1007
 */
export function checkAttachable({ uuid, type, state, status }: Volume): void {
  if (type === 'Root') {
    throw apiError('SYS.1007', `volume[uuid:${uuid}] is Root volume, can not be attach to vm`);
  }
  if (state !== 'Enabled') {
    throw apiError(
      'SYS.1007',
      `volume[uuid:${uuid}] is in state[${state}], data volume can only be attached when state is Enabled`,
    );
  }
  if (status === 'Ready' || status === 'NotInstantiated') return;
  // The second name is printed in capitals, as the real format does.
  throw apiError(
    'SYS.1007',
    `volume[uuid:${uuid}] is in status[${status}], data volume can only be attached when status is Ready or NOTINSTANTIATED`,
  );
}

/**
 * VMs that a volume can be attached to: Running or Stopped ones that the caller may use, in a cluster that
 * reaches its storage. Of one that lies nowhere yet: any storage with room for it.
 */
export function vmsForVolume(world: World, volume: Volume, caller: Caller): VmInstance[] {
  // One that is attached is no error: there is no VM for it.
  if (volume.vmInstanceUuid !== null) return [];
  const { vmInstances, primaryStorages } = world.repositories;
  const storages = primaryStorages.list().filter((storage) => isPlaceFor(storage, volume));
  const clusters = new Set(storages.flatMap(({ uuid }) => primaryStorages.clusterUuids(uuid)));
  const isReached = (vm: VmInstance) => {
    if (vm.clusterUuid !== null) return clusters.has(vm.clusterUuid);
    if (clusters.size === 0) return false;
    // Without a cluster it must have its root volume on the volume's storage; where that is open, anywhere.
    return (
      volume.status === 'NotInstantiated' ||
      rootStorageOf(world, vm.uuid)?.uuid === volume.primaryStorageUuid
    );
  };
  return vmInstances.listByStates(['Running', 'Stopped']).filter(
    (vm) =>
      vm.type === 'UserVm' &&
      isReached(vm) &&
      // A guest of unknown kind gets no new disk while it is on.
      (vm.platform !== 'Other' || vm.state === 'Stopped') &&
      mayUse(world, vm, caller),
  );
}

function isPlaceFor(storage: PrimaryStorage, volume: Volume): boolean {
  if (volume.status === 'Ready') return storage.uuid === volume.primaryStorageUuid;
  return storage.state === 'Enabled' && storage.availableCapacity > volume.size;
}

function mayUse({ repositories }: World, { uuid }: VmInstance, caller: Caller): boolean {
  const { accounts, sharing } = repositories;
  if (caller.isAdmin || accounts.findOwner(uuid) === caller.accountUuid) return true;
  return sharing.has(uuid, caller.accountUuid) || sharing.has(uuid, null);
}
