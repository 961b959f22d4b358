import { ApiError, apiError, toErrorCode } from '../../core/api-error.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmState } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { takeFromPrimaryStorage } from '../storages/capacity.js';
import { refusalOf } from '../storages/primary/states.js';
import { leaveTree } from '../volume-snapshots/chain.js';
import { cephVolumeOf } from './volume-place.js';

/** The states of a VM in which files of its volumes are merged. */
const MERGING_STATES: readonly VmState[] = ['Stopped', 'Running', 'Destroyed', 'Paused'];

interface FlattenContext {
  readonly volumeUuid: string;
  /** Only what it would take is asked for. */
  readonly dryRun: boolean;
}

/** @throws SYS.1007 for a volume that several VMs may use */
export function checkFlatten({ uuid, isShareable }: Volume): void {
  if (isShareable) {
    throw apiError('SYS.1007', `cannot flatten a shareable volume[uuid:${uuid}]`);
  }
}

/** Makes a volume stand on nothing any more: neither on its image nor on its snapshots. */
export const flattenVolumeFlow: Flow<FlattenContext> = {
  name: 'flatten-volume',
  firstStep: 'look-at-volume',
  isPlain: true,
  steps: {
    'look-at-volume'({ world, context, schedule, succeed }) {
      const volume = volumeOf(world, context.volumeUuid);
      if (context.dryRun) {
        estimate(volume);
        succeed({ volumeUuid: volume.uuid });
        return;
      }
      flattening(volume, () => checkMerge(world, volume));
      schedule('flatten', null, momentOf(world, 'snapshot', [volume.uuid]));
    },
    flatten({ world, context, now, succeed }) {
      flattenNow(world, volumeOf(world, context.volumeUuid), now);
      succeed({ volumeUuid: context.volumeUuid });
    },
  },
  rollback: () => undefined,
};

/**
 * What a volume would take by itself is its actual size: here that counts all data, wherever it lies.
 * @throws SYS.1006 for one that lies nowhere
 */
export function estimate(volume: Volume): void {
  if (volume.status === 'Ready') return;
  throw apiError('SYS.1006', `volume[uuid:${volume.uuid}] is not Ready, it's ${volume.status}`);
}

/**
 * Copies all data into the volume itself; belongs into one step.
 * @throws VOLUME.1001 with the reason as its cause
 */
export function flattenNow(world: World, volume: Volume, now: number): void {
  flattening(volume, () => {
    const storage = checkMerge(world, volume);
    const layerSize = Math.max(
      volume.layerSize,
      volume.actualSize - heldBySnapshots(world, volume, storage),
    );
    takeFromPrimaryStorage(world, storage.uuid, 0, layerSize - volume.layerSize);
    if (layerSize !== volume.layerSize) {
      world.repositories.volumes.update(volume, { layerSize }, now);
    }
    leaveTree(world, volume.uuid, now);
  });
}

/** On Ceph a snapshot lies in its volume, which goes on to share its data. */
function heldBySnapshots(
  { repositories }: World,
  volume: Volume,
  { type }: PrimaryStorage,
): number {
  if (type !== 'Ceph') return 0;
  return repositories.volumeSnapshots
    .listByVolume(volume.uuid)
    .filter((one) => cephVolumeOf(one.primaryStorageInstallPath) === volume.installPath)
    .reduce((total, { size }) => total + size, 0);
}

/** What a storage looks at before it merges. @throws SYS.1006 or PS.1000 */
export function checkMerge(world: World, volume: Volume): PrimaryStorage {
  estimate(volume);
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  const refusal = refusalOf(storage, 'FlattenVolume');
  if (refusal) throw new ApiError(refusal);
  const vm = vmOfVolume(world, volume);
  if (storage.type !== 'Ceph' && vm && !MERGING_STATES.includes(vm.state)) {
    throw apiError(
      'SYS.1006',
      `the volume[uuid;${volume.uuid}] is attached to a VM[uuid:${vm.uuid}] which is in state of ${vm.state}, cannot do the snapshot merge`,
    );
  }
  return storage;
}

/** Wraps why it fails. */
export function flattening<T>({ uuid }: Volume, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw apiError('VOLUME.1001', `failed to flatten volume[uuid:${uuid}]`, toErrorCode(error));
  }
}
