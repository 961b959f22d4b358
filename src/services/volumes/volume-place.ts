import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { Volume } from '../../domain/volume/volume.js';
import { apiError } from '../../core/api-error.js';

/** Where a volume's bits lie on its storage. */
export function volumeInstallPath(
  storage: PrimaryStorage,
  volume: Pick<Volume, 'uuid' | 'format' | 'type'>,
): string {
  if (storage.type === 'Ceph') {
    const pool = volume.type === 'Root' ? storage.rootVolumePool : storage.dataVolumePool;
    return `ceph://${pool}/${volume.uuid}`;
  }
  const folder = volume.type === 'Root' ? 'rootVolumes' : 'dataVolumes';
  return `${rootOf(storage)}/${folder}/acct-${volume.uuid}/${volume.uuid}.${volume.format}`;
}

/** Where a snapshot's bits lie. */
export function snapshotInstallPath(
  storage: PrimaryStorage,
  volume: Pick<Volume, 'uuid' | 'format' | 'installPath'>,
  snapshotUuid: string,
): string {
  if (storage.type === 'Ceph') return `${volume.installPath}@${snapshotUuid}`;
  return `${rootOf(storage)}/snapshots/volumes/${volume.uuid}/${snapshotUuid}.${volume.format}`;
}

/** Where an image's cache lies. */
export function cacheInstallPath(storage: PrimaryStorage, imageUuid: string): string {
  if (storage.type === 'Ceph') return `ceph://${storage.imageCachePool}/${imageUuid}`;
  return `${rootOf(storage)}/imagecache/template/${imageUuid}/${imageUuid}.qcow2`;
}

/** The format of a volume on a storage: Ceph holds raw disks. */
export const volumeFormatOn = ({ type }: PrimaryStorage): 'raw' | 'qcow2' =>
  type === 'Ceph' ? 'raw' : 'qcow2';

const rootOf = ({ mountPath, url }: PrimaryStorage) => (mountPath ?? url).replace(/\/+$/, '');

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
