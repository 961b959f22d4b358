import { apiError } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import type { Image, ImageBackupStorageRef } from '../../../domain/image/image.js';
import type { StoredImage } from '../../../domain/image/stored-image.js';
import type { World } from '../../../domain/world.js';
import { collectGarbageOn } from '../../images/delete/collect-garbage.js';
import { backupStorageOf } from '../../resources/lookup.js';
import { importImages, unclaimedAt } from './unclaimed-images.js';
import { assertUsable } from './usable.js';

/*
 * What is asked of an ImageStore itself. The module is closed: what it answers is known from the SDK and the vendor's
 * pages, its refusals are ours.
 */

/**
 * @throws SYS.1007 for a backup storage of another type
 */
export function checkImageStore({ uuid, type }: BackupStorage): void {
  if (type === 'ImageStoreBackupStorage') return;
  throw apiError('SYS.1007', `backup storage[uuid:${uuid}] is no ImageStore, it's ${type}`);
}

/**
 * The images whose bits lie on an ImageStore: deleted ones until they are expunged, and those that a storage left there
 * which was at the same place before.
 * @throws SYS.1006 while it cannot be asked
 */
export function imagesIn(world: World, storage: BackupStorage): StoredImage[] {
  checkImageStore(storage);
  assertUsable(storage, 'DownloadImageMsg');
  const { images, accounts } = world.repositories;
  const own = images.listRefsOn(storage.uuid).flatMap((ref) => {
    const image = images.find(ref.imageUuid);
    if (!image || (ref.status !== 'Ready' && ref.status !== 'Deleted')) return [];
    if (isClone(image, ref)) return [];
    const owner = accounts.find(accounts.findOwner(image.uuid) ?? '');
    return [stored(image, ref, owner?.name ?? null)];
  });
  const left = unclaimedAt(world, storage)
    .filter(({ image, ref }) => !isClone(image, ref))
    .map(({ image, ref }) => stored(image, ref, null));
  return [...own, ...left];
}

/** Whether it lies over the bytes of another image: they are there once. */
const isClone = (
  { actualSize }: Image,
  { takenBytes }: Pick<ImageBackupStorageRef, 'takenBytes'>,
): boolean => takenBytes === 0 && actualSize > 0;

const stored = (
  { uuid, description, md5Sum, size, architecture }: Image,
  {
    installPath,
    takenBytes,
    createDate,
  }: Pick<ImageBackupStorageRef, 'installPath' | 'takenBytes' | 'createDate'>,
  author: string | null,
): StoredImage => ({
  id: installPath.slice(installPath.lastIndexOf('/') + 1),
  // Each stands by itself here.
  parent: null,
  blobsum: md5Sum === 'not calculated' ? null : md5Sum,
  created: createDate,
  author,
  arch: architecture,
  desc: description,
  size: takenBytes,
  virtualsize: size,
  name: uuid,
});

/**
 * Removes what no image of an ImageStore needs any more: the bits that expunged images left. Answers how much more room
 * it has: what is expunged gives its room back at once here.
 * @throws SYS.1006 while it can delete nothing
 */
export function reclaimSpace(world: World, storage: BackupStorage, now: number): number {
  checkImageStore(storage);
  assertUsable(storage, 'DeleteBitsOnBackupStorageMsg');
  collectGarbageOn(world, storage.uuid, now);
  return backupStorageOf(world, storage.uuid).availableCapacity - storage.availableCapacity;
}

/**
 * Takes over what a storage left there which was at the same place before; all else that lies there is known.
 * @throws SYS.1006 while it cannot be asked
 */
export function syncImages(world: World, storage: BackupStorage): void {
  assertUsable(storage, 'DownloadImageMsg');
  importImages(world, storage);
}

/**
 * Lets ImageStores be filled only so far, these or all; 0: as far as their disks go. All of them, or none.
 * @throws SYS.1007 for another storage, SYS.1006 for one that does not answer, or that holds more already
 */
export function setQuota(world: World, uuids: readonly string[] | null, maxCapacity: number): void {
  const { backupStorages } = world.repositories;
  const all = backupStorages.list().filter(({ type }) => type === 'ImageStoreBackupStorage');
  const meant = uuids?.map((uuid) => backupStorageOf(world, uuid)) ?? all;
  for (const storage of meant) limit(world, storage, maxCapacity);
}

function limit(world: World, storage: BackupStorage, maxCapacity: number): void {
  checkImageStore(storage);
  const { uuid, status, totalCapacity, availableCapacity } = storage;
  const failed = (why: string) =>
    apiError(
      'SYS.1006',
      `failed to set max capacity on image store[uuid:${uuid}], because: ${why}`,
    );
  if (status !== 'Connected') throw failed(`its status is ${status}`);
  const { backupStorages } = world.repositories;
  const disk = backupStorages.diskCapacity(uuid) ?? totalCapacity;
  const total = maxCapacity === 0 ? disk : Math.min(disk, maxCapacity);
  const used = totalCapacity - availableCapacity;
  if (total < used) throw failed(`${used} bytes of it are used`);
  backupStorages.changeTotalCapacity(uuid, total);
  backupStorages.noteDiskCapacity(uuid, maxCapacity === 0 ? null : disk);
}
