import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import type { Image, ImageChange, ImageFormat } from '../../../domain/image/image.js';
import type { UrlContent } from '../../../domain/image/url-hints.js';
import { md5OfContent } from '../artifacts.js';
import type { World } from '../../../domain/world.js';
import { withoutPassword } from '../../../core/url-credentials.js';

/** What an image learns from the bits; the last storage to finish wins, as in the real system. */
export function arrived(
  world: World,
  image: Image,
  content: UrlContent,
  storage: BackupStorage,
): Partial<ImageChange> {
  const found = content.format ?? image.format;
  const isReal = world.repositories.blobs.find(content.contentId) !== undefined;
  // Ceph holds raw disks only; real bytes stay what they are (docs/fidelity.md).
  const isConverted = storage.type === 'Ceph' && !isReal && (found === 'qcow2' || found === 'vmdk');
  const format: ImageFormat = isConverted ? 'raw' : found;
  const { contentId, size, actualSize } = content;
  const hidesMd5 = world.checks === 'native' && storage.type !== 'ImageStoreBackupStorage';
  return {
    contentId,
    size,
    actualSize,
    format,
    mediaType: mediaTypeOf(image, format),
    url: withoutPassword(image.url),
    md5Sum: hidesMd5 ? 'not calculated' : md5OfContent(world, { contentId, format, size }),
  };
}

function mediaTypeOf({ mediaType }: Image, format: ImageFormat) {
  if (format === 'iso' && mediaType === 'RootVolumeTemplate') return 'ISO';
  if (format === 'qcow2' && mediaType === 'ISO') return 'RootVolumeTemplate';
  return mediaType;
}
