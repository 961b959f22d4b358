import type { Image } from '../../domain/image/image.js';
import {
  MACHINE_OF_ARM,
  MACHINE_TYPE,
  SYNC_PORTS,
  VIRTIO,
  VM_TAGS,
} from '../../domain/tag/vm-tags.js';
import { fits } from '../../domain/tag/tag-format.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { writeTags } from '../tags/write-tags.js';
import type { VmRequest } from './vm-request.js';

/**
 * Writes the tags of a new VM: its own, those of its image, and what its image and its processor make of it. The real
 * system copies tags of images that VMs do not know, too, and what the call names already.
 */
export function writeNewVmTags(
  world: World,
  vm: VmInstance,
  request: VmRequest,
  image: Image | undefined,
  now: number,
): void {
  const { tags } = world.repositories;
  writeTags(world, 'VmInstanceVO', vm.uuid, request, now);
  const isArm = vm.architecture === 'aarch64';
  const all = tags.listSystemTags(vm.uuid);
  for (const tag of all) {
    if (isArm && fits(MACHINE_TYPE, tag)) tags.removeSystemTag(vm.uuid, tag);
  }
  const own = all.filter((tag) => !isArm || !fits(MACHINE_TYPE, tag));
  const isOwn = (wanted: string) =>
    own.some((tag) => tag === wanted || VM_TAGS.some((one) => fits(one, tag) && fits(one, wanted)));
  const ofImage = image === undefined ? [] : tags.listSystemTags(image.uuid);
  const made = [
    ...(isVirtio(request, image) ? [VIRTIO] : []),
    ...ofImage.filter((tag) => VM_TAGS.some((format) => fits(format, tag))),
  ];
  const systemTags = made.filter((tag) => !isOwn(tag));
  writeTags(world, 'VmInstanceVO', vm.uuid, { systemTags, userTags: [] }, now);
  if (isArm) writeInherent(world, vm.uuid, MACHINE_OF_ARM, now);
  writeInherent(world, vm.uuid, SYNC_PORTS.replace(/\{.*\}/, vm.uuid), now);
}

function writeInherent({ repositories, chance }: World, vmUuid: string, tag: string, now: number) {
  const on = { resourceUuid: vmUuid, resourceType: 'VmInstanceVO' };
  const times = { createDate: now, lastOpDate: now };
  repositories.tags.insertSystemTag({ uuid: chance.uuid(), tag, inherent: true, ...on, ...times });
}

/** Told by its boot disk where its disks are told one by one, else by its image. */
const isVirtio = ({ diskAOs = [], virtio }: VmRequest, image: Image | undefined): boolean =>
  (diskAOs.length > 0 ? (virtio ?? image?.virtio) : image?.virtio) === true;
