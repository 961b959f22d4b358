import type { Image } from '../../domain/image/image.js';
import { MACHINE_TYPE, VIRTIO, VM_TAGS } from '../../domain/tag/vm-tags.js';
import { fits } from '../../domain/tag/tag-format.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { writeTags } from '../tags/write-tags.js';
import type { VmRequest } from './vm-request.js';

/**
 * Writes the tags of a new VM: its own, those of its image, and what its image and its processor make of it. The real
 * system copies tags of images that VMs do not know, too, and writes down for which VM ports are told apart
 * (`syncPorts::`), which nothing reads.
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
  const own = tags.listSystemTags(vm.uuid);
  const isOwn = (wanted: string) =>
    own.some((tag) => tag === wanted || VM_TAGS.some((one) => fits(one, tag) && fits(one, wanted)));
  const ofImage = image === undefined ? [] : tags.listSystemTags(image.uuid);
  const made = [
    ...(isVirtio(request, image) ? [VIRTIO] : []),
    ...ofImage.filter((tag) => VM_TAGS.some((format) => fits(format, tag))),
    ...(vm.architecture === 'aarch64' ? [MACHINE_TYPE.replace(/\{.*\}/, 'virt')] : []),
  ];
  const systemTags = made.filter((tag) => !isOwn(tag));
  writeTags(world, 'VmInstanceVO', vm.uuid, { systemTags, userTags: [] }, now);
}

/** Told by its boot disk where its disks are told one by one, else by its image. */
const isVirtio = ({ diskAOs = [], virtio }: VmRequest, image: Image | undefined): boolean =>
  (diskAOs.length > 0 ? (virtio ?? image?.virtio) : image?.virtio) === true;
