import { apiError } from '../../core/api-error.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { diskOfferingOf, imageOf, primaryStorageOf, volumeOf } from '../resources/lookup.js';
import { attachVolume, refuseAttachByState, storagesFor } from '../volumes/attach-volume.js';
import {
  createEmptyVolume,
  createVolumeFromTemplate,
  isWithin,
} from '../volumes/create-data-volume.js';
import { checkDisksOnSameHost } from '../storages/primary/local-storage.js';
import { findRoom } from '../storages/primary/room.js';
import type { DiskAO } from './disk-aos.js';
import type { VmRequest } from './vm-request.js';

/**
 * Gives a new VM the data disks that its call tells one by one: new volumes of a size or of a template, and volumes
 * that are there already. The VM is Stopped meanwhile.
 * @throws SYS.1006 where a disk cannot be made, VM.1005 where it cannot be attached
 */
export function attachOtherDisks(
  world: World,
  request: VmRequest,
  vm: VmInstance,
  now: number,
): void {
  // One that is only created cannot have any.
  refuseAttachByState(vm);
  let unnamed = 0;
  for (const disk of request.diskAOs ?? []) {
    if (disk.boot) continue;
    if (disk.name === null && disk.sourceUuid === null) unnamed++;
    const name = disk.name ?? `DATA-for-${vm.name}-${unnamed}`;
    const uuid = volumeFor(world, { ...disk, name }, vm, request.ownerUuid, now);
    const volume = volumeOf(world, uuid);
    checkDisksOnSameHost(world, volume, vm);
    attachVolume(world, volume, vm, now);
  }
}

/** The uuid of the volume that is the disk: a new one, or the one that it names. */
function volumeFor(
  world: World,
  disk: DiskAO & { readonly name: string },
  vm: VmInstance,
  ownerUuid: string,
  now: number,
): string {
  const { name, templateUuid, sourceType, sourceUuid, primaryStorageUuid } = disk;
  const { diskOfferingUuid } = disk;
  const size =
    diskOfferingUuid === null ? disk.size : diskOfferingOf(world, diskOfferingUuid).diskSize;
  if (sourceUuid !== null && sourceType === 'VolumeVO') return volumeOf(world, sourceUuid).uuid;
  if (sourceUuid !== null && sourceType !== null) {
    throw apiError('SYS.1006', `the disk does not support attachment. disk type is ${sourceType}`);
  }
  if (sourceUuid !== null) {
    throw apiError(
      'SYS.1006',
      'the diskAO parameter is incorrect. need to set one of the following properties, and can only be one of them: size, templateUuid, diskOfferingUuid, sourceUuid-sourceType',
    );
  }
  const hostUuid = vm.lastHostUuid;
  const wanted = {
    name,
    description: `vm-${vm.uuid}-data-volume`,
    resourceUuid: null,
    ownerUuid,
    systemTags: disk.systemTags ?? [],
    userTags: [],
    diskOfferingUuid,
  };
  const image = templateUuid === null ? undefined : imageOf(world, templateUuid);
  const on = image?.size ?? size;
  const candidates =
    primaryStorageUuid === null
      ? storagesFor(world, vm).filter((one) => !image || isWithin(world, image, one))
      : [primaryStorageOf(world, primaryStorageUuid)];
  const storage = findRoom(world, candidates, on, `connected to host:${hostUuid}`);
  const where = { primaryStorageUuid: storage.uuid, hostUuid };
  return image
    ? createVolumeFromTemplate(world, wanted, image, where, now)
    : createEmptyVolume(world, wanted, size, storage.uuid, now, hostUuid);
}
