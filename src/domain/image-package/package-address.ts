import type { WorldKeys } from '../world.js';

/** Which package an address means, and which of its files; null: the package as a whole. */
export interface PackageAddress {
  /** Name of the environment. */
  readonly environment: string;
  readonly backupStorageUuid: string;
  readonly packageUuid: string;
  /** What nobody knows who was not told. */
  readonly key: string;
  readonly fileName: string | null;
}

const DEFAULT_ENVIRONMENT = 'default';
const KEY_LENGTH = 40;

const FILE = /^([0-9a-f]{32})\/package-([0-9a-f]{40})\.ova(?:\/([^/?#]+))?$/;
const ADDRESS =
  /^https?:\/\/[^/?#]+\/emulator\/v1(?:\/environments\/([^/?#]+))?\/backup-storage\/([0-9a-f]{32})\/exports\/([^?#]+)$/;

/** The key in the address of a package. */
export const packageKey = (keys: WorldKeys, packageUuid: string): string =>
  keys.of(`package/${packageUuid}`, KEY_LENGTH);

/** Where clients download a package; behind a slash follow the files in it. */
export const makePackageAddress = (
  controlUrl: string,
  keys: WorldKeys,
  { uuid, backupStorageUuid }: { readonly uuid: string; readonly backupStorageUuid: string },
): string =>
  `${controlUrl}/backup-storage/${backupStorageUuid}/exports/${uuid}/package-${packageKey(keys, uuid)}.ova`;

/** What follows `/exports/` in the address of a package, or undefined where it is of something else. */
export function readPackageFile(
  file: string,
): Pick<PackageAddress, 'packageUuid' | 'key' | 'fileName'> | undefined {
  const [, packageUuid, key, fileName] = FILE.exec(file) ?? [];
  if (packageUuid === undefined || key === undefined) return undefined;
  return { packageUuid, key, fileName: fileName ?? null };
}

/** The package that an address means, or undefined for any other url. Whoever serves it, under whatever name. */
export function readPackageAddress(address: string): PackageAddress | undefined {
  const [, environment = DEFAULT_ENVIRONMENT, backupStorageUuid, file = ''] =
    ADDRESS.exec(address) ?? [];
  const found = readPackageFile(file);
  if (backupStorageUuid === undefined || !found) return undefined;
  return { environment, backupStorageUuid, ...found };
}
