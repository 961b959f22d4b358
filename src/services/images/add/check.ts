import { apiError } from '../../../core/api-error.js';
import {
  IMAGE_FORMATS,
  type ImageFormat,
  type MediaType,
  type Platform,
} from '../../../domain/image/image.js';
import { fillTemplateWithoutVm } from '../../../domain/image/template-defaults.js';
import type { World } from '../../../domain/world.js';
import type { AddImageRequest } from './request.js';
import { checkedUrl } from './url.js';

/** The parameters of AddImage after the general checks. */
export interface AddImageParams {
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
  readonly mediaType: MediaType | null;
  readonly guestOsType: string | null;
  readonly architecture: string | null;
  readonly system: boolean;
  readonly format: string | null;
  readonly platform: Platform | null;
  readonly backupStorageUuids: readonly string[];
  readonly type: string | null;
  readonly virtio: boolean;
  readonly resourceUuid: string | null;
}

/**
 * The checks of the real system's interceptor, in its order, and the request with its defaults.
 * @throws SYS.1007, or SYS.1006 when no named storage can take the image
 */
export function resolveAddImage(
  world: World,
  params: AddImageParams,
  call: Pick<AddImageRequest, 'systemTags' | 'userTags' | 'tagUuids' | 'ownerUuid' | 'controlUrl'>,
): AddImageRequest {
  const format = params.mediaType === 'ISO' ? 'iso' : params.format;
  if (params.system && format === 'iso') {
    throw apiError('SYS.1007', 'ISO cannot be used as system image');
  }
  if (!isFormat(format)) throw apiError('SYS.1007', `unknown format[${format}]`);
  if (params.type !== null && params.type !== 'zstack') {
    throw apiError('SYS.1007', `unsupported image type[${params.type}]`);
  }
  const mediaType = params.mediaType ?? 'RootVolumeTemplate';
  const filled =
    mediaType === 'DataVolumeTemplate'
      ? { ...params, systemTags: call.systemTags }
      : fillTemplateWithoutVm({ ...params, systemTags: call.systemTags });
  const backupStorageUuids = usableStorages(world, params.backupStorageUuids);
  const url = checkedUrl(world, params.url);
  const { name, description, system, virtio, resourceUuid } = params;
  return {
    ...call,
    name,
    description,
    system,
    virtio,
    resourceUuid,
    url,
    mediaType,
    format,
    platform: filled.platform,
    guestOsType: filled.guestOsType,
    architecture: filled.architecture,
    systemTags: filled.systemTags,
    backupStorageUuids,
  };
}

/** What a call says of the format; null: nothing that is one. */
export function saidFormat(format: string | null, mediaType: MediaType | null): ImageFormat | null {
  const said = mediaType === 'ISO' ? 'iso' : format;
  return isFormat(said) ? said : null;
}

const isFormat = (text: string | null): text is ImageFormat =>
  IMAGE_FORMATS.some((format) => format === text);

/** Storages that are Connected and not full; the others are dropped in silence while one is left. */
function usableStorages(world: World, uuids: readonly string[]): readonly string[] {
  const usable = [...new Set(uuids)].filter((uuid) => {
    const storage = world.repositories.backupStorages.find(uuid);
    return storage?.status === 'Connected' && storage.availableCapacity > 0;
  });
  if (usable.length > 0) return usable;
  throw apiError(
    'SYS.1006',
    `no backup storage specified in uuids[${uuids.join(', ')}] is available for adding this image; they are not in status Connected or not in state Enabled, or the uuid is invalid backup storage uuid`,
  );
}
