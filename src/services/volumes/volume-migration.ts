import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { vmOfVolume } from '../resources/lookup.js';

/** Those of a volume's snapshots that lie where it does: they move with it. */
export const snapshotsBeside = ({ repositories }: World, volume: Volume): VolumeSnapshot[] =>
  repositories.volumeSnapshots
    .listByVolume(volume.uuid)
    .filter(({ primaryStorageUuid }) => primaryStorageUuid === volume.primaryStorageUuid);

/** What a volume takes of its storage, with its snapshots, in bytes. */
export function sizeOnStorage(world: World, volume: Volume): { virtual: number; physical: number } {
  const inSnapshots = snapshotsBeside(world, volume).reduce((total, { size }) => total + size, 0);
  return { virtual: volume.size + inSnapshots, physical: volume.layerSize + inSnapshots };
}

/** What a VM is when its root volume has come to where it goes, or stays. */
export const stateAfterMigration = ({ state }: VmInstance): VmInstance['state'] =>
  vmStateMachine.accepts(state, 'volumeMigrated')
    ? vmStateMachine.next(state, 'volumeMigrated')
    : state;

/** A volume that did not come through is where it was, unless it has been deleted meanwhile. */
export function unmarkMigration(world: World, volumeUuid: string): void {
  const { volumes, vmInstances } = world.repositories;
  const volume = volumes.find(volumeUuid);
  if (volume?.status !== 'Migrating') return;
  const status = volumeStatusMachine.next(volume.status, 'bitsReady');
  volumes.update(volume, { status }, volume.lastOpDate);
  const vm = volume.type === 'Root' ? vmOfVolume(world, volume) : undefined;
  if (vm) vmInstances.update(vm, { state: stateAfterMigration(vm) }, vm.lastOpDate);
}
