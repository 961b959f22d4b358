import { withoutTrailingSlashes } from '../../core/trailing-slashes.js';
import { apiError } from '../../core/api-error.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { Volume } from '../../domain/volume/volume.js';

type Placed = Pick<Volume, 'uuid' | 'type'>;

/**
 * Where a new volume's bits lie on its storage. `ownerUuid`: the account that it belongs to. `pool`: of a Ceph
 * storage, where not its own.
 */
export function volumeInstallPath(
  storage: PrimaryStorage,
  volume: Placed,
  ownerUuid: string,
  pool: string | null = null,
): string {
  if (storage.type === 'Ceph') {
    const own = volume.type === 'Root' ? storage.rootVolumePool : storage.dataVolumePool;
    return `ceph://${pool ?? own}/${volume.uuid}`;
  }
  return `${folderOf(storage, volume, ownerUuid)}/${volume.uuid}.qcow2`;
}

/** Where a volume's next layer lies, and with it the snapshot that this layer becomes one day. */
export const layerInstallPath = (
  storage: PrimaryStorage,
  volume: Placed,
  ownerUuid: string,
  layerUuid: string,
): string => `${folderOf(storage, volume, ownerUuid)}/snapshots/${layerUuid}.qcow2`;

/** Where a snapshot of Ceph lies: in its volume. */
export const cephSnapshotPath = (volume: Pick<Volume, 'installPath'>, uuid: string): string =>
  `${volume.installPath ?? ''}@${uuid}`;

/** The volume of Ceph in which a snapshot lies: not that of today where the volume has left it since. */
export const cephVolumeOf = (snapshotPath: string): string => snapshotPath.split('@')[0] ?? '';

/** A file with a new name in the folder of another. */
export const besides = (path: string, uuid: string): string =>
  `${path.slice(0, path.lastIndexOf('/'))}/${uuid}.qcow2`;

/** Where an image's cache lies. */
export function cacheInstallPath(
  storage: PrimaryStorage,
  imageUuid: string,
  pool: string | null = null,
): string {
  if (storage.type === 'Ceph') return `ceph://${pool ?? storage.imageCachePool}/${imageUuid}`;
  return `${rootOf(storage)}/imagecache/template/${imageUuid}/${imageUuid}.qcow2`;
}

/** The format of a volume on a storage: Ceph holds raw disks. */
export const volumeFormatOn = ({ type }: PrimaryStorage): 'raw' | 'qcow2' =>
  type === 'Ceph' ? 'raw' : 'qcow2';

/** The folder of a volume on a storage of files. */
export const folderOf = (
  storage: PrimaryStorage,
  { uuid, type }: Placed,
  ownerUuid: string,
): string =>
  `${rootOf(storage)}/${type === 'Root' ? 'rootVolumes' : 'dataVolumes'}/acct-${ownerUuid}/vol-${uuid}`;

/** The folder of a storage of files in which everything lies. */
export const rootOf = ({ mountPath, url }: PrimaryStorage): string =>
  withoutTrailingSlashes(mountPath ?? url);

/**
 * Refuses new volumes on a storage that is not Enabled and Connected.
 * @throws SYS.1006
 */
export function assertCanHoldVolumes({ uuid, state, status }: PrimaryStorage): void {
  if (state === 'Enabled' && status === 'Connected') return;
  throw apiError(
    'SYS.1006',
    `the primary storage[uuid:${uuid}] is not in state Enabled and status Connected, it's ${state} and ${status}`,
  );
}
