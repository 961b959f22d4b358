import { apiError } from '../../core/api-error.js';
import { whenGiven } from '../../core/given.js';
import type { Image, ImageChange } from '../../domain/image/image.js';
import { isBootModeTag } from '../../domain/tag/system-tag-formats.js';
import { writeTags } from '../tags/write-tags.js';
import type { World } from '../../domain/world.js';

/** Changes the fields that are given; an architecture brings its boot mode with it. */
export function updateImage(
  world: World,
  image: Image,
  change: { readonly [K in keyof ImageChange]?: ImageChange[K] | null },
  now: number,
): void {
  whenGiven(change, (told) => world.repositories.images.update(image, told, now));
  const { architecture } = change;
  const isSystem = change.system ?? image.system;
  if (architecture === 'aarch64') putBootMode(world, image.uuid, 'UEFI', now);
  if (architecture === 'x86_64' && isSystem) putBootMode(world, image.uuid, 'Legacy', now);
}

/**
 * Makes this the image's one boot mode.
 * @throws SYS.1007 for Legacy on aarch64
 */
export function setBootMode(world: World, image: Image, bootMode: string, now: number): void {
  if (bootMode === 'Legacy' && image.architecture === 'aarch64') {
    throw apiError('SYS.1007', 'The aarch64 architecture does not support legacy.');
  }
  putBootMode(world, image.uuid, bootMode, now);
}

function putBootMode(world: World, imageUuid: string, bootMode: string, now: number): void {
  const { tags } = world.repositories;
  for (const tag of tags.listSystemTags(imageUuid).filter(isBootModeTag)) {
    tags.removeSystemTag(imageUuid, tag);
  }
  writeTags(
    world,
    'ImageVO',
    imageUuid,
    { systemTags: [`bootMode::${bootMode}`], userTags: [] },
    now,
  );
}

const QGA_TAG = 'qemuga';

/** Whether the image is known to have the QEMU guest agent. */
export const hasQga = ({ repositories }: World, imageUuid: string): boolean =>
  repositories.tags.listSystemTags(imageUuid).includes(QGA_TAG);

/** Notes whether the image has the QEMU guest agent; VMs and templates inherit it. */
export function setQga(world: World, imageUuid: string, enable: boolean, now: number): void {
  if (enable === hasQga(world, imageUuid)) return;
  if (enable) writeTags(world, 'ImageVO', imageUuid, { systemTags: [QGA_TAG], userTags: [] }, now);
  else world.repositories.tags.removeSystemTag(imageUuid, QGA_TAG);
}

const LEVEL_PREFIX = 'securityLevel::';

/** Makes this the one security level that an image's tags tell; null takes it away. */
export function setSecurityLevel(
  world: World,
  imageUuid: string,
  level: string | null,
  now: number,
): void {
  const { tags } = world.repositories;
  for (const tag of tags.listSystemTags(imageUuid).filter((one) => one.startsWith(LEVEL_PREFIX))) {
    tags.removeSystemTag(imageUuid, tag);
  }
  if (level === null) return;
  const systemTags = [`${LEVEL_PREFIX}${level}`];
  writeTags(world, 'ImageVO', imageUuid, { systemTags, userTags: [] }, now);
}
