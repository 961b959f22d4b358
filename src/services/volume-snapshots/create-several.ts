import { apiError } from '../../core/api-error.js';
import { ONLINE_VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import { checkSnapshotable } from './create-snapshot.js';
import {
  finishTogether,
  takeTogether,
  undoTogether,
  type TakenSnapshot,
} from './groups/take-together.js';

/** A checked call of CreateVolumesSnapshot; kept as the flow's context. */
export interface SeveralContext {
  readonly request: NewTags & {
    readonly volumeUuids: readonly string[];
    readonly ownerUuid: string;
  };
  taken?: readonly TakenSnapshot[];
}

/** Each of the volumes must be fit for a snapshot. @throws SYS.1006 */
export function checkSeveral(world: World, volumeUuids: readonly string[]): void {
  for (const uuid of volumeUuids) checkSnapshotable(volumeOf(world, uuid));
}

/** Freezes several volumes at one moment, whichever VMs have them: all of them or none. */
export const createVolumesSnapshotFlow: Flow<SeveralContext> = {
  name: 'create-volumes-snapshot',
  firstStep: 'take-snapshots',
  isPlain: true,
  steps: { 'take-snapshots': take, 'finish-snapshots': finish },
  rollback: ({ world, context }) => undoTogether(world, context.taken ?? []),
};

function take({ world, context, now, schedule }: StepRun<SeveralContext>): void {
  const { volumeUuids, ownerUuid } = context.request;
  const volumes = [...new Set(volumeUuids)].map((uuid) => volumeOf(world, uuid));
  for (const volume of volumes) checkSnapshotable(volume);
  checkNotMixed(world, volumeUuids);
  const naming = ({ uuid }: { readonly uuid: string }) => ({
    name: `Snapshot-${uuid}`,
    description: `Take snapshot for ${uuid}`,
  });
  context.taken = takeTogether(world, volumes, naming, ownerUuid, now);
  for (const { snapshotUuid } of context.taken) {
    writeTags(world, 'VolumeSnapshotVO', snapshotUuid, context.request, now);
  }
  const uuids = context.taken.flatMap(({ volumeUuid, snapshotUuid }) => [snapshotUuid, volumeUuid]);
  schedule('finish-snapshots', null, momentOf(world, 'snapshot', uuids));
}

/** Of guests that run, Ceph and files are not frozen at one moment. @throws SYS.1006 */
function checkNotMixed(world: World, volumeUuids: readonly string[]): void {
  const volumes = volumeUuids.map((uuid) => volumeOf(world, uuid));
  const isLive = volumes.some((volume) => {
    const vm = vmOfVolume(world, volume);
    return vm !== undefined && ONLINE_VM_STATES.includes(vm.state);
  });
  const kinds = new Set(
    volumes.map(
      ({ primaryStorageUuid }) => primaryStorageOf(world, primaryStorageUuid).type === 'Ceph',
    ),
  );
  if (!isLive || kinds.size < 2) return;
  throw apiError(
    'SYS.1006',
    'not support take volumes snapshots on multiple ps when including ceph',
  );
}

function finish({ world, context, now, succeed }: StepRun<SeveralContext>): void {
  const snapshots = finishTogether(world, context.taken ?? [], now);
  succeed({ snapshotUuids: snapshots.map(({ uuid }) => uuid) });
}
