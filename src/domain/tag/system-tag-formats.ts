import { apiError } from '../../core/api-error.js';
import { CLUSTER_TAGS, HOST_TAGS, ZONE_TAGS } from './host-tags.js';
import { checkDataNetworkTags } from './network-tags.js';
import {
  INSTANCE_OFFERING_TAGS,
  L2_NETWORK_TAGS,
  L3_NETWORK_TAGS,
  VM_NIC_TAGS,
} from './offering-tags.js';
import { checkResourceConfigTag, resourceConfigIn } from './resource-config-tag.js';
import { BACKUP_STORAGE_TAGS, PRIMARY_STORAGE_TAGS } from './storage-tags.js';
import { fits } from './tag-format.js';
import { VM_TAGS } from './vm-tags.js';
import { VOLUME_SNAPSHOT_TAGS, VOLUME_TAGS } from './volume-tags.js';

const IMAGE_TAGS = [
  'qemuga',
  'imageName::{imageName}::primaryStorageUuid::{primaryStorageUuid}',
  'remote',
  'image::cert::{imageCert}',
  'sourceType::{sourceType}',
  'bootMode::{bootMode}',
  'CreatedBySystem',
  'temporary',
  'GuestTools::{guestToolsVersion}',
  'buildapp::{buildapp}',
  'packer',
  'applianceType::{applianceType}',
  'marketplace::true',
  'securityLevel::{securityLevel}',
];

/**
 * The system tags that the real system registers, by the type of resource that they may stand on: tags of one more
 * type are one more entry. What one of them asks for before it is put on something stands in
 * services/tags/tag-validators.ts.
 */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  ImageVO: IMAGE_TAGS,
  // A group is given the tags of images.
  ImageGroupVO: IMAGE_TAGS,
  BackupStorageVO: BACKUP_STORAGE_TAGS,
  VmInstanceVO: VM_TAGS,
  PrimaryStorageVO: PRIMARY_STORAGE_TAGS,
  ZoneVO: ZONE_TAGS,
  ClusterVO: CLUSTER_TAGS,
  HostVO: HOST_TAGS,
  VolumeVO: VOLUME_TAGS,
  VolumeSnapshotVO: VOLUME_SNAPSHOT_TAGS,
  LongJobVO: ['uploadImage::{imageId}'],
  InstanceOfferingVO: INSTANCE_OFFERING_TAGS,
  L2NetworkVO: L2_NETWORK_TAGS,
  L3NetworkVO: L3_NETWORK_TAGS,
  VmNicVO: VM_NIC_TAGS,
};

const BOOT_MODE_PREFIX = 'bootMode::';
const BOOT_MODES = ['legacy', 'uefi', 'uefi_with_csm'];
const EPHEMERAL_PREFIX = 'ephemeral::';

/** Tags that only go along with a call, of every type. */
const EPHEMERAL = [
  'shareable',
  'volume::fastCreate',
  'volume::flatten',
  'deleteVipOnFailure',
  'validationOnly',
].map((name) => EPHEMERAL_PREFIX + name);

/** The tags of a VM that a template of its root volume takes over. */
export const TAGS_COPIED_FROM_VM = ['qemuga', BOOT_MODE_PREFIX, 'GuestTools::'] as const;

/** A tag that only goes along with a call. */
export const isEphemeral = (tag: string) => tag.startsWith(EPHEMERAL_PREFIX);

export const isBootModeTag = (tag: string) => tag.startsWith(BOOT_MODE_PREFIX);

/** The tags of a create call: what is kept, and what only goes along. */
export interface CheckedTags {
  readonly systemTags: readonly string[];
  readonly ephemeralTags: readonly string[];
}

/**
 * The system tags that a create call may carry, duplicates removed. Where all are ephemeral none is looked at.
 * @throws SYS.1007 for a tag that no resource type knows, or a wrong or second boot mode or network of images
 */
export function checkedTags(tags: readonly string[]): CheckedTags {
  const unique = [...new Set(tags)];
  const systemTags = unique.filter((tag) => !isEphemeral(tag));
  const ephemeralTags = unique.filter(isEphemeral);
  if (systemTags.length === 0) return { systemTags, ephemeralTags };
  for (const tag of unique) {
    const config = resourceConfigIn(tag);
    if (config) checkResourceConfigTag(config);
    else if (!isRegistered(tag)) throw apiError('SYS.1007', `no system tag matches ${tag}`);
  }
  checkBootModes(systemTags.filter(isBootModeTag));
  checkDataNetworkTags(systemTags);
  return { systemTags, ephemeralTags };
}

/**
 * The boot modes that one resource carries: one at most, and a real one.
 * @throws SYS.1007
 */
export function checkBootModes(tags: readonly string[]): void {
  if (tags.length > 1) {
    throw apiError('SYS.1007', `only one bootMode system tag is allowed, but 2 got`);
  }
  for (const tag of tags) {
    const mode = tag.slice(BOOT_MODE_PREFIX.length);
    if (!BOOT_MODES.includes(mode.toLowerCase())) {
      throw apiError(
        'SYS.1007',
        `[${mode}] specified in system tag [${tag}] is not a valid boot mode`,
      );
    }
  }
}

/**
 * Refuses a tag that is registered, but for another type of resource: the real system notices
 * this only when it writes the tag.
 * @throws SYS.1007
 */
export function assertTagOf(resourceType: string, tag: string): void {
  if (!(FORMATS[resourceType] ?? []).some((format) => fits(format, tag))) {
    throw apiError('SYS.1007', `no system tag matches[${tag}] for resourceType[${resourceType}]`);
  }
}

function isRegistered(tag: string): boolean {
  if (isEphemeral(tag)) return EPHEMERAL.includes(tag);
  return Object.values(FORMATS).some((formats) => formats.some((format) => fits(format, tag)));
}
