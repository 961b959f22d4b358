import { exportFileKey, exportKey } from './export-key.js';
import type { ImageFormat } from './image.js';
import type { WorldKeys } from '../world.js';

/** Which export an address means. */
export interface ExportAddress {
  /** Name of the environment. */
  readonly environment: string;
  readonly backupStorageUuid: string;
  readonly imageUuid: string;
  /** What nobody knows who was not told. */
  readonly key: string;
}

const DEFAULT_ENVIRONMENT = 'default';
const UUID_LENGTH = 32;

const ADDRESS =
  /^https?:\/\/[^/?#]+\/emulator\/v1(?:\/environments\/([^/?#]+))?\/backup-storage\/([0-9a-f]{32})\/exports\/([^?#]+)(?:\?token=(\w*))?$/;
const FILE_WITH_KEY = /^([0-9a-f]{32})\/image-([0-9a-f]{40})\.\w+$/;

/** Where clients download an export, as the type of its storage has it. */
export function makeExportAddress(
  controlUrl: string,
  keys: WorldKeys,
  storage: { readonly uuid: string; readonly type: string },
  image: { readonly uuid: string; readonly name: string },
  format: ImageFormat,
): string {
  const exports = `${controlUrl}/backup-storage/${storage.uuid}/exports`;
  if (storage.type === 'ImageStoreBackupStorage') {
    // The real one: http://<host>:8001/imagestore/download/image-<SHA-1>.qcow2
    const key = exportFileKey(keys, storage.uuid, image.uuid);
    return `${exports}/${image.uuid}/image-${key}.${format}`;
  }
  const file = `${encodeURIComponent(image.name)}-${image.uuid}`;
  return `${exports}/${file}?token=${exportKey(keys, storage.uuid, image.uuid)}`;
}

/** The export that an address means, or undefined for any other url. Whoever serves it, under whatever name. */
export function readExportAddress(address: string): ExportAddress | undefined {
  const [, environment = DEFAULT_ENVIRONMENT, backupStorageUuid, file = '', token] =
    ADDRESS.exec(address) ?? [];
  if (backupStorageUuid === undefined) return undefined;
  return { environment, backupStorageUuid, ...readExportFile(file, token ?? null) };
}

/** Which image an address means by what follows `/exports/`, and the key that it has. */
export function readExportFile(
  file: string,
  token: string | null,
): Pick<ExportAddress, 'imageUuid' | 'key'> {
  const [, imageUuid, key] = FILE_WITH_KEY.exec(file) ?? [];
  if (imageUuid !== undefined && key !== undefined) return { imageUuid, key };
  return { imageUuid: file.slice(-UUID_LENGTH), key: token ?? '' };
}

/** The key that an address of an export has, wherever it stands there. */
export function keyInExportAddress(address: string): string | undefined {
  const key = readExportAddress(address)?.key;
  return key === '' ? undefined : key;
}
