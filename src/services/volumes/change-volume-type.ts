import { apiError } from '../../core/api-error.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Volume, VolumeType } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { ownerOf, primaryStorageOf } from '../resources/lookup.js';
import { tellGroup } from '../volume-snapshots/groups/snapshot-group.js';
import { folderOf } from './volume-place.js';

/** Where a volume and its snapshots lie when it is of another type. */
export interface NewPlace {
  readonly installPath: string | null;
  /** By the uuids of the snapshots. */
  readonly snapshots: Readonly<Record<string, string>>;
}

/** Storages that keep root and data volumes in folders of their own. */
const WITH_FOLDERS: readonly string[] = ['LocalStorage', 'NFS', 'SharedMountPoint'];

/**
 * Where a volume would lie as one of this type: on storages of files in another folder, with all of its layers.
 * @throws SYS.1006 where it does not lie in the folder that it should
 */
export function placeAs(world: World, volume: Volume, type: VolumeType): NewPlace {
  const { uuid, installPath, primaryStorageUuid } = volume;
  const snapshots = world.repositories.volumeSnapshots.listByVolume(uuid);
  const storage = primaryStorageOf(world, primaryStorageUuid);
  const pathsOf = (move: (path: string) => string): NewPlace => ({
    installPath: installPath === null ? null : move(installPath),
    snapshots: Object.fromEntries(
      snapshots.map((one) => [one.uuid, move(one.primaryStorageInstallPath)]),
    ),
  });
  if (!WITH_FOLDERS.includes(storage.type)) return pathsOf((path) => path);
  const ownerUuid = ownerOf(world, uuid);
  const from = folderOf(storage, volume, ownerUuid);
  const to = folderOf(storage, { uuid, type }, ownerUuid);
  if (installPath?.startsWith(from)) return pathsOf((path) => path.replace(from, to));
  throw apiError(
    'SYS.1006',
    `why volume[uuid:${uuid}, installPath:${installPath}] not in directory ${from}`,
  );
}

/** Where a volume and its snapshots lay before they became those of a root volume. */
export function placeBack(world: World, { uuid, installPath }: Volume): NewPlace {
  const back = (path: string) => path.replace('/rootVolumes/', '/dataVolumes/');
  return {
    installPath: installPath === null ? null : back(installPath),
    snapshots: Object.fromEntries(
      world.repositories.volumeSnapshots
        .listByVolume(uuid)
        .map((one) => [one.uuid, back(one.primaryStorageInstallPath)]),
    ),
  };
}

/** Makes a volume one of another type, where it lies then; its snapshots are of it, too. */
export function becomeType(
  world: World,
  volume: Volume,
  change: { readonly type: VolumeType } & Partial<
    Pick<Volume, 'deviceId' | 'vmInstanceUuid' | 'lastAttachDate'>
  >,
  place: NewPlace,
  now: number,
): void {
  const { repositories } = world;
  repositories.volumes.update(volume, { ...change, installPath: place.installPath }, now);
  for (const snapshot of repositories.volumeSnapshots.listByVolume(volume.uuid)) {
    repositories.volumeSnapshots.update(
      snapshot,
      {
        volumeType: change.type,
        primaryStorageInstallPath: pathIn(place, snapshot),
      },
      snapshot.lastOpDate,
    );
    tellGroup(world, snapshot.uuid, now);
  }
}

const pathIn = ({ snapshots }: NewPlace, snapshot: VolumeSnapshot): string =>
  snapshots[snapshot.uuid] ?? snapshot.primaryStorageInstallPath;
