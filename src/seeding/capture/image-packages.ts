import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, numberOf, textOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function imagePackageOf(cloud: Cloud, row: Row) {
  const { keys, report } = cloud;
  const naming = keys.naming('image-package', row);
  report.note('files of packages, and their sums: they are made anew', naming.name);
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    vmInstance: keys.of('vm-instance', textOf(row, 'vmUuid')) ?? null,
    backupStorage: keys.of('backup-storage', textOf(row, 'backupStorageUuid')),
    size: numberOf(row, 'size'),
    url: textOf(row, 'exportUrl') ?? undefined,
    ...tagsOf(cloud, 'ImagePackageVO', naming.uuid),
    ...datesOf(row),
  };
}

/** Bytes that packages take on a storage. */
export const packageBytesOn = ({ imagePackages }: Cloud, storageUuid: string): number =>
  imagePackages
    .filter((row) => textOf(row, 'backupStorageUuid') === storageUuid)
    .reduce((total, row) => total + numberOf(row, 'size'), 0);
