import { apiError } from '../../core/api-error.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { checkSameHost } from '../storages/primary/local-storage.js';
import { rootStorageOf } from '../vm-instances/iso.js';

/**
 * What is looked at before a data volume comes to a VM, in the real system's order.
 * @throws SYS.1006
 */
export function checkAttach(world: World, volume: Volume, vm: VmInstance): void {
  // A guest of unknown kind gets no new disk while it is on.
  if (vm.platform === 'Other' && vm.state !== 'Stopped') {
    throw refused(
      `the vm[uuid:${vm.uuid}] doesn't support to online attach volume[${volume.uuid}] on the basis of that the image platform type of the vm is other `,
    );
  }
  checkDataVolume(volume, vm.hypervisorType);
  checkReachable(world.repositories, volume, clustersOf(world, vm));
  // A local volume stays on its host.
  checkSameHost(world, volume.uuid, vm);
}

/**
 * What a data volume must be to come to a VM. `hypervisorType`: the VM's, null where it is not known yet.
 * @throws SYS.1006
 */
export function checkDataVolume(volume: Volume, hypervisorType: string | null): void {
  const { uuid, name, type, state, status, format } = volume;
  if (type === 'Root')
    throw refused(`the volume[uuid:${uuid}, name:${name}] is Root Volume, can't attach it`);
  if (state === 'Disabled') throw refused(`data volume[uuid:${uuid}] is Disabled, can't attach`);
  if (status === 'Deleted') {
    throw refused(`the volume[uuid:${uuid}] is in status of deleted, cannot do the operation`);
  }
  if (volume.vmInstanceUuid !== null && !volume.isShareable) {
    throw refused(`data volume[uuid:${uuid}] has been attached to some vm, can't attach again`);
  }
  if (status !== 'Ready' && status !== 'NotInstantiated') {
    throw refused(
      `data volume can only be attached when status is [Ready, NotInstantiated], current is ${status}`,
    );
  }
  if (hypervisorType === null) return;
  if (format === 'iso') {
    throw refused(
      `data volume[uuid:${uuid}] of format[${format}] is not supported for attach to any hypervisor.`,
    );
  }
  // All others are KVM's.
  if (format !== null && hypervisorType !== 'KVM') {
    throw refused(
      `data volume[uuid:${uuid}] has format[${format}] that can only be attached to hypervisor[[KVM]], but vm has hypervisor type[${hypervisorType}]. Can't attach`,
    );
  }
}

/**
 * Volume and VM must have a cluster in common, where the volume's storage and the VM have any.
 * @throws SYS.1006
 */
export function checkReachable(
  { primaryStorages }: World['repositories'],
  { primaryStorageUuid }: Volume,
  ofVm: readonly string[],
): void {
  const ofVolume =
    primaryStorageUuid === null ? [] : primaryStorages.clusterUuids(primaryStorageUuid);
  if (ofVolume.length === 0 || ofVm.length === 0) return;
  if (ofVm.some((cluster) => ofVolume.includes(cluster))) return;
  throw refused("Can't attach volume to VM, no qualified cluster");
}

/** The cluster of the VM, or those of its root volume's storage. */
export function clustersOf(world: World, vm: VmInstance): readonly string[] {
  if (vm.clusterUuid !== null) return [vm.clusterUuid];
  const storage = rootStorageOf(world, vm.uuid);
  return storage ? world.repositories.primaryStorages.clusterUuids(storage.uuid) : [];
}

const refused = (details: string) => apiError('SYS.1006', details);
