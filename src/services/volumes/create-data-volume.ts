import { apiError } from '../../core/api-error.js';
import type { Image } from '../../domain/image/image.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { poolFor } from '../storages/ceph-pools.js';
import { newUuid, primaryStorageOf } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import type { World } from '../../domain/world.js';
import { takeQos } from '../../domain/tag/volume-tags.js';
import {
  hostForVm,
  hostOfNewVolume,
  hostOfTags,
  placeVolume,
} from '../storages/primary/local-storage.js';
import { findRoom } from '../storages/primary/room.js';
import { refuseSnapshotStatus } from '../volume-snapshots/snapshot-status.js';
import { canShare } from './attach-volume.js';
import { volumeFormatOn, volumeInstallPath } from './volume-place.js';

/** What every new data volume is given. */
export interface NewDataVolume extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
  /** The offering that its size is of. Calls that an older version began have none. */
  readonly diskOfferingUuid?: string | null;
  /** Tags that only go along with the call. Calls that an older version began have none. */
  readonly ephemeralTags?: readonly string[];
}

type Content = Pick<
  Volume,
  | 'size'
  | 'actualSize'
  | 'layerSize'
  | 'contentId'
  | 'format'
  | 'rootImageUuid'
  | 'status'
  | 'isShareable'
>;

/**
 * An empty data volume; without a storage it lies nowhere until it is attached. `onHost`: where it is to lie on local
 * storage, if its tags do not say so.
 * @throws SYS.1006 when the storage cannot hold it
 */
export function createEmptyVolume(
  world: World,
  wanted: NewDataVolume,
  diskSize: number,
  primaryStorageUuid: string | null,
  now: number,
  onHost: string | null = null,
): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  const storage = primaryStorageUuid === null ? null : primaryStorageOf(world, primaryStorageUuid);
  if (storage) findRoom(world, [storage], diskSize);
  const named = onHost ?? hostOfTags(wanted.systemTags);
  const hostUuid = hostOfNewVolume(world, storage, named);
  insertVolume(world, uuid, { ...wanted, ...takeQos(wanted.systemTags) }, storage, now, {
    size: diskSize,
    actualSize: 0,
    layerSize: 0,
    contentId: `empty:${uuid}`,
    format: storage && volumeFormatOn(storage),
    rootImageUuid: null,
    status: storage ? 'Ready' : 'NotInstantiated',
    isShareable: isShareable(wanted),
  });
  placeVolume(world, storage, uuid, hostUuid);
  return uuid;
}

const isShareable = ({ ephemeralTags = [] }: NewDataVolume) =>
  ephemeralTags.includes('ephemeral::shareable');

/** A data volume with the content of a snapshot, on the snapshot's storage where none is named. */
export function createVolumeFromSnapshot(
  world: World,
  wanted: NewDataVolume,
  snapshot: VolumeSnapshot,
  primaryStorageUuid: string | null,
  now: number,
): string {
  // Strict: the named storage holds, as published; the real system never looks at it.
  const named = world.checks === 'strict' ? primaryStorageUuid : null;
  const storage = primaryStorageOf(world, named ?? snapshot.primaryStorageUuid);
  refuseSnapshotStatus(snapshot, 'InstantiateDataVolumeFromVolumeSnapshotMsg');
  findRoom(world, [storage], snapshot.virtualSize);
  // Whether it can be shared and its limits are not asked for here, and a `qos::` tag is kept as any other.
  const uuid = newUuid(world, wanted.resourceUuid);
  insertVolume(world, uuid, wanted, storage, now, {
    size: snapshot.virtualSize,
    actualSize: snapshot.actualSize,
    layerSize: snapshot.actualSize,
    contentId: snapshot.contentId,
    format: volumeFormatOn(storage),
    rootImageUuid: null,
    status: 'Ready',
    isShareable: false,
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
  return host ?? hostForVm(world, storage.uuid)?.uuid;
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

/** A data volume with the content of a data volume template. `hostUuid`: which must reach the storage. */
export function createVolumeFromTemplate(
  world: World,
  wanted: NewDataVolume,
  image: Image,
  {
    primaryStorageUuid,
    hostUuid,
  }: { readonly primaryStorageUuid: string; readonly hostUuid: string | null },
  now: number,
): string {
  const storage = primaryStorageOf(world, primaryStorageUuid);
  const shareable = isShareable(wanted);
  if (shareable && !canShare(storage)) {
    throw apiError(
      'SYS.1006',
      `primaryStorage type [${storage.type}] not support shared volume yet`,
    );
  }
  sourceOf(world, image, storage);
  findRoom(
    world,
    [storage],
    image.size,
    hostUuid === null ? null : `connected to host:${hostUuid}`,
  );
  const uuid = newUuid(world, wanted.resourceUuid);
  const host = hostUuid ?? hostOfTags(wanted.systemTags);
  const placedOn = hostOfNewVolume(world, storage, host, 'volume');
  insertVolume(world, uuid, { ...wanted, ...takeQos(wanted.systemTags) }, storage, now, {
    size: image.size,
    actualSize: image.actualSize,
    layerSize: image.actualSize,
    contentId: contentOf(image),
    format: volumeFormatOn(storage),
    rootImageUuid: image.uuid,
    status: 'Ready',
    isShareable: shareable,
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
  const found = findSource(world, image, primary);
  if (found) return found;
  const refs = world.repositories.images.listRefs(image.uuid);
  if (refs.every(({ status }) => status === 'Deleted')) {
    throw apiError(
      'SYS.1006',
      `the image[uuid:${image.uuid}, name:${image.name}] has been deleted on all backup storage`,
    );
  }
  throw apiError(
    'SYS.1006',
    `cannot find a backup storage on which the image[uuid:${image.uuid}] is that satisfies all conditions of: 1. has state Enabled 2. has status Connected. 3 has attached to zone in which primary storage[uuid:${primary.uuid}] is`,
  );
}

/** Whether the image can come to the primary storage. */
export const isWithin = (world: World, image: Image, primary: PrimaryStorage): boolean =>
  findSource(world, image, primary) !== undefined;

function findSource(
  { repositories }: World,
  image: Image,
  primary: PrimaryStorage,
): BackupStorage | undefined {
  const { images, backupStorages } = repositories;
  return images
    .listRefs(image.uuid)
    .filter(({ status }) => status === 'Ready')
    .flatMap(({ backupStorageUuid }) => backupStorages.find(backupStorageUuid) ?? [])
    .find(
      (storage) =>
        storage.state === 'Enabled' &&
        storage.status === 'Connected' &&
        backupStorages.isAttachedToZone(storage.uuid, primary.zoneUuid) &&
        isCompatible(storage, primary),
    );
}

function insertVolume(
  world: World,
  uuid: string,
  { volumeQos = null, ...wanted }: NewDataVolume & { readonly volumeQos?: string | null },
  storage: PrimaryStorage | null,
  now: number,
  content: Content,
): void {
  const { volumes, accounts } = world.repositories;
  if (storage) takeFromPrimaryStorage(world, storage.uuid, content.size, content.layerSize);
  const placed = { uuid, type: 'Data' } as const;
  volumes.insert({
    ...placed,
    name: wanted.name,
    description: wanted.description,
    primaryStorageUuid: storage?.uuid ?? null,
    vmInstanceUuid: null,
    diskOfferingUuid: wanted.diskOfferingUuid ?? null,
    installPath:
      storage &&
      volumeInstallPath(
        storage,
        placed,
        wanted.ownerUuid,
        poolFor(world, storage, 'Data', wanted.systemTags),
      ),
    deviceId: null,
    state: 'Enabled',
    volumeQos,
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
