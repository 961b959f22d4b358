import type { ImageFormat, MediaType, Platform } from '../../../domain/image/image.js';
import type { NewTags } from '../../tags/write-tags.js';

/** A checked call of AddImage, its defaults filled in; kept as the flow's context. */
export interface AddImageRequest extends NewTags {
  readonly name: string;
  readonly description: string | null;
  /** As it is kept: `/path` has become `file:///path`. */
  readonly url: string;
  readonly mediaType: MediaType;
  readonly guestOsType: string | null;
  readonly architecture: string | null;
  readonly system: boolean;
  readonly format: ImageFormat;
  readonly platform: Platform | null;
  /** The named storages that are Connected and have room. */
  readonly backupStorageUuids: readonly string[];
  readonly virtio: boolean;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
  /** Address of the emulator's own API, for the address of an upload. */
  readonly controlUrl: string;
}
