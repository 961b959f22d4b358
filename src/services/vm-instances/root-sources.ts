import { apiError } from '../../core/api-error.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { snapshotOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { refuseSnapshotStatus } from '../volume-snapshots/snapshot-status.js';
import { becomeType, placeAs, placeBack } from '../volumes/change-volume-type.js';
import type { RootSource, VmRequest } from './vm-request.js';

/*
 * VMs whose root volume is not made of an image: it is a data volume that is there already, or a copy of what a snapshot
 * froze. What the real system does behind its checks is in a closed module.
 */

const refused = (details: string) => apiError('SYS.1006', details);

/**
 * What a volume must be to become the root volume of a new VM, in the real system's order.
 * @throws SYS.1006
 */
export function checkRootOfVm(volume: Volume): void {
  const { uuid, isShareable, vmInstanceUuid, status, state } = volume;
  if (isShareable) throw refused('cannot create vm instance from a shareable volume.');
  if (vmInstanceUuid !== null) {
    throw refused('could not create vm instance from a attached volume.');
  }
  if (status === 'Ready' && state === 'Enabled') return;
  throw refused(`volume[uuid:${uuid}] could not satisfy conditions[state:Enabled status:Ready]`);
}

/** What its source says of a VM that its call does not: where it can be, how large its disk is, what its guest is. */
export function fromSource(
  world: World,
  root: RootSource,
): Pick<
  VmRequest,
  'primaryStorageUuid' | 'rootDiskSize' | 'hostUuid' | 'guestOsType' | 'platform'
> &
  Pick<VmRequest, 'architecture' | 'virtio'> {
  const { primaryStorages, volumes } = world.repositories;
  const snapshot = root.kind === 'snapshot' ? snapshotOf(world, root.uuid) : undefined;
  const volumeUuid = snapshot ? snapshot.volumeUuid : root.uuid;
  const volume = volumeUuid === null ? undefined : volumes.find(volumeUuid);
  return {
    primaryStorageUuid: snapshot?.primaryStorageUuid ?? volume?.primaryStorageUuid ?? null,
    rootDiskSize: snapshot?.virtualSize ?? null,
    hostUuid: primaryStorages.hostOfLocalVolume(volumeUuid ?? '') ?? null,
    ...guestOf(world, volume),
  };
}

/** The guest is that of the VM that had the volume, else that of its image. */
function guestOf(world: World, volume: Volume | undefined) {
  const { images, vmInstances } = world.repositories;
  const former = volume?.lastVmInstanceUuid ?? null;
  const vm =
    volume &&
    (vmOfVolume(world, volume) ?? (former === null ? undefined : vmInstances.find(former)));
  const image = volume?.rootImageUuid ? images.find(volume.rootImageUuid) : undefined;
  const guest = vm ?? image;
  return {
    platform: guest?.platform ?? null,
    guestOsType: guest?.guestOsType ?? null,
    architecture: (guest?.architecture ?? null) as VmRequest['architecture'],
    virtio: guest?.virtio ?? null,
  };
}

/**
 * A local volume stays on its host, and no volume leaves its storage.
 * @throws SYS.1006
 */
export function checkPlaceOfRoot(
  world: World,
  root: RootSource,
  wanted: { readonly primaryStorageUuid: string | null; readonly hostUuid: string | null },
): void {
  const { primaryStorageUuid, hostUuid } = fromSource(world, root);
  const named = wanted.primaryStorageUuid;
  const isElsewhere = named !== null && named !== primaryStorageUuid;
  if (isElsewhere && root.kind === 'volume') {
    throw refused(
      `the volume[uuid:${root.uuid}] is on the primary storage[uuid:${primaryStorageUuid}], it cannot be a disk on the primary storage[uuid:${named}]`,
    );
  }
  if (isElsewhere || hostUuid === null || wanted.hostUuid === null) return;
  if (wanted.hostUuid === hostUuid) return;
  throw refused(
    `the host of the vm[hostUuid:${wanted.hostUuid}] is different from that of the volume[hostUuid:${hostUuid}]. the volume cannot attach to the vm.`,
  );
}

/** Makes a data volume the root volume of a new VM. @throws SYS.1006 when it cannot be any more */
export function adoptRootVolume(world: World, uuid: string, vm: VmInstance, now: number): void {
  const volume = volumeOf(world, uuid);
  checkRootOfVm(volume);
  const place = placeAs(world, volume, 'Root');
  const change = {
    type: 'Root',
    deviceId: 0,
    vmInstanceUuid: vm.uuid,
    lastAttachDate: now,
  } as const;
  becomeType(world, volume, change, place, now);
}

/** It is the data volume that it was, when nothing comes of its VM. */
export function giveRootVolumeBack(world: World, uuid: string, vm: VmInstance, now: number): void {
  const volume = world.repositories.volumes.find(uuid);
  if (volume?.vmInstanceUuid !== vm.uuid) return;
  // Whatever has become of its owner meanwhile: it lies where it was put.
  const place = placeBack(world, volume);
  becomeType(world, volume, { type: 'Data', deviceId: null, vmInstanceUuid: null }, place, now);
}

/** Content and sizes of a root volume that is a copy of a snapshot. @throws VOLUME_SNAPSHOT.1000 */
export function rootOfSnapshot(
  world: World,
  uuid: string,
): Pick<Volume, 'size' | 'actualSize' | 'layerSize' | 'contentId'> {
  const snapshot = snapshotOf(world, uuid);
  refuseSnapshotStatus(snapshot, 'InstantiateDataVolumeFromVolumeSnapshotMsg');
  const { virtualSize: size, actualSize, contentId } = snapshot;
  return { size, actualSize, layerSize: actualSize, contentId };
}
