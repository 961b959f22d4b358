import { apiError } from '../../core/api-error.js';
import { ONLINE_VM_STATES, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { checkHostState, checkHostStatus } from '../hosts/host-answers.js';
import { primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { checkHostOfNfs } from '../storages/primary/hosts.js';
import { removeSnapshot } from './delete-snapshot.js';

/** A checked call of UndoSnapshotCreation; kept as the flow's context. */
export interface UndoContext {
  readonly volumeUuid: string;
  readonly snapshotUuid: string;
  readonly name: string;
}

/**
 * Only the snapshot that the volume follows on can be taken back.
 * @throws SYS.1006, SYS.1007
 */
export function checkUndo({ repositories }: World, volumeUuid: string, snapshotUuid: string): void {
  const { volumeSnapshots } = repositories;
  const tree = volumeSnapshots.currentTree(volumeUuid);
  if (!tree) {
    throw apiError(
      'SYS.1006',
      `can not found in used snapshot tree of volume[uuid: ${volumeUuid}]`,
    );
  }
  const snapshot = volumeSnapshots.find(snapshotUuid);
  if (snapshot?.latest && snapshot.treeUuid === tree.uuid) return;
  throw apiError('SYS.1007', 'cannot undo not latest snapshot');
}

/**
 * Takes a snapshot back: what the volume has written since is committed into the snapshot's file, which is the volume's
 * again. On Ceph the snapshot is deleted.
 */
export const undoSnapshotCreationFlow: Flow<UndoContext> = {
  name: 'undo-snapshot-creation',
  firstStep: 'undo-snapshot-creation-on-primary-storage',
  steps: {
    'undo-snapshot-creation-on-primary-storage': begin,
    'update-db-install-path': finish,
  },
  // Until the last step nothing is changed.
  rollback: () => undefined,
};

const STATES: readonly string[] = [...ONLINE_VM_STATES, 'Stopped'];

function begin({ world, context, schedule, succeed }: StepRun<UndoContext>): void {
  const { volumeUuid, snapshotUuid } = context;
  const volume = volumeOf(world, volumeUuid);
  // One that is gone already is as good as taken back.
  if (!world.repositories.volumeSnapshots.find(snapshotUuid)) {
    succeed({ volumeUuid });
    return;
  }
  checkHost(world, volume);
  schedule('update-db-install-path', null, momentOf(world, 'snapshot', [snapshotUuid, volumeUuid]));
}

/**
 * The files are merged by the host of the VM that has them open, or by one that can reach them; Ceph needs none.
 * @throws SYS.1006 by the VM's or the host's state, HOST.1011 where the host is not Connected
 */
function checkHost(world: World, volume: Volume): void {
  const { hosts, primaryStorages } = world.repositories;
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  if (storage.type === 'Ceph') return;
  const vm = vmOfVolume(world, volume);
  const isLocal = storage.type === 'LocalStorage';
  checkHostOfNfs(world, storage);
  const hostUuid = isLocal ? primaryStorages.hostOfLocalVolume(volume.uuid) : vm?.hostUuid;
  const host = hosts.find(hostUuid ?? '');
  const hasState = !vm || STATES.includes(vm.state);
  if (!hasState && !isLocal) throw stateError(storage.type === 'NFS' ? NFS_WORDS : SMP_WORDS, vm);
  if (host) {
    checkHostState(host);
    checkHostStatus(host);
  }
  if (!hasState) throw stateError(KVM_WORDS, vm);
}

const NFS_WORDS = 'is not Running, Paused or Stopped, current state is %s';
const SMP_WORDS = 'is not Running, Paused or Stopped, current state[%s]';
const KVM_WORDS = 'is not Running or Stopped, current state[%s]';

const stateError = (words: string, { uuid, state }: VmInstance) =>
  apiError('SYS.1006', `vm[uuid:${uuid}] ${words.replace('%s', state)}`);

function finish({ world, context, now, succeed }: StepRun<UndoContext>): void {
  const { volumeUuid, snapshotUuid, name } = context;
  const { volumeSnapshots } = world.repositories;
  const snapshot = volumeSnapshots.find(snapshotUuid);
  if (!snapshot) {
    throw apiError(
      'SYS.1006',
      `cannot find volume snapshot[uuid:${snapshotUuid}, name:${name}], it may have been deleted by previous operation`,
    );
  }
  if (!snapshot.latest || volumeSnapshots.currentTree(volumeUuid)?.uuid !== snapshot.treeUuid) {
    throw apiError(
      'SYS.1006',
      `current snapshot:${snapshotUuid} is not latest snapshot, cannot mark as volume`,
    );
  }
  takeBack(world, snapshot, volumeUuid, now);
  succeed({ volumeUuid });
}

/** What followed on the snapshot before a revert goes with it, as in the real system. */
function takeBack(world: World, snapshot: VolumeSnapshot, volumeUuid: string, now: number): void {
  removeSnapshot(world, snapshot);
  const volume = volumeOf(world, volumeUuid);
  const isFile = snapshot.type !== 'Storage';
  const installPath = isFile ? snapshot.primaryStorageInstallPath : volume.installPath;
  world.repositories.volumes.update(volume, { installPath }, now);
}
