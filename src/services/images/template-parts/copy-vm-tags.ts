import { isBootModeTag, TAGS_COPIED_FROM_VM } from '../../../domain/tag/system-tag-formats.js';
import { writeTags } from '../../tags/write-tags.js';
import type { World } from '../../../domain/world.js';

/** An image takes over what its VM's tags say of the guest; a boot mode replaces the image's. */
export function copyVmTags(
  world: World,
  vmUuid: string | null,
  imageUuid: string,
  now: number,
): void {
  const { tags } = world.repositories;
  const tagsOfVm = vmUuid === null ? [] : tags.listSystemTags(vmUuid);
  const copied = tagsOfVm.filter((tag) => TAGS_COPIED_FROM_VM.some((kind) => tag.startsWith(kind)));
  const present = tags.listSystemTags(imageUuid);
  if (copied.some(isBootModeTag)) {
    for (const tag of present.filter(isBootModeTag)) tags.removeSystemTag(imageUuid, tag);
  }
  const missing = copied.filter((tag) => isBootModeTag(tag) || !present.includes(tag));
  writeTags(world, 'ImageVO', imageUuid, { systemTags: missing, userTags: [] }, now);
}
