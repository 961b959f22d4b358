import { apiError } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import { reservedCapacity } from '../../storages/reserved-capacity.js';
import { readPackageAddress } from '../../../domain/image-package/package-address.js';
import { readExportAddress } from '../../../domain/image/export-address.js';
import type { ImageFormat } from '../../../domain/image/image.js';
import { contentOfUrl } from '../../../domain/image/url-hints.js';
import { urlText } from '../../../domain/image/url-text.js';
import type { World } from '../../../domain/world.js';
import type { AddImageRequest } from './request.js';

/** Smaller files are no images, says the real system. */
const SMALLEST_IMAGE = 1_048_576;

const isHttp = (url: string) => /^https?:/.test(url);

/**
 * Which schemes a storage can read.
 * @throws SYS.1006
 */
export function checkScheme(storage: BackupStorage, request: AddImageRequest): void {
  const scheme = request.url.slice(0, request.url.indexOf('://'));
  const { type } = storage;
  if (type === 'SftpBackupStorage' && (scheme === 'upload' || scheme === 'zstore')) {
    throw apiError(
      'SYS.1006',
      `SftpBackupStorage doesn't support scheme[${scheme}] in url[${request.url}]`,
    );
  }
  if (type === 'Ceph' && scheme === 'zstore') {
    throw apiError(
      'SYS.1006',
      `CephBackupStorage doesn't support scheme[${scheme}] in url[${request.url}]`,
    );
  }
  const hasCert = request.systemTags.some((tag) => tag.startsWith('image::cert::'));
  if (type === 'ImageStoreBackupStorage' && scheme === 'zstore' && !hasCert) {
    throw apiError('SYS.1006', `Missing cert file for downloading image: ${request.url}`);
  }
}

/**
 * What is known of a file before it is downloaded must fit.
 * @throws SYS.1006 when it is too small for an image (http only) or too large for the storage
 */
export function checkLength(
  world: World,
  storage: BackupStorage,
  request: Pick<AddImageRequest, 'url' | 'name'>,
  bytes: number,
): void {
  const { url, name } = request;
  if (isHttp(url) && bytes < SMALLEST_IMAGE) {
    throw apiError(
      'SYS.1006',
      `the image size get from url ${url} is ${bytes} bytes, it's too small for an image, please check the url again.`,
    );
  }
  const reserved = reservedCapacity(world, storage.uuid);
  const available = storage.availableCapacity - reserved;
  if (bytes > available) {
    throw apiError(
      'SYS.1006',
      `the backup storage[uuid:${storage.uuid}, name:${storage.name}] has not enough capacity to download the image[${name}].Required size:${bytes}, available size:${available}`,
    );
  }
}

/**
 * Bytes that a url is known to hold before anything is downloaded, for the caller's quota: of a file or
 * a web address; null of an upload, or when nothing is known.
 */
export function bytesBehind(world: World, url: string, said: ImageFormat | null): number | null {
  const full = url.startsWith('/') ? `file://${url}` : url;
  if (!/^(https?|file):/.test(full)) return null;
  // What is read somewhere is asked for its length later; here nobody may wait for it.
  if (isReadSomewhere(world, full)) return null;
  return contentOfUrl(full, world.repositories.urlHints.find(full), said).actualSize;
}

/**
 * Whether bytes, or what they are, must be asked for: of an export, and of what is really fetched. What a seed
 * says of a url holds in any case.
 */
export function isReadSomewhere({ repositories, fetching }: World, url: string): boolean {
  if (repositories.urlHints.find(url)) return false;
  const { address } = urlText(url);
  return (
    fetching.isAllowed ||
    readExportAddress(address) !== undefined ||
    (readPackageAddress(address)?.fileName ?? null) !== null ||
    repositories.images.findExport(address) !== undefined
  );
}

/** A source that fails, in the words of the storage's agent. */
export function unreadable(storage: BackupStorage, url: string, reason: string) {
  return apiError(
    'SYS.1006',
    isHttp(url)
      ? `failed to get header of image url ${url}: ${reason}`
      : `failed to download image[url: ${url}] on backup storage[uuid: ${storage.uuid}], because: ${reason}`,
  );
}

/** A download that failed on its way, in the words of the storage's agent and with the reason. */
export function notDownloaded({ type, uuid }: BackupStorage, url: string, reason: string) {
  // The real Sftp agent tells the call of wget and its exit code only.
  const cause =
    type === 'SftpBackupStorage' && isHttp(url)
      ? `http/https/ftp download failed, [wget ${url}]: ${reason}`
      : reason;
  return apiError(
    'SYS.1006',
    `failed to download image[url: ${url}] on backup storage[uuid: ${uuid}], because: ${cause}`,
  );
}
