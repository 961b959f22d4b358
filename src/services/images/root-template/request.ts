import type { Platform } from '../../../domain/image/image.js';
import type { NewTags } from '../../tags/write-tags.js';

/** What a checked call of CreateRootVolumeTemplateFromRootVolume asks for; kept as the flow's context. */
export interface TemplateRequest extends NewTags {
  readonly rootVolumeUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly guestOsType: string | null;
  readonly platform: Platform | null;
  /** Explicit values; null: the VM's. Only strict checks honour them (docs/fidelity.md). */
  readonly architecture: string | null;
  readonly virtio: boolean | null;
  readonly system: boolean;
  /** The uuid that the image is to have, or null for a new one. */
  readonly resourceUuid: string | null;
  /** Where to put the image; empty: the allocator chooses. */
  readonly backupStorageUuids: readonly string[];
  readonly ownerUuid: string;
}
