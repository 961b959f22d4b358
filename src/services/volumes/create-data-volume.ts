import { apiError } from '../../core/api-error.js';
import type { Image } from '../../domain/image/image.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import {
  hostForVm,
  hostOfNewVolume,
  hostOfTags,
  placeVolume,
} from '../storages/primary/local-storage.js';
import { withReserve } from '../storages/primary/reserve.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { newUuid, primaryStorageOf } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import type { World } from '../../domain/world.js';
import { assertCanHoldVolumes, volumeFormatOn, volumeInstallPath } from './volume-place.js';

/** What every new data volume is given. */
export interface NewDataVolume extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
}

type Content = Pick<
  Volume,
  'size' | 'actualSize' | 'layerSize' | 'contentId' | 'format' | 'rootImageUuid' | 'status'
>;

/**
 * An empty data volume; without a storage it lies nowhere until it is attached.
 * @throws SYS.1006 when the storage cannot hold it, SYS.1007 for a size that is none
 */
export function createEmptyVolume(
  world: World,
  wanted: NewDataVolume,
  diskSize: number,
  primaryStorageUuid: string | null,
  now: number,
): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  const storage = primaryStorageUuid === null ? null : primaryStorageOf(world, primaryStorageUuid);
  if (storage) assertCanHoldVolumes(storage);
  const hostUuid = hostOfNewVolume(world, storage, hostOfTags(wanted.systemTags));
  insertVolume(world, uuid, wanted, storage, now, {
    size: diskSize,
    actualSize: 0,
    layerSize: 0,
    contentId: `empty:${uuid}`,
    format: storage ? volumeFormatOn(storage) : 'qcow2',
    rootImageUuid: null,
    status: storage ? 'Ready' : 'NotInstantiated',
  });
  placeVolume(world, storage, uuid, hostUuid);
  return uuid;
}

/** A data volume with the content of a snapshot. */
export function createVolumeFromSnapshot(
  world: World,
  wanted: NewDataVolume,
  snapshot: VolumeSnapshot,
  primaryStorageUuid: string | null,
  now: number,
): string {
  const storage = primaryStorageOf(world, primaryStorageUuid ?? snapshot.primaryStorageUuid);
  assertCanHoldVolumes(storage);
  const uuid = newUuid(world, wanted.resourceUuid);
  insertVolume(world, uuid, wanted, storage, now, {
    size: snapshot.virtualSize,
    actualSize: snapshot.actualSize,
    layerSize: snapshot.actualSize,
    contentId: snapshot.contentId,
    format: volumeFormatOn(storage),
    rootImageUuid: null,
    status: 'Ready',
  });
  placeVolume(world, storage, uuid, hostOfSnapshot(world, snapshot, storage));
  return uuid;
}

/** The host of what is made of a snapshot: where its volume lies, else any that the storage has. */
function hostOfSnapshot(
  world: World,
  { volumeUuid }: VolumeSnapshot,
  storage: PrimaryStorage,
): string | undefined {
  const { primaryStorages } = world.repositories;
  const host = volumeUuid === null ? undefined : primaryStorages.hostOfLocalVolume(volumeUuid);
  return host ?? hostForVm(world, storage.uuid, { clusterUuid: null })?.uuid;
}

/**
 * What CreateDataVolumeFromVolumeTemplate checks of its image before it begins.
 * @throws SYS.1006 or SYS.1007
 */
export function checkDataTemplate(image: Image): void {
  if (image.mediaType !== 'DataVolumeTemplate') {
    throw apiError(
      'SYS.1007',
      `image[uuid:${image.uuid}] is not DataVolumeTemplate, it's ${image.mediaType}`,
    );
  }
  if (image.state !== 'Enabled') {
    throw apiError('SYS.1006', `image[uuid:${image.uuid}] is not Enabled, it's ${image.state}`);
  }
  if (image.status !== 'Ready') {
    throw apiError('SYS.1006', `image[uuid:${image.uuid}] is not Ready, it's ${image.status}`);
  }
}

/** A data volume with the content of a data volume template. */
export function createVolumeFromTemplate(
  world: World,
  wanted: NewDataVolume,
  image: Image,
  primaryStorageUuid: string,
  hostUuid: string | null,
  now: number,
): string {
  const storage = primaryStorageOf(world, primaryStorageUuid);
  assertCanHoldVolumes(storage);
  sourceOf(world, image, storage);
  const uuid = newUuid(world, wanted.resourceUuid);
  const host = hostUuid ?? hostOfTags(wanted.systemTags);
  const placedOn = hostOfNewVolume(world, storage, host);
  insertVolume(world, uuid, wanted, storage, now, {
    size: image.size,
    actualSize: image.actualSize,
    layerSize: image.actualSize,
    contentId: contentOf(image),
    format: volumeFormatOn(storage),
    rootImageUuid: image.uuid,
    status: 'Ready',
  });
  placeVolume(world, storage, uuid, placedOn);
  return uuid;
}

/** The content of an image that is Ready. */
export function contentOf({ uuid, contentId, status }: Image): string {
  if (contentId !== null) return contentId;
  throw apiError('SYS.1006', `image[uuid:${uuid}] is not Ready, it's ${status}`);
}

/**
 * A backup storage from which the image can come to the primary storage.
 * @throws SYS.1006
 */
export function sourceOf(world: World, image: Image, primary: PrimaryStorage): BackupStorage {
  const { images, backupStorages } = world.repositories;
  const refs = images.listRefs(image.uuid);
  if (refs.every(({ status }) => status === 'Deleted')) {
    throw apiError(
      'SYS.1006',
      `the image[uuid:${image.uuid}, name:${image.name}] has been deleted on all backup storage`,
    );
  }
  for (const ref of refs) {
    const storage = backupStorages.find(ref.backupStorageUuid);
    if (
      storage &&
      ref.status === 'Ready' &&
      storage.state === 'Enabled' &&
      storage.status === 'Connected' &&
      backupStorages.isAttachedToZone(storage.uuid, primary.zoneUuid) &&
      isCompatible(storage, primary)
    ) {
      return storage;
    }
  }
  throw apiError(
    'SYS.1006',
    `cannot find a backup storage on which the image[uuid:${image.uuid}] is that satisfies all conditions of: 1. has state Enabled 2. has status Connected. 3 has attached to zone in which primary storage[uuid:${primary.uuid}] is`,
  );
}

function insertVolume(
  world: World,
  uuid: string,
  wanted: NewDataVolume,
  storage: PrimaryStorage | null,
  now: number,
  content: Content,
): void {
  const { volumes, accounts } = world.repositories;
  if (storage) {
    withReserve(world, [storage], content.size);
    takeFromPrimaryStorage(world, storage.uuid, content.size, content.layerSize);
  }
  volumes.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    primaryStorageUuid: storage?.uuid ?? null,
    vmInstanceUuid: null,
    diskOfferingUuid: null,
    installPath:
      storage && volumeInstallPath(storage, { uuid, format: content.format, type: 'Data' }),
    type: 'Data',
    deviceId: null,
    state: 'Enabled',
    isShareable: false,
    lastDetachDate: null,
    lastVmInstanceUuid: null,
    lastAttachDate: null,
    createDate: now,
    lastOpDate: now,
    ...content,
  });
  accounts.own(wanted.ownerUuid, uuid, 'VolumeVO');
  writeTags(world, 'VolumeVO', uuid, wanted, now);
}
