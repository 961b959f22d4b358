import { apiError } from '../../core/api-error.js';
import type { Volume } from '../../domain/volume/volume.js';
import { newUuid, volumeOf } from '../resources/lookup.js';
import { momentOf } from '../../jobs/work-time.js';
import type { NewDataVolume } from '../volumes/create-data-volume.js';
import { writeTags } from '../tags/write-tags.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import type { World } from '../../domain/world.js';
import { removeSnapshot } from './delete-snapshot.js';
import { finishSnapshot, takeSnapshot } from './take-snapshot.js';

/** A checked call of CreateVolumeSnapshot; kept as the flow's context. */
export interface SnapshotContext {
  readonly request: NewDataVolume & { readonly volumeUuid: string };
  snapshotUuid?: string;
  /** Where the volume was before, to be there again when the snapshot fails. */
  formerPath?: string | null;
}

/**
 * What must hold of a volume before a snapshot of it is taken.
 * @throws SYS.1006
 */
export function checkSnapshotable({ uuid, status, state }: Volume): void {
  if (status !== 'Ready') {
    throw apiError(
      'SYS.1006',
      `volume[uuid:${uuid}] is not in status Ready, current is ${status}, can't create snapshot`,
    );
  }
  if (state !== 'Enabled') {
    throw apiError(
      'SYS.1006',
      `volume[uuid:${uuid}] is not in state Enabled, current is ${state}, can't create snapshot`,
    );
  }
}

/** Freezes a volume's content; what is written from then on follows on the snapshot. */
export const createSnapshotFlow: Flow<SnapshotContext> = {
  name: 'create-volume-snapshot',
  firstStep: 'create-snapshot',
  isPlain: true,
  steps: { 'create-snapshot': create, 'finish-snapshot': finish },
  rollback({ world, context }) {
    const snapshot =
      context.snapshotUuid && world.repositories.volumeSnapshots.find(context.snapshotUuid);
    if (!snapshot) return;
    removeSnapshot(world, snapshot);
    putBack(world, context, snapshot.latest);
  },
};

function create({ world, context, now, schedule }: StepRun<SnapshotContext>): void {
  const { request } = context;
  const volume = volumeOf(world, request.volumeUuid);
  checkSnapshotable(volume);
  const uuid = newUuid(world, request.resourceUuid);
  context.formerPath = volume.installPath;
  takeSnapshot(world, volume, { ...request, uuid }, now);
  writeTags(world, 'VolumeSnapshotVO', uuid, request, now);
  context.snapshotUuid = uuid;
  schedule('finish-snapshot', null, momentOf(world, 'snapshot', [uuid, volume.uuid]));
}

function finish({ world, context, now, succeed }: StepRun<SnapshotContext>): void {
  const uuid = context.snapshotUuid ?? '';
  const snapshot = world.repositories.volumeSnapshots.find(uuid);
  if (!snapshot) throw apiError('SYS.1006', `volume snapshot[uuid:${uuid}] has been deleted`);
  finishSnapshot(world, snapshot, now);
  succeed({ snapshotUuid: uuid });
}

/** The volume is in its file again, unless another snapshot has moved it on. */
function putBack(world: World, { request, formerPath }: SnapshotContext, wasLatest: boolean): void {
  const volume = world.repositories.volumes.find(request.volumeUuid);
  if (!volume || !wasLatest || formerPath === undefined) return;
  world.repositories.volumes.update(volume, { installPath: formerPath }, volume.lastOpDate);
}
