import { RestError } from '../../core/rest-error.js';
import { isSameText } from '../../core/same-text.js';
import type { ImagePackage, ImagePackageDisk } from '../../domain/image-package/image-package.js';
import {
  packageKey,
  readPackageAddress,
  type PackageAddress,
} from '../../domain/image-package/package-address.js';
import type { World } from '../../domain/world.js';
import type { Artifact } from '../images/artifacts.js';
import { filesOf, packageArtifact } from './package-bytes.js';

type Place = Omit<PackageAddress, 'environment'>;

/**
 * The file of a package, or one of the files in it, for whoever knows its key.
 * @throws {RestError} 403 for a wrong key, 404 when nothing lies there
 */
export function packageBytes(world: World, place: Place): Artifact {
  const { image, disks } = packageAt(world, place);
  if (place.fileName === null) return packageArtifact(world, image, disks);
  const file = filesOf(world, image, disks).find(({ fileName }) => fileName === place.fileName);
  if (!file) throw notFound();
  return file;
}

function packageAt(world: World, { backupStorageUuid, packageUuid, key }: Place) {
  const { imagePackages } = world.repositories;
  const image = imagePackages.find(packageUuid);
  if (!isExported(image) || image.backupStorageUuid !== backupStorageUuid) throw notFound();
  // What was handed out is good: a copy of a world has another key, a capture the address of a real storage.
  if (!isSameText(key, keyOf(image) ?? packageKey(world.keys, packageUuid))) {
    throw new RestError(403, 'Forbidden');
  }
  return { image, disks: imagePackages.listDisks(packageUuid) };
}

const keyOf = (image: ImagePackage | undefined) => readPackageAddress(image?.exportUrl ?? '')?.key;

const isExported = (image: ImagePackage | undefined): image is ImagePackage =>
  image?.state === 'Exported';

const notFound = () => new RestError(404, 'Image package not found.');

/**
 * The disk of a package at an address, here or in another environment of the process; undefined where the address
 * means none of them. Outside of transactions.
 * @throws {RestError} 404 when the package is gone
 */
export function packagedDiskBehind(
  world: World,
  url: string,
): { readonly disk: ImagePackageDisk; readonly from: World } | undefined {
  const address = readPackageAddress(url);
  if (!address || address.fileName === null) return undefined;
  const { environment, packageUuid, key, fileName } = address;
  const from = environment === world.name ? world : world.neighbour(environment);
  if (!from) return undefined;
  // Another emulator has environments of the same names, but not the same keys.
  const told = keyOf(from.repositories.imagePackages.find(packageUuid));
  const isOurs = [told, packageKey(from.keys, packageUuid)].some(
    (expected) => expected !== undefined && isSameText(key, expected),
  );
  if (!isOurs) return undefined;
  const { disks } = packageAt(from, address);
  const disk = disks.find((one) => one.fileName === fileName);
  return disk && { disk, from };
}
