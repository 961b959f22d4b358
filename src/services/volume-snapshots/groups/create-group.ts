import { apiError } from '../../../core/api-error.js';
import type { VmInstance } from '../../../domain/vm-instance/vm-instance.js';
import type { World } from '../../../domain/world.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { momentOf } from '../../../jobs/work-time.js';
import { checkQuota } from '../../accounts/quotas.js';
import { newUuid, vmOf, volumeOf } from '../../resources/lookup.js';
import { writeTags } from '../../tags/write-tags.js';
import type { NewDataVolume } from '../../volumes/create-data-volume.js';
import { checkStorages } from './check-storages.js';
import { addToGroup, insertGroup } from './snapshot-group.js';
import { finishTogether, takeTogether, undoTogether, type TakenSnapshot } from './take-together.js';

/** A checked call of CreateVolumeSnapshotGroup; kept as the flow's context. */
export interface SnapshotGroupContext {
  readonly request: NewDataVolume & { readonly vmUuid: string; readonly rootVolumeUuid: string };
  taken?: readonly TakenSnapshot[];
}

const MEMORY_STATES = ['Running', 'Paused'];

/**
 * What must hold of a VM before its volumes are snapshotted together. Answers the VM.
 * @throws SYS.1007, SYS.1006; SYS.1014 with memory, which the emulator has not
 */
export function checkNewGroup(
  world: World,
  rootVolumeUuid: string,
  withMemory: boolean,
): VmInstance {
  const { volumes, vmInstances, primaryStorages } = world.repositories;
  const root = volumeOf(world, rootVolumeUuid);
  const vm =
    root.type === 'Root' && root.vmInstanceUuid !== null
      ? vmInstances.find(root.vmInstanceUuid)
      : undefined;
  if (!vm) throw apiError('SYS.1007', `volume[uuid:${rootVolumeUuid}] is not root volume`);
  if (withMemory && !MEMORY_STATES.includes(vm.state)) {
    throw apiError(
      'SYS.1007',
      `Can not take memory snapshot, vm current state[${vm.state}], but expect state are [Running, Paused]`,
    );
  }
  const all = volumes.listByVm(vm.uuid);
  const unready = all.find(({ status }) => status !== 'Ready');
  if (unready) {
    throw apiError(
      'SYS.1006',
      `volume[uuid:${unready.uuid}] is not in status Ready, current is ${unready.status}, can't create snapshot`,
    );
  }
  const unusable = [...new Set(all.flatMap(({ primaryStorageUuid: uuid }) => uuid ?? []))].filter(
    (uuid) => {
      const storage = primaryStorages.find(uuid);
      return storage?.state !== 'Enabled' || storage.status !== 'Connected';
    },
  );
  if (unusable.length > 0) {
    throw apiError(
      'SYS.1006',
      `primary storage(s) [uuid: [${unusable.join(', ')}]] where volume(s) locate is not Enabled or Connected`,
    );
  }
  // What a guest's memory holds is not kept here.
  if (withMemory) throw apiError('SYS.1014', 'the emulator takes no snapshots of memory');
  return vm;
}

/** Freezes all volumes of a VM at one moment; the group is there when all snapshots are. */
export const createSnapshotGroupFlow: Flow<SnapshotGroupContext> = {
  name: 'create-volume-snapshot-group',
  firstStep: 'check-operation-on-primary-storage',
  steps: {
    'check-operation-on-primary-storage': check,
    'take-snapshots': take,
    'create-snapshot-group': finish,
  },
  rollback: ({ world, context }) => undoTogether(world, context.taken ?? []),
};

function check({ world, context, schedule }: StepRun<SnapshotGroupContext>): void {
  const { vmUuid } = context.request;
  const all = world.repositories.volumes.listByVm(vmUuid);
  checkStorages(world, all, vmUuid, 'FILE_CREATION');
  schedule('take-snapshots');
}

function take({ world, context, now, schedule }: StepRun<SnapshotGroupContext>): void {
  const { vmUuid, name, description, ownerUuid } = context.request;
  vmOf(world, vmUuid);
  const all = world.repositories.volumes.listByVm(vmUuid);
  checkQuota(world, ownerUuid, { 'snapshot.volume.num': all.length });
  context.taken = takeTogether(
    world,
    all,
    (volume) => ({ name: `${name}-${volume.name}`, description }),
    ownerUuid,
    now,
  );
  const uuids = context.taken.flatMap(({ volumeUuid, snapshotUuid }) => [snapshotUuid, volumeUuid]);
  schedule('create-snapshot-group', null, momentOf(world, 'snapshot', uuids));
}

function finish({ world, context, now, succeed }: StepRun<SnapshotGroupContext>): void {
  const { request, taken = [] } = context;
  const snapshots = finishTogether(world, taken, now);
  const { vmUuid: vmInstanceUuid, name, description, ownerUuid } = request;
  vmOf(world, vmInstanceUuid);
  const uuid = newUuid(world, request.resourceUuid);
  const snapshotCount = taken.length;
  insertGroup(world, { uuid, name, description, vmInstanceUuid, snapshotCount, ownerUuid }, now);
  for (const snapshot of snapshots) {
    addToGroup(world, uuid, snapshot, volumeOf(world, snapshot.volumeUuid ?? ''), now);
  }
  writeTags(world, 'VolumeSnapshotGroupVO', uuid, request, now);
  succeed({ groupUuid: uuid });
}
