import { ApiError, apiError, errorCode } from '../../../core/api-error.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import type { VolumeSnapshotGroup } from '../../../domain/volume-snapshot/volume-snapshot-group.js';
import type { World } from '../../../domain/world.js';
import { hostsIn } from '../../storages/primary/hosts.js';
import { refusalOf } from '../../storages/primary/states.js';

/** What is done with the files of snapshots. */
export type BackendOperation = 'FILE_CREATION' | 'FILE_DELETION';

/** A volume as far as it is asked where it lies. */
interface Placed {
  readonly uuid: string | null;
  readonly primaryStorageUuid: string | null;
}

/** Asks the storages on which the snapshots of a group lie. */
export function checkStoragesOf(
  world: World,
  { uuid }: VolumeSnapshotGroup,
  operation: BackendOperation,
): void {
  const { volumeSnapshotGroups, volumeSnapshots, volumes } = world.repositories;
  const snapshots = volumeSnapshotGroups
    .listRefs(uuid)
    .flatMap(({ volumeSnapshotUuid }) => volumeSnapshots.find(volumeSnapshotUuid) ?? []);
  const root = snapshots
    .flatMap(({ volumeUuid }) => (volumeUuid === null ? [] : (volumes.find(volumeUuid) ?? [])))
    .find(({ type }) => type === 'Root');
  const placed = snapshots.map(({ volumeUuid, primaryStorageUuid }) => ({
    uuid: volumeUuid,
    primaryStorageUuid,
  }));
  checkStorages(world, placed, root?.vmInstanceUuid ?? undefined, operation);
}

/**
 * Asks each storage of the volumes whether snapshots of all of them can be worked on at once, and the hosts that would
 * do it. `vmUuid`: the VM that has them, if one has.
 * @throws PS.1000 by the storage's state, PS.1003 where it is not Connected, HOST.1010
 */
export function checkStorages(
  world: World,
  volumes: readonly Placed[],
  vmUuid: string | undefined,
  operation: BackendOperation,
): void {
  const { primaryStorages } = world.repositories;
  for (const storageUuid of new Set(volumes.map((volume) => volume.primaryStorageUuid))) {
    const storage = storageUuid === null ? undefined : primaryStorages.find(storageUuid);
    if (!storage) continue;
    const refusal =
      operation === 'FILE_CREATION'
        ? refusalOf(storage, 'CheckVolumeSnapshotOperation')
        : undefined;
    if (refusal) throw new ApiError(refusal);
    if (storage.status !== 'Connected') {
      throw apiError('PS.1003', `primary storage[uuid:${storage.uuid}] is not Connected`);
    }
    const here = volumes.filter((volume) => volume.primaryStorageUuid === storageUuid);
    checkHosts(world, storage, here, vmUuid);
  }
}

function checkHosts(
  world: World,
  storage: PrimaryStorage,
  here: readonly Placed[],
  vmUuid: string | undefined,
): void {
  const { hosts, primaryStorages, vmInstances } = world.repositories;
  // Ceph looks at none.
  if (storage.type === 'Ceph') return;
  if (storage.type === 'LocalStorage') {
    const lost = here
      .flatMap(({ uuid }) => (uuid === null ? [] : (primaryStorages.hostOfLocalVolume(uuid) ?? [])))
      .filter((uuid) => {
        const host = hosts.find(uuid);
        return host !== undefined && host.status !== 'Connected';
      });
    if (lost.length === 0) return;
    throw disconnected(`host(s)[uuids: [${lost.join(', ')}]] volume locate is not Connected.`);
  }
  if (vmUuid === undefined) return;
  const hostUuid = vmInstances.find(vmUuid)?.hostUuid ?? null;
  const host = hostUuid === null ? undefined : hosts.find(hostUuid);
  if (host) {
    if (host.status === 'Connected') return;
    throw disconnected(`host where vm[uuid:${vmUuid}] locate is not Connected.`);
  }
  const isServed = primaryStorages
    .clusterUuids(storage.uuid)
    .flatMap((clusterUuid) => hostsIn(world, { clusterUuid }))
    .some(({ state, status }) => state === 'Enabled' && status === 'Connected');
  // Worlds without hosts do without.
  if (isServed || hostsIn(world).length === 0) return;
  throw disconnected(
    `cannot find available host for operation on primary storage[uuid:${storage.uuid}].`,
  );
}

const disconnected = (details: string) => new ApiError(errorCode('HOST.1010', details));
