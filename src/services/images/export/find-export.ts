import { RestError } from '../../../core/rest-error.js';
import { isSameText } from '../../../core/same-text.js';
import {
  keyInExportAddress,
  readExportAddress,
  type ExportAddress,
} from '../../../domain/image/export-address.js';
import { exportFileKey, exportKey } from '../../../domain/image/export-key.js';
import type { Image, ImageBackupStorageRef } from '../../../domain/image/image.js';
import { packagedDiskBehind } from '../../image-packages/find-package.js';
import { wantedOf } from '../../image-packages/package-bytes.js';
import type { World } from '../../../domain/world.js';
import { artifact, type Artifact, type ArtifactRequest } from '../artifacts.js';

/** What can be downloaded from a storage: an image, or a disk of a package. */
export interface FoundExport {
  /** Its name and sizes, as far as downloads know them. */
  readonly image: Pick<Image, 'name' | 'size' | 'actualSize'>;
  /** Which bytes lie there. */
  readonly wanted: ArtifactRequest;
}

type Place = Omit<ExportAddress, 'environment'>;

/**
 * The export at an address, for whoever knows its key.
 * @throws {RestError} 403 for a wrong key, 404 when nothing is exported there
 */
export function findExport(world: World, place: Place): FoundExport {
  const { backupStorageUuid, imageUuid, key } = place;
  const ref = world.repositories.images.findRef(imageUuid, backupStorageUuid);
  const found = ref && exportOf(world, ref);
  if (!found) throw new RestError(404, 'Image not found.');
  // The address that was handed out is good: version 0.1.0 made other keys, a seed says any.
  const told = keyInExportAddress(found.url);
  const expected = told ?? exportKey(world.keys, backupStorageUuid, imageUuid);
  if (!isSameText(key, expected)) throw new RestError(403, 'Forbidden');
  return found;
}

/** The bytes of an export. @throws {RestError} as `findExport` */
export function exportedBytes(world: World, place: Place): Artifact {
  const { image, wanted } = findExport(world, place);
  return artifact(world, `${image.name}.${wanted.format}`, wanted);
}

function exportOf(
  { repositories }: World,
  { imageUuid, exportUrl: url, exportFormat }: ImageBackupStorageRef,
): (FoundExport & { readonly url: string }) | undefined {
  const image = repositories.images.find(imageUuid);
  if (!image || image.contentId === null || url === null || exportFormat === null) return undefined;
  const { contentId, size, format: from } = image;
  return { image, url, wanted: { contentId, format: exportFormat, from, size } };
}

/**
 * What is exported at an address, here or in another environment of the process, whatever name it calls the
 * emulator by; undefined: this process gave no such address to anybody. Outside of transactions.
 * @throws {RestError} 404 when the export has ended
 */
export function exportBehind(
  world: World,
  url: string,
): (FoundExport & { readonly from: World }) | undefined {
  // A seed may have given an image the address of a real storage.
  const ref = world.repositories.images.findExport(url);
  const found = ref && exportOf(world, ref);
  if (found) return { ...found, from: world };
  const packaged = packagedDiskBehind(world, url);
  if (packaged) {
    const { disk, from } = packaged;
    const { fileName: name, virtualSize: size, actualSize } = disk;
    return { image: { name, size, actualSize }, wanted: wantedOf(disk), from };
  }
  const address = readExportAddress(url);
  if (!address) return undefined;
  const { environment } = address;
  const from = environment === world.name ? world : world.neighbour(environment);
  // Another emulator has environments and images of the same names, but not the same keys.
  if (!from || !isOurs(from, address)) return undefined;
  return { ...findExport(from, address), from };
}

function isOurs(world: World, { backupStorageUuid, imageUuid, key }: Place): boolean {
  const ref = world.repositories.images.findRef(imageUuid, backupStorageUuid);
  const keys = [
    keyInExportAddress(ref?.exportUrl ?? ''),
    exportKey(world.keys, backupStorageUuid, imageUuid),
    exportFileKey(world.keys, backupStorageUuid, imageUuid),
  ];
  return keys.some((expected) => expected !== undefined && isSameText(key, expected));
}
