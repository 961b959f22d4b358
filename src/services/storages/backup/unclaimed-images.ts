import { ADMIN_ACCOUNT_UUID } from '../../../domain/account/account.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import type { Image } from '../../../domain/image/image.js';
import type { UnclaimedImage } from '../../../domain/image/unclaimed-image.js';
import type { World } from '../../../domain/world.js';
import { announceImage } from '../../replication-groups/announce.js';
import { takeFromBackupStorage } from '../capacity.js';

type Place = Pick<BackupStorage, 'type' | 'hostname' | 'url' | 'fsid' | 'poolName'>;

/** Where the bits of a storage lie: what is added there again finds them. */
const placeOf = ({ type, hostname, url, fsid, poolName }: Place): string =>
  type === 'Ceph' ? `Ceph ${fsid} ${poolName}` : `${type} ${hostname} ${url}`;

/** What others have left where a storage is. */
export const unclaimedAt = (world: World, storage: BackupStorage): UnclaimedImage[] =>
  world.repositories.unclaimedImages.listAt(placeOf(storage));

/** Notes the images on a storage that is about to go: their bits stay where they are. A simulated one is nowhere. */
export function leaveImages(world: World, storage: BackupStorage): void {
  if (storage.type === 'SimulatorBackupStorage') return;
  const { images, tags, trash, unclaimedImages } = world.repositories;
  const place = placeOf(storage);
  const refs = images.listRefsOn(storage.uuid);
  const bytesAt = new Map(refs.map((ref) => [ref.installPath, 0]));
  const left = trash.listByStorage(storage.uuid);
  const taken = [...refs, ...left.map((item) => ({ ...item, takenBytes: item.size }))];
  for (const { installPath, takenBytes } of taken) {
    bytesAt.set(installPath, Math.max(bytesAt.get(installPath) ?? 0, takenBytes));
  }
  for (const ref of refs) {
    const image = images.find(ref.imageUuid);
    if (ref.status !== 'Ready' || !image || !hasContent(image)) continue;
    const { installPath, createDate, lastOpDate } = ref;
    // Of clones the first one that is left has the bytes.
    const takenBytes = bytesAt.get(installPath) ?? 0;
    bytesAt.set(installPath, 0);
    unclaimedImages.save({
      place,
      image,
      ref: { installPath, takenBytes, createDate, lastOpDate },
      systemTags: tags.listSystemTags(image.uuid),
    });
  }
}

const hasContent = (image: Image): image is UnclaimedImage['image'] => image.contentId !== null;

/**
 * Takes over what lies where a new storage is: images that were there are the admin's; one that is also elsewhere
 * has one more storage. What does not fit stays behind.
 */
export function importImages(world: World, storage: BackupStorage): void {
  const { unclaimedImages, images } = world.repositories;
  const place = placeOf(storage);
  const all = unclaimedImages.listAt(place);
  const stayed = new Set<string>();
  // Clones come after what has their bytes.
  for (const found of all.toSorted(
    (a, b) => Math.sign(b.ref.takenBytes) - Math.sign(a.ref.takenBytes),
  )) {
    // It may have come there again by another way, or its uuid may be another image's by now.
    const present = images.find(found.image.uuid);
    if (present && present.contentId !== found.image.contentId) continue;
    if (images.findRef(found.image.uuid, storage.uuid)) continue;
    const { installPath, takenBytes } = found.ref;
    if (stayed.has(installPath) || !takeFromBackupStorage(world, storage.uuid, takenBytes)) {
      stayed.add(installPath);
      continue;
    }
    takeOver(world, storage, found);
    unclaimedImages.remove(place, found.image.uuid);
  }
}

function takeOver(
  world: World,
  { uuid }: BackupStorage,
  { image, ref, systemTags }: UnclaimedImage,
) {
  const { images, accounts, tags } = world.repositories;
  const existing = images.find(image.uuid);
  if (!existing) {
    images.insert({ ...image, status: 'Ready' });
    accounts.own(ADMIN_ACCOUNT_UUID, image.uuid, 'ImageVO');
    for (const tag of systemTags) {
      const { createDate, lastOpDate } = image;
      const on = { resourceUuid: image.uuid, resourceType: 'ImageVO', createDate, lastOpDate };
      tags.insertSystemTag({ uuid: world.chance.uuid(), tag, inherent: false, ...on });
    }
  } else if (existing.status === 'Deleted') {
    images.update(existing, { status: 'Ready' }, existing.lastOpDate);
  }
  images.insertRef({
    ...ref,
    imageUuid: image.uuid,
    backupStorageUuid: uuid,
    status: 'Ready',
    exportUrl: null,
    exportMd5Sum: null,
    exportBytes: 0,
    exportFormat: null,
  });
  announceImage(world, image.uuid, uuid, world.clock.now());
}
