import { and, eq, sql } from 'drizzle-orm';
import type { ImagePackageRepository } from '../../domain/image-package/image-package.js';
import type { Database } from '../database.js';
import { imagePackageDisks as disks, imagePackages } from '../schema/index.js';
import { queries, WriteStatement } from '../statement.js';
import { defineRowStore, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(imagePackages, [
  'name',
  'description',
  'state',
  'exportUrl',
  'md5Sum',
  'format',
  'size',
]);
const byVm = rowsWhere(imagePackages, eq(imagePackages.vmUuid, sql.placeholder('vmUuid')));
const byStorage = rowsWhere(
  imagePackages,
  eq(imagePackages.backupStorageUuid, sql.placeholder('backupStorageUuid')),
);
const insertDisk = insertInto(disks);
const ofPackage = eq(disks.imagePackageUuid, sql.placeholder('imagePackageUuid'));
const listDisks = rowsWhere(disks, ofPackage);
const keepSum = new WriteStatement(() =>
  queries
    .update(disks)
    .set({ sha256: sql`${sql.placeholder('sha256')}` })
    .where(sql`${and(ofPackage, eq(disks.diskIndex, sql.placeholder('diskIndex')))}`),
);

export function createImagePackageRepository(database: Database): ImagePackageRepository {
  return {
    ...store.open(database),
    findByVm: (vmUuid) => byVm.get(database, { vmUuid }),
    listByStorage: (backupStorageUuid) => byStorage.all(database, { backupStorageUuid }),
    insertDisk: (disk) => void insertDisk.run(database, { ...disk }),
    listDisks: (imagePackageUuid) =>
      listDisks
        .all(database, { imagePackageUuid })
        .toSorted((one, other) => one.diskIndex - other.diskIndex),
    keepSum: ({ imagePackageUuid, diskIndex }, sha256) =>
      void keepSum.run(database, { imagePackageUuid, diskIndex, sha256 }),
  };
}
